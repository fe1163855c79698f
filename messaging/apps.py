from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "messaging"

    def ready(self):
        from messaging import kinds, leaving, notices

        kinds.announce_own()
        notices.announce()
        leaving.announce()
