"""Venues: corrected, taken out of use, used again."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.training.errors import ReasonMissing, VenueInUse, VenueKnown
from programs.training.messages import Before
from programs.training.models import Session, Venue
from programs.training.services.changes import Change, tell_changes
from programs.training.services.locking import lock_session
from programs.training.services.taken import refused_where_taken
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from soksi_portal.common.display import figure, moment_range
from umkm.regions.models import Regency

SESSIONS_NAMED = 3
PLACE = ("name", "address", "regency")


def _locked(venue: Venue) -> Venue:
    return (
        Venue.objects.select_for_update(of=("self",))
        .select_related("regency__province", "retired_by")
        .get(pk=venue.pk)
    )


def _known(name: str, regency: Regency) -> VenueKnown:
    sentence = _("“%(name)s” di %(regency)s sudah ada di daftar tempat. Pilih yang itu, atau beri nama lain.")
    return VenueKnown(sentence % {"name": name, "regency": regency}, field="name")


@transaction.atomic
def create_venue(*, values: dict[str, Any], by: User) -> Venue:
    """Raises VenueKnown."""
    venue = Venue(**values)
    refusal = _known(venue.name, venue.regency)
    with refused_where_taken("venue_once_in_regency", refusal), because(_("Tempat ditambahkan."), by=by):
        venue.save(force_insert=True)
    return venue


def coming_sessions(venue: Venue) -> list[Session]:
    """What is planned there and not over."""
    coming = Session.objects.coming().filter(venue=venue)
    return list(coming.select_related("module", "trainer").order_by("starts_at"))


@transaction.atomic
def edit_venue(*, venue: Venue, values: dict[str, Any], by: User) -> tuple[Venue, int]:
    """Correct a venue. Where people would look elsewhere, those invited to what is planned there are told, each once;
    returns how many sessions changed by it. Raises VenueInUse, VenueKnown.
    """
    sessions = [lock_session(one) for one in sorted(coming_sessions(venue), key=lambda one: one.pk)]
    venue = _locked(venue)
    known = {one.pk for one in sessions}  # and what somebody planned here before the venue was locked
    sessions += [lock_session(one) for one in coming_sessions(venue) if one.pk not in known]
    before = {one.pk: Before.of(one) for one in sessions}
    moved = any(getattr(venue, name) != values[name] for name in PLACE)
    _refuse_too_small(venue, values["capacity"])
    for name, value in values.items():
        setattr(venue, name, value)
    refusal = _known(venue.name, venue.regency)
    with refused_where_taken("venue_once_in_regency", refusal), because(_("Tempat diperbaiki."), by=by):
        venue.save()
    if not moved or not sessions:
        return venue, 0
    upcoming = [one for one in sessions if one.is_upcoming]
    for session in upcoming:
        session.venue, session.revision = venue, session.revision + 1
        with because(_("Tempatnya berubah."), by=by):
            session.save(update_fields=["revision"])
    tell_changes([Change(one, before[one.pk]) for one in upcoming], by=by)
    return venue, len(upcoming)


def _refuse_too_small(venue: Venue, capacity: int) -> None:
    larger = Session.objects.coming().filter(venue=venue, capacity__gt=capacity).order_by("-capacity").first()
    if larger:
        sentence = _(
            "“%(module)s” di sini direncanakan untuk %(places)s orang. Kurangi kapasitas sesinya dahulu."
        )
        raise VenueInUse(
            sentence % {"module": larger.module, "places": figure(larger.capacity)}, field="capacity"
        )


@transaction.atomic
def retire_venue(*, venue: Venue, reason: str, by: User) -> Venue:
    """No longer offered. What was held there keeps it; what is planned there is moved first. Twice is once.

    Locking the venue, as booking it does, lets a session be planned there before or refused after. Raises VenueInUse.
    """
    venue = _locked(venue)
    if not venue.is_in_use:
        return venue
    if not reason.strip():
        raise ReasonMissing(_("Tulis mengapa tempat ini tidak dipakai lagi."), field="reason")
    named = [
        _("“%(module)s” %(time)s")
        % {"module": one.module, "time": moment_range(one.starts_at, one.ends_at, one.time_zone)}
        for one in coming_sessions(venue)[:SESSIONS_NAMED]
    ]
    if named:
        sentence = _("Masih ada sesi di sini: %(sessions)s. Pindahkan atau batalkan dahulu.")
        raise VenueInUse(sentence % {"sessions": "; ".join(named)})
    venue.retired_at, venue.retired_by, venue.retire_reason = timezone.now(), by, reason.strip()
    with because(reason.strip(), by=by):
        venue.save(update_fields=["retired_at", "retired_by", "retire_reason"])
    return venue


@transaction.atomic
def reopen_venue(*, venue: Venue, by: User) -> Venue:
    """Taken out of use by mistake, or usable again. Twice is once."""
    venue = _locked(venue)
    if not venue.is_in_use:
        venue.retired_at, venue.retired_by, venue.retire_reason = None, None, ""
        with because(_("Tempat dipakai lagi."), by=by):
            venue.save(update_fields=["retired_at", "retired_by", "retire_reason"])
    return venue
