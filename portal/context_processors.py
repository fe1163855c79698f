"""Navigation and counts for both base templates."""


def site(request):
    return {}
