"""Routes of this app: the staff tree, the patient tree, and what stands open."""

from django.urls import path

from messaging import directory_urls, patient_views, staff_views, writing_views

staff_urls = [
    *directory_urls.staff_urls,
    path("messages/", staff_views.tab, name="inbox"),
    path("messages/new/", writing_views.write, name="write"),
    path("messages/<slug:tab>/", staff_views.tab, name="tab"),
    path("messages/<uuid:thread>/opening/", staff_views.opening, name="opening"),
    path("messages/<uuid:thread>/unreading/", staff_views.unreading, name="unreading"),
    path("messages/<uuid:thread>/reply/", staff_views.reply, name="reply"),
    path("messages/<uuid:thread>/forwarding/", staff_views.forwarding, name="forwarding"),
    path("messages/<uuid:thread>/completion/", staff_views.completion, name="completion"),
    path("messages/<uuid:thread>/reopening/", staff_views.reopening, name="reopening"),
]

patient_urls = [
    path("messages/", patient_views.threads, name="threads"),
    path("messages/new/", patient_views.new, name="new"),
    path("messages/<uuid:thread>/", patient_views.thread, name="thread"),
    path("messages/<uuid:thread>/answers/", patient_views.answers, name="answers"),
    path("messages/<uuid:thread>/reading/", patient_views.reading, name="reading"),
]

open_urls = []
