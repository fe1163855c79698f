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
MOVABLE = ("booked", "confirmed")  # time, place and patient of everything else are frozen (V9)

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
    "propose": (("pending", "proposed"), "proposed"),
    "turn_down": (("proposed",), "pending"),
    "expire": (("proposed",), "expired"),
    "reopen": (("declined", "expired"), "pending"),
}
APPOINTMENT_MOVES = {
    "take": (("held",), "booked"),
    "confirm": (("booked",), "confirmed"),
    "check_in": (("booked", "confirmed"), "checked_in"),
    "complete": (("checked_in",), "completed"),
    "no_show": (("booked", "confirmed"), "no_show"),
    "cancel": (("booked", "confirmed"), "cancelled"),
}
# One slip of the finger back. Whoever was checked in has come, so they count as confirmed.
STEP_BACK = {"confirmed": "booked", "checked_in": "confirmed", "completed": "checked_in", "no_show": "booked"}
