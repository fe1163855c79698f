from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    name = "scheduling"

    def ready(self):
        from practice import readiness
        from scheduling import ending, next_visit, notices, rezoning, routes, standing, thread_kind
        from scheduling.readiness import needs

        ending.announce()
        routes.announce()
        standing.announce()
        rezoning.announce()
        notices.announce()
        thread_kind.announce()
        next_visit.announce()
        readiness.announce(needs)
