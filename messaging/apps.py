from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "messaging"

    def ready(self):
        from messaging import charting, leaving, notices, refills

        charting.announce()
        refills.announce()
        notices.announce()
        leaving.announce()
