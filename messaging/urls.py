"""Routes of this app: the staff tree, the patient tree, and what stands open."""

from django.urls import path

from messaging import (
    asking_views,
    directory_urls,
    draft_views,
    file_views,
    first_draft_views,
    news_views,
    patient_views,
    phrase_urls,
    writing_views,
)
from messaging.staff_views import (
    answering,
    charting,
    completing,
    forwarding,
    phrasing,
    prescribing,
    reading,
    taking,
    withdrawing,
)

staff_urls = [
    *directory_urls.staff_urls,
    *phrase_urls.staff_urls,
    path("messages/", reading.tab, name="inbox"),
    path("messages/new/", writing_views.write, name="write"),
    path("messages/new/draft/", first_draft_views.save, name="write_draft"),
    path("messages/new/draft/discarding/", first_draft_views.discard, name="write_draft_discarding"),
    path("messages/<slug:tab>/", reading.tab, name="tab"),
    path("messages/<slug:tab>/news/", news_views.news, name="news"),
    path("messages/<uuid:thread>/opening/", reading.opening, name="opening"),
    path("messages/<uuid:thread>/unreading/", reading.unreading, name="unreading"),
    path("messages/<uuid:thread>/reply/", answering.reply, name="reply"),
    path("messages/<uuid:thread>/draft/", draft_views.save, name="draft"),
    path("messages/<uuid:thread>/draft/discarding/", draft_views.discard, name="draft_discarding"),
    path("messages/<uuid:thread>/writing/", draft_views.writing, name="writing"),
    path("messages/<uuid:thread>/rx/", prescribing.rx, name="rx"),
    path("messages/<uuid:thread>/phrase/", phrasing.inserting, name="phrase_inserting"),
    path("messages/<uuid:thread>/phrase/keeping/", phrasing.keeping, name="phrase_keeping"),
    path("attachments/<uuid:attachment>/", file_views.attachment, name="attachment"),
    path("messages/<uuid:thread>/forwarding/", forwarding.forward, name="forwarding"),
    path("messages/<uuid:thread>/completion/", completing.completion, name="completion"),
    path("messages/<uuid:thread>/reopening/", completing.reopening, name="reopening"),
    path("messages/<uuid:thread>/insurance/", charting.insurance, name="insurance"),
    path("messages/<uuid:thread>/insurance/taking-back/", charting.insurance_back, name="insurance_back"),
    path("messages/<uuid:thread>/referral/", charting.referral, name="referral"),
    path("messages/<uuid:thread>/taking/", taking.take, name="taking"),
    path("messages/<uuid:thread>/release/", taking.release, name="release"),
    path("messages/<uuid:thread>/<uuid:message>/withdrawal/", withdrawing.withdraw, name="withdrawal"),
]

patient_urls = [
    path("messages/", patient_views.threads, name="threads"),
    path("messages/new/", asking_views.new, name="new"),
    path("messages/new/<slug:topic>/", asking_views.new, name="ask"),
    path("messages/new/<slug:topic>/draft/", first_draft_views.save, name="ask_draft"),
    path("messages/new/<slug:topic>/draft/discarding/", first_draft_views.discard, name="ask_draft_discarding"),
    path("messages/<uuid:thread>/", patient_views.thread, name="thread"),
    path("messages/<uuid:thread>/answers/", patient_views.answers, name="answers"),
    path("messages/<uuid:thread>/draft/", draft_views.save, name="draft"),
    path("messages/<uuid:thread>/draft/discarding/", draft_views.discard, name="draft_discarding"),
    path("messages/<uuid:thread>/reading/", patient_views.reading, name="reading"),
    path("attachments/<uuid:attachment>/", file_views.attachment, name="attachment"),
]

open_urls = []
