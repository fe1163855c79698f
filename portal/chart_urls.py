"""Routes of what a Patient File holds: medication, flags, insurance, referrals; and of its history."""

from django.urls import path

from portal import chart_views, insurance_views, medication_views, referral_views

_FILE = "patients/<uuid:pk>/"

staff_urls = [
    path(_FILE + "history/", chart_views.history_of, name="history"),
    path(_FILE + "medications/", chart_views.medications, name="medications"),
    path(_FILE + "medications/new/", medication_views.add, name="add_medication"),
    path(_FILE + "medications/<uuid:medication>/", medication_views.edit, name="edit_medication"),
    path(
        _FILE + "medications/<uuid:medication>/discontinuation/",
        medication_views.discontinue,
        name="discontinue_medication",
    ),
    path(_FILE + "medications/<uuid:medication>/restoration/", medication_views.restore, name="restore_medication"),
    path(_FILE + "flags/new/", medication_views.add_flag, name="add_flag"),
    path(_FILE + "flags/<uuid:flag>/ending/", medication_views.end_flag, name="end_flag"),
    path(_FILE + "flags/<uuid:flag>/restoration/", medication_views.restore_flag, name="restore_flag"),
    path(_FILE + "insurance/", chart_views.insurance, name="insurance"),
    path(_FILE + "insurance/new/", insurance_views.add, name="add_policy"),
    path(_FILE + "insurance/<uuid:policy>/", insurance_views.edit, name="edit_policy"),
    path(_FILE + "insurance/<uuid:policy>/ending/", insurance_views.end, name="end_policy"),
    path(_FILE + "referrals/", chart_views.referrals, name="referrals"),
    path(_FILE + "referrals/new/", referral_views.add, name="add_referral"),
    path(_FILE + "referrals/<uuid:referral>/", referral_views.edit, name="edit_referral"),
]
