"""Routes of this app: the staff tree, the patient tree, and what stands open."""

from django.urls import path

from messaging import directory_urls, patient_views
from messaging.staff_views import inbox

staff_urls = [
    *directory_urls.staff_urls,
    path("messages/", inbox.tab, name="inbox"),
    path("messages/<slug:tab>/", inbox.tab, name="tab"),
    path("messages/<uuid:thread>/opening/", inbox.opening, name="opening"),
    path("messages/<uuid:thread>/unreading/", inbox.unreading, name="unreading"),
    path("messages/<uuid:thread>/reply/", inbox.reply, name="reply"),
    path("messages/<uuid:thread>/forwarding/", inbox.forwarding, name="forwarding"),
    path("messages/<uuid:thread>/completion/", inbox.completion, name="completion"),
    path("messages/<uuid:thread>/reopening/", inbox.reopening, name="reopening"),
]

patient_urls = [
    path("messages/", patient_views.threads, name="threads"),
    path("messages/new/", patient_views.new, name="new"),
    path("messages/<uuid:thread>/", patient_views.thread, name="thread"),
    path("messages/<uuid:thread>/answers/", patient_views.answers, name="answers"),
    path("messages/<uuid:thread>/reading/", patient_views.reading, name="reading"),
]

open_urls = []
