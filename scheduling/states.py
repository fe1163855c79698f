"""The states of an appointment and of a request, and which state each move starts from. Data, not code."""

from django.utils.translation import gettext_lazy as _

APPOINTMENT_STATUSES = {
    "held": _("Held"),
    "booked": _("Booked"),
    "confirmed": _("Confirmed"),
    "checked_in": _("Checked in"),
    "completed": _("Completed"),
    "no_show": _("No show"),
    "cancelled": _("Cancelled"),
}
OCCUPYING = ("held", "booked", "confirmed", "checked_in", "completed")
STANDING = ("booked", "confirmed", "checked_in")

REQUEST_STATUSES = {
    "pending": _("Pending"),
    "proposed": _("Proposed"),
    "approved": _("Approved"),
    "declined": _("Declined"),
    "withdrawn": _("Withdrawn"),
    "expired": _("Expired"),
}
OPEN_REQUEST = ("pending", "proposed")

REQUEST_MOVES = {
    "approve": (("pending", "proposed"), "approved"),
    "decline": (("pending", "proposed"), "declined"),
    "withdraw": (("pending", "proposed"), "withdrawn"),
}
APPOINTMENT_MOVES = {
    "cancel": (("held", "booked", "confirmed"), "cancelled"),
}
