"""Logins, and the staff hats they wear. A grant (grants.py) is the patient-side hat."""

import pghistory
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from practice.access import DUTIES
from practice.models.fields import uuid_key, words_check
from practice.tenancy import PracticeOwned

PATIENT_SCOPES = {
    "all": _("All patients"),
    "locations": _("Patients of some locations"),
    "listed": _("Listed patients"),
}


class UserManager(BaseUserManager):
    def get_by_natural_key(self, username):
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who can sign in. What they may do hangs on staff memberships and access grants, never on this row."""

    id = uuid_key()
    email = models.EmailField(null=True, blank=True)
    username = models.CharField(max_length=60, null=True, blank=True)
    name = models.CharField(max_length=120)
    phone = PhoneNumberField(blank=True)
    language = models.CharField(max_length=8, default="en")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique"),
            models.UniqueConstraint(Lower("username"), name="user_username_unique"),
            models.CheckConstraint(
                condition=Q(email__isnull=False) | Q(username__isnull=False), name="user_has_a_sign_in_name"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def initials(self) -> str:
        words = self.name.split()
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else words[0][1:2])).upper() if words else "?"


@pghistory.track()
class StaffMember(PracticeOwned):
    """A login's membership of a practice. It acts from `joined_at` (the invitation accepted) until `ended_at`."""

    id = uuid_key()
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    duties = ArrayField(models.CharField(max_length=20), default=list)
    patient_scope = models.CharField(max_length=12, choices=PATIENT_SCOPES.items(), default="all")
    scope_locations = models.ManyToManyField("practice.Location", blank=True, related_name="+")
    invite_nonce = models.UUIDField(null=True, blank=True)
    invited_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "id"], name="staff_member_in_practice"),
            models.UniqueConstraint(
                fields=["practice", "user"], condition=Q(ended_at__isnull=True), name="one_open_membership"
            ),
            models.CheckConstraint(
                condition=Q(duties__contained_by=sorted(DUTIES)) & ~Q(duties=[]), name="staff_member_duties_known"
            ),
            words_check("patient_scope", PATIENT_SCOPES, "staff_member_scope_known"),
        ]

    def __str__(self):
        return self.user.name

    @property
    def is_active(self) -> bool:
        return self.joined_at is not None and self.ended_at is None

    @property
    def answers_messages(self) -> bool:
        return self.is_active and "messages" in self.duties

    @property
    def scope_location_ids(self):
        return self.scope_locations.through.objects.filter(staffmember_id=self.pk).values("location_id")


class PatientAccess(PracticeOwned):
    """One patient on the list of a staff member whose scope is `listed`."""

    member = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="listed_patients")
    patient = models.ForeignKey("practice.Patient", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "patient"], name="patient_listed_once")]


@pghistory.track()
class Provider(PracticeOwned):
    """Somebody a patient can have a visit with. `member` is their login, where they have one."""

    audience = "everyone"

    id = uuid_key()
    name = models.CharField(max_length=120)
    member = models.OneToOneField(
        StaffMember, on_delete=models.SET_NULL, null=True, blank=True, related_name="provider"
    )
    takes_online = models.BooleanField(default=True)  # patients may ask for visits with them online
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "id"], name="provider_in_practice"),
            models.UniqueConstraint(
                "practice", Lower("name"), condition=Q(ended_at__isnull=True), name="provider_name_unique"
            ),
        ]

    def __str__(self):
        return self.name
