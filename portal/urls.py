"""The trees: /staff/ /my/ /api/v1/, and the doors that stand open to everybody."""

from django.urls import include, path

import messaging.urls
import practice.urls
import registration.urls
import scheduling.urls
from portal import api, health, site_urls

_APPS = {
    "portal": site_urls,
    "practice": practice.urls,
    "messaging": messaging.urls,
    "scheduling": scheduling.urls,
    "registration": registration.urls,
}


def _tree(which: str) -> list:
    return [path("", include((getattr(module, which), app))) for app, module in _APPS.items()]


urlpatterns = [
    path("healthz", health.live, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("staff/<slug:practice>/", include((_tree("staff_urls"), "staff"))),
    path("my/<slug:practice>/<uuid:patient>/", include((_tree("patient_urls"), "my"))),
    path("api/", include((api.urls, "api"))),
    *site_urls.open_urls,
    *practice.urls.open_urls,
    *registration.urls.open_urls,
]

handler400 = "portal.error_views.bad_request"
handler403 = "portal.error_views.forbidden"
handler404 = "portal.error_views.not_found"
handler500 = "portal.error_views.server_error"
