"""Routes of Phrase Construction."""

from django.urls import path

from messaging import phrase_views as views

staff_urls = [
    path("phrases/", views.notebooks, name="notebooks"),
    path("phrases/new/", views.add_phrase, name="add_phrase"),
    path("phrases/notebooks/new/", views.add_notebook, name="add_notebook"),
    path("phrases/notebooks/<uuid:notebook>/", views.notebook, name="notebook"),
    path("phrases/notebooks/<uuid:notebook>/removal/", views.notebook_removal, name="notebook_removal"),
    path("phrases/<uuid:phrase>/", views.phrase, name="phrase"),
    path("phrases/<uuid:phrase>/removal/", views.phrase_removal, name="phrase_removal"),
]
