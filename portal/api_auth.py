"""How a program signs in to the API, and how refusals become its answers."""

from rest_framework.authentication import BaseAuthentication


class TokenAuthentication(BaseAuthentication):
    """Not built yet: nobody is signed in by token."""

    def authenticate(self, request):
        return None


def exception_handler(error, context):
    from rest_framework.views import exception_handler as default_handler

    return default_handler(error, context)
