"""The floors' addresses."""

from django.urls import path

from bench import floors

urlpatterns = [
    path("hello/", floors.hello),
    path("one-query/<uuid:owner>/", floors.one_query),
    path("inbox/", floors.inbox),
    path("slots/<int:provider>/<day>/", floors.slots),
    path("slots/<day>/", floors.slots),
    path("days/<int:provider>/<day>/", floors.days),
    path("days/<day>/", floors.days),
    path("entries/", floors.insert),
    path("my-entries/", floors.insert_signed_in),
]
