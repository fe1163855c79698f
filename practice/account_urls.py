"""Routes of the shared doors. allauth's own view names lead here, so that its links find their way (settled 17)."""

from allauth.account.views import account_inactive, reauthenticate
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import path

from practice import account_views as views, address_views

urlpatterns = [
    path("signin/", views.sign_in, name="account_login"),
    path("signin/code/", mfa.authenticate, name="mfa_authenticate"),
    path("signin/inactive/", account_inactive, name="account_inactive"),
    path("signout/", views.sign_out, name="account_logout"),
    path("password/reset/", views.ask_reset, name="account_reset_password"),
    path("password/reset/sent/", views.reset_sent, name="account_reset_password_done"),
    path("password/new/<uuid:user_id>/<str:token>/", views.reset, name="reset_password"),
    path("confirm/<str:token>/", address_views.confirm, name="confirm_address"),
    path("security/address/", address_views.ask_again, name="confirm_address_again"),
    path("security/", views.security, name="security"),
    path("security/password/", views.change_password, name="account_change_password"),
    path("security/sessions/others/end/", views.end_other_sessions, name="end_other_sessions"),
    path("security/sessions/<int:session_id>/end/", views.end_session, name="end_session"),
    path("security/sessions/", views.security, name="usersessions_list"),
    path("security/confirm/", reauthenticate, name="account_reauthenticate"),
    path("security/confirm/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("security/factors/", views.security, name="mfa_index"),
    path("security/authenticator/", totp.activate_totp, name="mfa_activate_totp"),
    path("security/authenticator/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("security/recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("security/recovery-codes/new/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
]
