"""Routes of this app: the staff tree, the patient tree, and what stands open."""

from django.urls import path

from registration import decline_views, open_views, patient_views, pin_views, register_views, run_views, staff_views

staff_urls = [
    path("patients/<uuid:pk>/invitation/", staff_views.invite, name="invite"),
    path("portal/invites/", run_views.invites, name="invites"),
    path("portal/invites/<uuid:run>/", run_views.run, name="invite_run"),
    path("patients/<uuid:pk>/declining/", decline_views.declining, name="declining"),
    path("patients/<uuid:pk>/registration/", register_views.register, name="register"),
    path("patients/<uuid:pk>/registration/pin/", register_views.pin, name="pin"),
    path("patients/<uuid:pk>/registration/pin/closing/", register_views.close_pin, name="close_pin"),
]

patient_urls = [
    path("account/", patient_views.account, name="account"),
    path("account/children/new/", pin_views.add_child, name="add_child"),
]

open_urls = [
    path("welcome/<str:token>/", open_views.welcome, name="welcome"),
    path("welcome/<str:token>/leaving/", open_views.leave, name="leave_and_welcome"),
    path("welcome/<str:token>/again/", open_views.again, name="welcome_again"),
    path("pin/<slug:practice>/", pin_views.pin, name="pin"),
    path("pin/<slug:practice>/account/", pin_views.account, name="pin_account"),
    path("pin/<slug:practice>/leaving/", pin_views.leave, name="leave_and_pin"),
    path("terms/<slug:practice>/", open_views.text, {"kind": "terms"}, name="terms"),
    path("privacy/<slug:practice>/", open_views.text, {"kind": "privacy"}, name="privacy"),
]
