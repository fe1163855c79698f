"""Every constraint, tried: copies of a row that stands, changed until the database must refuse the last of them."""

import copy
import uuid
from collections.abc import Iterable
from datetime import timedelta

from django.db import DatabaseError, models, transaction

from messaging.models import Department, Thread

KEY = uuid.UUID("5f2d3f10-0000-4000-8000-000000000001")
DAY = timedelta(days=1)


def louder(row):
    return row.name.upper()


def at_its_start(row):
    return row.starts_at


def _fresh_thread(row):
    thread = copy.copy(row.thread)
    thread.pk, thread.request_key = uuid.uuid4(), None
    Thread.objects.bulk_create([thread])
    return thread.pk


def _a_department(row):
    return Department.objects.filter(practice=row.practice).values_list("pk", flat=True).first()


def attempts(cast) -> dict[str, list[dict]]:
    """For each constraint the changed copies to insert. All but the last must be taken, the last one refused."""
    decided = {"decided_at": cast.now, "decided_by_id": cast.gina.pk}
    answered = {"decided_at": cast.now, "decided_by_id": cast.ada.pk}
    change = {"thread_id": _fresh_thread, "kind": "cancel", "appointment_id": cast.leo_visit.pk}
    missed = {"status": "no_show", "booked_by_id": cast.gina.pk, "request_key": KEY}
    return {
        "audit_outcome_known": [{"outcome": "x"}],
        "patient_added_once": [{"record_number": "", "request_key": KEY}] * 2,
        "record_number_unique": [{"record_number": "Z-1"}] * 2,
        "patient_email_canonical": [{"record_number": "", "email": "Gina @mail.example"}],
        "patient_status_known": [{"status": "x"}],
        "contact_added_once": [{"request_key": KEY}] * 2,
        "contact_email_canonical": [{"email": "Gina@mail.example"}],
        "contact_relationship_known": [{"relationship": "x"}],
        "flag_recorded_once": [{"text": "A", "request_key": KEY}, {"text": "B", "request_key": KEY}],
        "live_flag_unique": [{"text": lambda flag: flag.text.upper()}],
        "flag_kind_known": [{"kind": "x"}],
        "flag_ended_pair": [{"ended_at": cast.now}],
        "pharmacy_added_once": [{"name": "A", "request_key": KEY}, {"name": "B", "request_key": KEY}],
        "pharmacy_unique": [{"name": louder}],
        "medication_added_once": [{"name": "A", "request_key": KEY}, {"name": "B", "request_key": KEY}],
        "active_medication_unique": [{"name": louder}],
        "medication_supply_range": [{"name": "A", "days_supply": 0}],
        "refilled_once": [{"request_key": KEY}] * 2,
        "refills_range": [{"refills": 13}],
        "insurance_recorded_once": [{"ended_on": cast.now.date(), "request_key": KEY}] * 2,
        "one_current_insurance": [{}],
        "insurance_ends_after_start": [{"ended_on": lambda policy: policy.starts_on - DAY}],
        "referral_made_once": [{"request_key": KEY}] * 2,
        "refill_request_names_one_medication": [{"thread_id": _fresh_thread, "record_id": None, "typed_name": "x"}],
        "refill_request_names_one_pharmacy": [{"thread_id": _fresh_thread, "record_id": None, "typed_pharmacy": "x"}],
        "refill_request_flags_known": [{"thread_id": _fresh_thread, "record_id": None, "flags": ["x"]}],
        "refill_request_status_known": [{"thread_id": _fresh_thread, "record_id": None, "status": "x", **answered}],
        "refill_decided_pair": [{"thread_id": _fresh_thread, "record_id": None, "decided_at": cast.now}],
        "refill_answered_by_somebody": [{"thread_id": _fresh_thread, "record_id": None, "status": "denied"}],
        "only_a_denial_asks_to_book": [{"thread_id": _fresh_thread, "record_id": None, "asks_to_book": True}],
        "refilled_on_record": [{"thread_id": _fresh_thread, "record_id": None, "status": "refilled", **answered}],
        "grant_ends_after_start": [{"ends_at": lambda grant: grant.starts_at - DAY}],
        "grant_ended_pair": [{"ended_at": cast.now, "ends_at": cast.now, "ended_reason": "x"}],
        "grant_changed_pair": [{"changed_at": cast.now}],
        "grant_ended_for_a_reason": [{"ended_at": cast.now, "ended_by_id": cast.fay.user_id, "ends_at": cast.now}],
        "grant_level_known": [{"level": "x"}],
        "grant_relationship_known": [{"relationship": "x"}],
        "grants_do_not_overlap": [{}],
        "bucket_not_negative": [{"pk": "y", "tokens": -1}],
        "outbox_status_known": [{"status": "x"}],
        "outbox_channel_known": [{"channel": "x"}],
        "opted_out_once": [{}],
        "user_email_unique": [{"email": lambda user: user.email.upper()}],
        "user_username_unique": [{"email": None, "username": "kid"}, {"email": None, "username": "KID"}],
        "user_has_a_sign_in_name": [{"email": None, "username": None}],
        "one_open_membership": [{}],
        "staff_member_duties_known": [{"duties": ["boss"]}],
        "staff_member_scope_known": [{"patient_scope": "x"}],
        "patient_listed_once": [{}],
        "provider_name_unique": [{"name": louder, "member_id": None}],
        "location_name_unique": [{"name": louder}],
        "opening_hours_weekday": [{"weekday": 7}],
        "opening_hours_within_day": [{"from_minute": 600, "until_minute": 500}],
        "opening_hours_do_not_overlap": [{}],
        "closure_ends_after_start": [{"ends_at": at_its_start}],
        "settings_horizon_range": [{"horizon_days": 0}],
        "settings_notice_range": [{"notice_hours": 2161}],
        "settings_hold_range": [{"hold_hours": 0}],
        "settings_refill_repeat_range": [{"refill_repeat_days": 0}],
        "settings_pin_days_known": [{"pin_days": 8}],
        "settings_pin_uses_known": [{"pin_uses": 3}],
        "settings_live_or_planned": [{"requests_on": True, "requests_planned": True}],
        "settings_pending_holds_known": [{"pending_holds": "x"}],
        "settings_request_ways_known": [{"request_ways": []}],
        "settings_rounding_known": [{"rounding": 7}],
        "settings_open_limit_range": [{"open_requests_limit": 0}],
        "settings_email_policy_known": [{"email_policy": "x"}],
        "settings_no_preference_known": [{"no_preference": "x"}],
        "terms_kind_known": [{"kind": "x"}],
        "department_name_unique": [{"name": louder, "receives": ""}],
        "closed_department_receives_nothing": [{"name": "Another", "closed_at": cast.now}],
        "one_department_a_kind": [{"name": "Another"}],
        "department_receives_known": [{"receives": "x"}],
        "department_kind_known": [{"kind": "x"}],
        "thread_sent_once": [{"request_key": KEY}] * 2,
        "thread_completed_pair": [{"completed_at": cast.now}],
        "thread_kind_known": [{"kind": "x"}],
        "message_number_once": [{}],
        "message_sent_once": [{"number": 90, "request_key": KEY}, {"number": 91, "request_key": KEY}],
        "message_side_known": [{"side": "x"}],
        "message_visibility_known": [{"side": "staff", "shown_to": "x"}],
        "only_staff_write_internally": [{"side": "patient", "shown_to": "internal", "visible_from": cast.now}],
        "only_answers_wait_to_be_visible": [{"side": "patient", "visible_from": cast.now + DAY}],
        "only_patients_words_are_urgent": [{"side": "staff", "urgent_words": True}],
        "thread_taken_pair": [{"taken_at": cast.now}],
        "delivered_once_a_channel": [{}],
        "delivery_channel_known": [{"channel": "x"}],
        "delivery_reason_known": [{"reason": "x"}],
        "one_marker_a_reader": [{}],
        "one_draft_a_window": [{}],
        "draft_window_known": [{"window": "x"}],
        "draft_has_text": [{"window": "forward", "body": " \n"}],
        "draft_length_range": [{"window": "forward", "body": "x" * 20_001}],
        "one_first_draft_a_window": [{}],
        "first_draft_window_known": [{"window": "x"}],
        "first_draft_has_something": [{"window": "general", "body": " \n"}],
        "first_draft_length_range": [{"window": "general", "body": "x" * 20_001}],
        "form_discarded_once": [{}],
        "one_writer_row": [{}],
        "writer_window_known": [{"member_id": cast.nia.pk, "window": "answer"}],
        "attachment_size_range": [{"size": 10 * 1024 * 1024 + 1}],
        "attachment_kind_known": [{"kind": "x"}],
        "notebook_added_once": [{"name": "A", "request_key": KEY}, {"name": "B", "request_key": KEY}],
        "notebook_has_one_owner": [{"name": "A", "member_id": cast.nia.pk, "department_id": _a_department}],
        "notebook_name_unique": [{"name": louder}],
        "phrase_title_unique": [{"title": lambda phrase: phrase.title.upper()}],
        "phrase_added_once": [{"title": "A", "request_key": KEY}, {"title": "B", "request_key": KEY}],
        "visit_type_name_unique": [{"name": louder}],
        "visit_type_minutes_range": [{"minutes": 4}],
        "visit_type_increment_known": [{"start_increment": 7}],
        "visit_type_buffers_range": [{"buffer_after": 121}],
        "visit_type_fee_not_negative": [{"fee": -1}],
        "active_case_name_unique": [{"name": louder}],
        "availability_weekday": [{"weekday": 7}],
        "availability_within_day": [{"from_minute": 600, "until_minute": 500}],
        "availability_does_not_overlap": [{}],
        "time_off_ends_after_start": [{"ends_at": at_its_start}],
        "time_off_does_not_overlap": [{}],
        "appointment_booked_once": [missed, missed],
        "appointment_ends_after_start": [{"ends_at": at_its_start}],
        "busy_contains_the_visit": [{"busy": lambda visit: (visit.starts_at + DAY, visit.ends_at + DAY)}],
        "cancelled_has_a_moment": [{"status": "cancelled"}],
        "held_has_an_end": [{"status": "held"}],
        "appointment_status_known": [{"status": "x"}],
        "provider_not_double_booked": [{"patient_id": cast.paul.pk, "case_id": None}],
        "patient_not_double_booked": [{"provider_id": cast.dr_ben.pk}],
        "appointment_event_known": [{"what": "x"}],
        "zone_changes_to_another": [{"to_zone": lambda change: change.from_zone}],
        "request_sent_once": [{"thread_id": _fresh_thread, "request_key": KEY, "status": "expired", **decided}] * 2,
        "one_request_a_thread": [{"kind": "cancel", "appointment_id": cast.leo_visit.pk}],
        "one_open_request_a_visit_type": [{"thread_id": _fresh_thread}],
        "one_open_request_an_appointment": [change, change],
        "new_visit_has_a_case": [{"case_id": None}],
        "request_decided_pair": [{"decided_by_id": cast.gina.pk}],
        "request_decided_when_closed": [{"status": "withdrawn"}],
        "approved_has_an_appointment": [{"status": "approved", **decided}],
        "change_names_its_appointment": [{"kind": "cancel"}],
        "request_status_known": [{"status": "x", **decided}],
        "request_kind_known": [{"kind": "x", "appointment_id": cast.leo_visit.pk}],
        "request_wish_known": [{"wish": "x"}],
        "request_part_known": [{"suits_part": "x"}],
        "request_weekdays_known": [{"suits_weekdays": [7]}],
        "request_range_in_order": [{"suits_from": cast.now.date(), "suits_until": cast.now.date() - DAY}],
        "requested_slot_position_once": [{}],
        "at_most_three_slots": [{"position": 4}],
        "requested_slot_ends_after_start": [{"ends_at": at_its_start}],
        "one_route_a_scope": [{}],
        "route_names_something": [{"location_id": None}],
        "proposed_slot_position_once": [{"appointment_id": cast.leo_visit.pk}],
        "at_most_three_proposals": [{"appointment_id": cast.leo_visit.pk, "position": 4}],
        "request_event_known": [{"what": "x"}],
        "one_active_invitation_an_address": [{}],
        "invitation_used_pair": [{"used_at": cast.now}],
        "invitation_status_known": [{"status": "x"}],
        "invitation_level_known": [{"level": "x"}],
        "one_invite_run_at_a_time": [{"request_key": None}],
        "invite_run_started_once": [{"request_key": KEY, "finished_at": cast.now}] * 2,
        "invited_once_a_run": [{"invitation_id": None}],
        "left_out_or_invited": [{"left_out": "active", "patient_id": cast.leo.pk}],
        "invited_in_a_group": [{"group": None, "patient_id": cast.leo.pk}],
        "left_out_reason_known": [{"left_out": "x", "patient_id": cast.leo.pk, "invitation_id": None}],
        "patient_declined_pair": [{"declined_at": cast.now, "record_number": "other", "request_key": None}],
        "one_active_pin_a_patient": [
            {"proof": "pin", "pin_digest": "one", "email": "one@x.example"},
            {"proof": "pin", "pin_digest": "other", "email": "other@x.example"},
        ],
        "pin_unique": [{"proof": "pin", "pin_digest": "known", "status": "replaced"}] * 2,
        "invitation_proof_complete": [{"proof": "question", "question": "Which?", "status": "replaced"}],
        "invitation_reaches_its_channel": [{"channel": "text", "status": "replaced"}],
        "invitation_carrier_known": [{"carrier": "x", "status": "replaced"}],
        "invitation_uses_in_bounds": [{"uses": 2, "status": "replaced"}],
        "invitation_tries_in_bounds": [{"tries": 11, "status": "replaced"}],
    }


# Where rows of a model differ, the sort to begin from.
ORDINARY = {"Appointment": {"status": "booked"}, "AppointmentRequest": {"status": "pending"}}


def untried(checked: Iterable[type[models.Model]], tried: Iterable[str]) -> list[str]:
    """Constraints nobody tries. Those that only make (practice, id) a target for keys cannot be violated alone."""
    names = {constraint.name for model in checked for constraint in model._meta.constraints}
    return sorted(name for name in names - set(tried) if not name.endswith("_in_practice"))


def not_refused(checked: Iterable[type[models.Model]], tried: dict[str, list[dict]]) -> list[str]:
    """Constraints that let their attempt through, or that another one speaks for."""
    found = []
    for model in checked:
        for constraint in model._meta.constraints:
            if constraint.name in tried:
                said = _said(model, tried[constraint.name])
                if said != constraint.name:
                    found.append(f"{constraint.name}: {said or 'everything was taken'}")
    return found


def _said(model, changes: list[dict]) -> str:
    """The name of the constraint that refuses the last copy; empty when none does."""
    base = model._default_manager.defer(None).filter(**ORDINARY.get(model.__name__, {})).order_by("pk").first()
    try:
        with transaction.atomic():
            for n, change in enumerate(changes):
                _insert(base, change, last=n == len(changes) - 1)
            transaction.set_rollback(True)
    except _RefusedEarly as error:
        return f"an earlier copy was refused by {error}"
    except DatabaseError as error:
        return error.__cause__.diag.constraint_name or str(error)
    return ""


class _RefusedEarly(Exception):
    pass


def _insert(base, change: dict, *, last: bool) -> None:
    row = copy.copy(base)
    row.pk = uuid.uuid4() if isinstance(row._meta.pk, models.UUIDField) else None
    for name, value in change.items():
        setattr(row, name, value(base) if callable(value) else value)
    try:
        type(base)._default_manager.bulk_create([row])
    except DatabaseError as error:
        if last:
            raise
        raise _RefusedEarly(error.__cause__.diag.constraint_name) from error
