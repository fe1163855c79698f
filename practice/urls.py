"""Routes of this app: the staff tree, the patient tree, and what stands open."""

from django.urls import path

from practice import account_urls, join_views
from practice.staff_views import listed, pharmacies, places, portal, staff

staff_urls = [
    path("staff-directory/invite/", staff.invite, name="invite"),
    path("staff-directory/<uuid:member>/", staff.person, name="person"),
    path("staff-directory/<uuid:member>/invitation/", staff.invitation, name="invitation"),
    path("staff-directory/<uuid:member>/deactivation/", staff.deactivation, name="deactivation"),
    path("staff-directory/<uuid:member>/patients/", listed.add, name="list_patient"),
    path("staff-directory/<uuid:member>/patients/<uuid:patient>/removal/", listed.remove, name="unlist_patient"),
    path("places/", places.places, name="places"),
    path("places/locations/new/", places.add_location, name="add_location"),
    path("places/locations/<uuid:location>/", places.location, name="location"),
    path("places/locations/<uuid:location>/closures/", places.closures, name="closures"),
    path("places/closures/<uuid:closure>/removal/", places.closure_removal, name="closure_removal"),
    path("pharmacies/", pharmacies.pharmacies, name="pharmacies"),
    path("pharmacies/new/", pharmacies.add, name="add_pharmacy"),
    path("pharmacies/<uuid:pharmacy>/", pharmacies.edit, name="pharmacy"),
    path("pharmacies/<uuid:pharmacy>/closing/", pharmacies.closing, name="close_pharmacy"),
    path("pharmacies/<uuid:pharmacy>/reopening/", pharmacies.reopening, name="reopen_pharmacy"),
    path("portal/", portal.settings, name="portal"),
    path("portal/requests/", portal.turning_on, name="turning_on"),
    path("portal/texts/<str:kind>/", portal.terms, name="terms"),
]

patient_urls = []

open_urls = [
    *account_urls.urlpatterns,
    path("join/<str:token>/", join_views.join, name="join"),
]
