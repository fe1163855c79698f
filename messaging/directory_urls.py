"""Routes of the Staff Directory's pages in this app."""

from django.urls import path

from messaging import directory_views as views

staff_urls = [
    path("staff-directory/", views.directory, name="directory"),
    path("staff-directory/departments/new/", views.add_department, name="add_department"),
    path("staff-directory/departments/<uuid:department>/", views.department, name="department"),
    path("staff-directory/departments/<uuid:department>/name/", views.department_name, name="department_name"),
    path("staff-directory/departments/<uuid:department>/closing/", views.closing, name="department_closing"),
]
