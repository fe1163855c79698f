"""Routes of the set-up pages: providers, visit types, cases, and where requests go."""

from django.urls import path

from scheduling.staff_views import cases, ending, providers, routes, visit_types

staff_urls = [
    path("places/providers/", providers.providers, name="providers"),
    path("places/providers/new/", providers.add_provider, name="add_provider"),
    path("places/providers/<uuid:provider>/", providers.provider, name="provider"),
    path("places/providers/<uuid:provider>/hours/<uuid:location>/", providers.hours, name="provider_hours"),
    path("places/providers/<uuid:provider>/time-off/", providers.time_off, name="time_off"),
    path("places/providers/<uuid:provider>/ending/", ending.provider_ending, name="provider_ending"),
    path("places/time-off/<uuid:time_off>/removal/", providers.time_off_removal, name="time_off_removal"),
    path("places/visit-types/", visit_types.visit_types, name="visit_types"),
    path("places/visit-types/new/", visit_types.add_visit_type, name="add_visit_type"),
    path("places/visit-types/<uuid:visit_type>/", visit_types.visit_type, name="visit_type"),
    path("places/visit-types/<uuid:visit_type>/retirement/", visit_types.retirement, name="retirement"),
    path("places/cases/", cases.cases, name="cases"),
    path("places/cases/<uuid:case>/", cases.case, name="case"),
    path("patients/<uuid:patient>/cases/new/", cases.add_case, name="add_case"),
    path("staff-directory/routing/", routes.test_routing, name="test_routing"),
    path("staff-directory/rules/", routes.routes, name="routes"),
    path("staff-directory/rules/new/", routes.add_route, name="add_route"),
    path("staff-directory/rules/<uuid:route>/", routes.route, name="route"),
    path("staff-directory/rules/<uuid:route>/rise/", routes.rise, name="route_rise"),
    path("staff-directory/rules/<uuid:route>/removal/", routes.route_removal, name="route_removal"),
]
