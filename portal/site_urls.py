"""Routes of the pages that gather several apps."""

from django.urls import path

from portal import (
    access_views,
    chart_urls,
    chart_views,
    dashboard_views,
    demo_views,
    patient_views,
    public_views,
    report_views,
    session_views,
    staff_views,
    text_views,
)

staff_urls = [
    path("", staff_views.start, name="start"),
    path("dashboard/", dashboard_views.dashboard, name="dashboard"),
    path("dashboard/providers/", dashboard_views.providers, name="dashboard_providers"),
    path("patients/", staff_views.patients, name="patients"),
    path("patients/new/", staff_views.add_patient, name="add_patient"),
    path("patients/<uuid:pk>/", chart_views.personal, name="file"),
    path("patients/<uuid:pk>/details/", chart_views.edit, name="edit_patient"),
    path("patients/<uuid:pk>/access/", access_views.access, name="access"),
    path("patients/<uuid:pk>/access/<uuid:grant>/", access_views.change, name="change_access"),
    path("patients/<uuid:pk>/access/<uuid:grant>/ending/", access_views.end, name="end_access"),
    path("patients/<uuid:pk>/access/<uuid:grant>/restoration/", access_views.restore, name="restore_access"),
    path("patients/<uuid:pk>/access/texts/stopping/", text_views.stop, name="stop_texts"),
    path("patients/<uuid:pk>/access/texts/allowing/", text_views.allow, name="allow_texts"),
    path("patients/<uuid:pk>/cases/", chart_views.cases, name="cases"),
    path("patients/<uuid:pk>/appointments/", chart_views.appointments, name="appointments"),
    path("patients/<uuid:pk>/messages/", chart_views.thread_list, name="messages"),
    path("patients/<uuid:pk>/contacts/new/", chart_views.add_contact, name="add_contact"),
    path("patients/<uuid:pk>/contacts/<uuid:contact>/", chart_views.edit_contact, name="edit_contact"),
    path("patients/<uuid:pk>/contacts/<uuid:contact>/removal/", chart_views.remove_contact, name="remove_contact"),
    *chart_urls.staff_urls,
    path("reports/messages/", report_views.messages, name="report_messages"),
    path("reports/messages.csv", report_views.messages_csv, name="report_messages_csv"),
    path("reports/patients/", report_views.patients, name="report_patients"),
    path("reports/patients.csv", report_views.patients_csv, name="report_patients_csv"),
    path("reports/teens/", report_views.teens, name="report_teens"),
    path("reports/teens.csv", report_views.teens_csv, name="report_teens_csv"),
]

patient_urls = [
    path("", patient_views.home, name="home"),
]

open_urls = [
    path("", public_views.home, name="home"),
    path("returned/<uuid:parked_id>/", public_views.parked, name="parked"),
    path("returned/<uuid:parked_id>/discarded/", public_views.drop_parked, name="drop_parked"),
    path("security/sessions/left/", session_views.left, name="session_left"),
    path("demo/sign-in/", demo_views.become, name="demo_sign_in"),
    path("demo/outbox/", demo_views.sent_mail, name="demo_outbox"),
    path("demo/components/", demo_views.components, name="demo_components"),
]
