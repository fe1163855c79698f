from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "practice"

    def ready(self):
        from practice import notices, readiness
        from practice.selectors import places

        notices.announce()
        readiness.announce(places.needs)
