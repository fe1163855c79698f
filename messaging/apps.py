from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "messaging"

    def ready(self):
        from messaging import charting, leaving, notices

        charting.announce()
        notices.announce()
        leaving.announce()
