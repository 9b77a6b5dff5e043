"""Venues: corrected with those told who go there, taken out of use, used again."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse
from django.utils import timezone

from programs.training.errors import SessionRefused, VenueInUse
from programs.training.models import Session, Venue
from programs.training.services import schedule_session
from programs.training.venues.services import edit_venue, reopen_venue, retire_venue
from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from tests.factories import (
    make_invitation,
    make_module,
    make_phase,
    make_province,
    make_session,
    make_user,
    make_venue,
)
from tests.parallel import in_parallel
from tests.programs.training.makers import make_arrangement

pytestmark = pytest.mark.django_db


def values_of(venue: Venue, **changes) -> dict[str, object]:
    names = ("name", "address", "regency", "capacity")
    return {name: getattr(venue, name) for name in names} | changes


def as_form(venue: Venue, **changes) -> dict[str, object]:
    return values_of(venue) | {"regency": venue.regency_id} | changes


def test_new_address_is_told_to_who_goes_there():
    invitation = make_invitation()
    session = invitation.session
    venue, told = edit_venue(
        venue=session.venue,
        values=values_of(session.venue, address="Jalan Baru 2"),
        by=make_user(Role.JAMKRINDO),
    )
    session.refresh_from_db()
    assert (told, venue.address, session.revision) == (1, "Jalan Baru 2", 1)
    body = Message.objects.get(occasion="session_changed", recipient=invitation.person).body
    assert "Tempat berubah: dahulu " in body
    assert "Jalan Baru 2" in body


def test_other_capacity_alone_tells_nobody_and_stays_large_enough():
    session = make_invitation(session=make_session(capacity=20)).session
    staff = make_user(Role.JAMKRINDO)
    assert edit_venue(venue=session.venue, values=values_of(session.venue, capacity=20), by=staff)[1] == 0
    assert not Message.objects.exists()
    with pytest.raises(VenueInUse, match="direncanakan untuk 20 orang"):
        edit_venue(venue=session.venue, values=values_of(session.venue, capacity=19), by=staff)


def test_venue_with_sessions_ahead_is_not_retired():
    session = make_session()
    with pytest.raises(VenueInUse, match="Masih ada sesi di sini"):
        retire_venue(venue=session.venue, reason="Renovasi", by=make_user(Role.JAMKRINDO))
    Session.objects.filter(pk=session.pk).update(state="cancelled", cancelled_at=timezone.now())
    assert not retire_venue(venue=session.venue, reason="Renovasi", by=make_user(Role.JAMKRINDO)).is_in_use


def test_retired_venue_is_offered_no_more_and_can_return():
    province, staff = make_province(), make_user(Role.JAMKRINDO)
    venue = make_venue(province)
    arrangement = make_arrangement(province, venue=venue)
    for _ in range(2):
        retired = retire_venue(venue=venue, reason="Renovasi", by=staff)
    assert (retired.retired_by, retired.retire_reason) == (staff, "Renovasi")
    booking = {
        "module": make_module(), "phase": make_phase(provinces=[province]), "provinces": [province],
        "arrangement": arrangement, "by": staff,
    }  # fmt: skip
    with pytest.raises(SessionRefused, match="tidak dipakai lagi"):
        schedule_session(**booking)
    assert reopen_venue(venue=venue, by=staff).is_in_use
    assert schedule_session(**booking).venue == venue


# --- walls, past the services ----------------------------------------------------------------------


def test_database_keeps_sessions_out_of_retired_and_small_venues():
    venue = make_venue(capacity=5)
    with pytest.raises(IntegrityError, match="too small"), transaction.atomic():
        make_session(venue=venue, capacity=6)
    retire_venue(venue=venue, reason="x", by=make_user())
    with pytest.raises(IntegrityError, match="out of use"), transaction.atomic():
        make_session(venue=venue, capacity=5)


def test_database_keeps_venues_in_use_and_forever():
    session = make_session(capacity=20)
    venues = Venue.objects.filter(pk=session.venue_id)
    for values in (
        {"retired_at": timezone.now(), "retired_by": session.trainer, "retire_reason": "x"},
        {"capacity": 19},
    ):
        with pytest.raises(IntegrityError, match="venue_free"), transaction.atomic():
            venues.update(**values)
    unused = make_venue()
    with pytest.raises(IntegrityError, match="venue_retired_by_someone"), transaction.atomic():
        Venue.objects.filter(pk=unused.pk).update(retired_at=timezone.now())
    with pytest.raises(InternalError, match="Cannot delete"), transaction.atomic():
        Venue.objects.filter(pk=unused.pk)._raw_delete("default")


@pytest.mark.django_db(transaction=True)
def test_retiring_beside_bookings_leaves_no_session_in_a_closed_hall():
    province, staff = make_province(), make_user(Role.JAMKRINDO)
    venue, phase, module = make_venue(province), make_phase(provinces=[province]), make_module()
    start = timezone.now() + timedelta(days=5)
    bookings = [
        make_arrangement(province, venue=venue, starts_at=start + timedelta(days=n)) for n in range(3)
    ]

    def act(one):
        if one is None:
            return "retired" if retire_venue(venue=venue, reason="x", by=staff) else ""
        return schedule_session(
            module=module, phase=phase, provinces=[province], arrangement=one, by=staff
        ).state

    answers = Counter(in_parallel(act, [*bookings, None]))
    assert answers in (
        {"planned": 3, "VenueInUse": 1},
        {"planned": 2, "VenueInUse": 1, "SessionRefused": 1},
        {"planned": 1, "VenueInUse": 1, "SessionRefused": 2},
        {"retired": 1, "SessionRefused": 3},
    )


# --- pages ---------------------------------------------------------------------------------------------


def test_pages_show_what_is_planned_and_what_was_changed(client, staff):
    session = make_session()
    venue = session.venue
    sent = client.post(reverse("venue_edit", args=[venue.pk]), as_form(venue, name="Balai Baru"), follow=True)
    page = sent.content.decode()
    assert "diberi tahu" in page
    assert f"Nama tempat: dahulu {venue.name}, sekarang Balai Baru" in page
    assert str(session.module) in page
    blocked = client.get(reverse("venue_retire", args=[venue.pk])).content.decode()
    assert "Pindahkan atau batalkan dahulu" in blocked
    assert "<textarea" not in blocked


def test_retired_venues_are_a_list_of_their_own(client, staff):
    venue, other = make_venue(), make_venue()
    client.post(reverse("venue_retire", args=[venue.pk]), {"reason": "Renovasi"}, follow=True)
    listed = client.get(reverse("venue_list")).content.decode()
    assert other.name in listed
    assert venue.name not in listed
    assert venue.name in client.get(reverse("venue_list"), {"status": "berhenti"}).content.decode()
    assert venue.name not in client.get(reverse("session_create")).content.decode()
    client.post(reverse("venue_reopen", args=[venue.pk]), follow=True)
    assert venue.name in client.get(reverse("venue_list")).content.decode()


def test_list_costs_the_same_queries_however_many(client, staff, django_assert_num_queries):
    client.get(reverse("venue_list"))
    counts = []
    for _ in range(2):
        make_session()
        make_session()
        with django_assert_num_queries(counts[0] if counts else 9, exact=bool(counts)) as seen:
            client.get(reverse("venue_list"))
        counts.append(len(seen.captured_queries))


@pytest.mark.parametrize("field", ["name", "capacity", "regency"])
def test_odd_corrections_are_refused_beside_the_field(client, staff, field):
    venue = make_venue()
    response = client.post(reverse("venue_edit", args=[venue.pk]), as_form(venue, **{field: "\x00"}))
    assert list(response.context["form"].errors) == [field]
    taken = make_venue(name="Balai Kedua")
    again = client.post(reverse("venue_edit", args=[venue.pk]), as_form(venue, name=taken.name))
    assert again.context["form"].errors
