"""Businesses that look alike are found, once, and what a coordinator says of a pair."""

from __future__ import annotations

import math
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from celery import current_app
from django.db import IntegrityError, connection
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from soksi_portal.accounts.choices import Role
from tests.factories import make_business, make_cadre, make_province, make_regency, make_user
from umkm.businesses import services as business_services
from umkm.businesses import tasks
from umkm.businesses.choices import BusinessState, DuplicateState, Likeness
from umkm.businesses.duplicates import errors, finding, services, sweeping
from umkm.businesses.models import Business, PossibleDuplicate
from umkm.cadres.models import Cadre
from umkm.regions.models import Regency

S = BusinessState


def seek(business: Business) -> int:
    return finding.seek(business_id=business.pk)


def pair_of(name: str = "Keripik Bu Sari", other: str = "Kripik Bu Sari", **fields) -> PossibleDuplicate:
    make_business(name=name, **fields)
    seek(make_business(name=other, **fields))
    return PossibleDuplicate.objects.get()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Keripik Bu Sari", "KERIPIK BU SARI"),
        ("Warung Nasi Bu Siti", "Nasi Bu Siti"),
        ("PT Maju Jaya", "Maju Jaya (CV)"),
        ("Batik Ani Cirebon", "Batik Anni Cirebon"),
    ],
)
def test_alike_names_at_an_alike_address_are_a_pair(name, other):
    make_business(name=name, address="Jl. Melati No. 5 RT 02/RW 07")
    again = make_business(name=other, address="Jalan Melati 5, RT 2 RW 7")
    assert seek(again) == 1
    pair = PossibleDuplicate.objects.get()
    assert (pair.state, pair.likenesses, pair.second) == (DuplicateState.OPEN, [Likeness.ADDRESS], again)


@pytest.mark.django_db
def test_same_owner_or_a_place_near_by_is_enough():
    owner, here = make_cadre(), {"latitude": Decimal("-6.914744"), "longitude": Decimal("107.609810")}
    make_business(name="Kopi Gayo Asli", owner=owner, address="Pasar Baru", **here)
    close = {"latitude": Decimal("-6.916000"), "longitude": Decimal("107.610500")}
    seek(make_business(name="Kopi Gayo Asli", owner=owner, address="Terminal Cicaheum"))
    seek(make_business(name="Kopi Gayo Asli", address="Simpang Dago", **close))
    found = {tuple(pair.likenesses) for pair in PossibleDuplicate.objects.all()}
    assert found == {(Likeness.OWNER,), (Likeness.NEAR,)}


@pytest.mark.django_db
def test_what_is_elsewhere_otherwise_called_or_no_more_is_no_pair():
    cirebon = Regency.objects.create(code="32.09", province=make_province(), kind="kabupaten", name="Cirebon")
    make_business(name="Keripik Bu Sari", regency=cirebon)
    make_business(name="Bengkel Las Pak Budi")
    make_business(name="Keripik Bu Sari", address="Komplek Griya Asri Blok Z nomor 99")
    make_business(name="Keripik Bu Sari", state=S.DRAFT)
    seek(make_business(name="Keripik Bu Sari"))
    assert not PossibleDuplicate.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Toko", "…", "CV. UD", "山田"])
def test_name_of_nothing_but_common_words_is_like_no_other(name):
    make_business(name=name)
    assert seek(make_business(name=name)) in (0, 1)
    assert seek(make_business(name="Toko")) == 0


@pytest.mark.django_db
def test_searching_again_changes_nothing_and_a_decision_stays():
    pair = pair_of()
    services.say_different(pair=pair, by=make_user(Role.COORDINATOR), reason="Cabang adiknya.")
    assert seek(pair.first) == seek(pair.second) == 0
    assert PossibleDuplicate.objects.get().state == DuplicateState.DIFFERENT


@pytest.mark.django_db
def test_one_search_keeps_at_most_ten_pairs():
    owner = make_cadre()
    for _ in range(12):
        make_business(name="Keripik Bu Sari", owner=owner)
    assert seek(make_business(name="Keripik Bu Sari", owner=owner)) == finding.MOST_PAIRS


@pytest.mark.django_db
def test_nightly_search_goes_on_from_where_a_stretch_ended(monkeypatch):
    monkeypatch.setattr(sweeping, "STRETCH", 2)
    for _ in range(5):
        make_business(name="Keripik Bu Sari", state=S.SUBMITTED)
    position, rounds = sweeping.sweep(), 1
    while position:
        position, rounds = sweeping.sweep(after=position), rounds + 1
    assert rounds == 3
    assert PossibleDuplicate.objects.count() == 10  # each of five with each


@pytest.mark.django_db
def test_nightly_search_leaves_what_is_long_decided():
    old = timezone.now() - timedelta(days=9)
    for _ in range(2):
        make_business(name="Keripik Bu Sari", state=S.SUBMITTED, submitted_at=old)
    tasks.seek_missed_duplicates()
    assert not PossibleDuplicate.objects.exists()


@pytest.mark.django_db
def test_submitting_asks_for_the_search_after_the_commit(django_capture_on_commit_callbacks, monkeypatch):
    asked: list[tuple[int, ...]] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args, **_: asked.append(args))
    draft = make_business(state=S.DRAFT)
    with django_capture_on_commit_callbacks(execute=True):
        business_services.submit_business(business=draft, by=draft.owner.user)
    assert (draft.pk,) in asked


@pytest.mark.django_db
def test_index_is_of_regency_and_name_as_the_search_asks():
    """Without the sequential scan and the plain index of the regency, only a fitting one is left."""
    business = make_business(name="Keripik Bu Sari")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE tablename = 'businesses_business'"
            " AND indexdef LIKE '%%btree%%' AND indexdef NOT LIKE '%%UNIQUE%%'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP INDEX "{name}"')
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
    keys = {"name_key": finding.name_key(), "address_key": finding.address_key()}
    plan = finding.candidates(Business.objects.annotate(**keys).get(pk=business.pk)).explain()
    assert "business_alike" in plan


@settings(max_examples=60)
@given(
    st.decimals(-11, 6, places=6), st.decimals(95, 141, places=6), st.integers(0, 290), st.integers(0, 359)
)
def test_circle_lies_within_the_square(latitude, longitude, distance, direction):
    north = distance * math.cos(math.radians(direction)) / finding.METRES_A_DEGREE
    east = distance * math.sin(math.radians(direction)) / finding.METRES_A_DEGREE
    there = (
        latitude + Decimal(north),
        longitude + Decimal(east / math.cos(math.radians(float(latitude)))),
    )
    assert finding.metres((latitude, longitude), there) < finding.NEAR
    box = dict(finding._around(latitude, longitude).children)
    for (low, high), value in zip(box.values(), there, strict=True):
        assert low <= value <= high


def test_distances_grow():
    here = Decimal("-6.9"), Decimal("107.6")
    steps = [finding.metres(here, (here[0], here[1] + Decimal(step) / 1000)) for step in range(5)]
    assert all(nearer < farther for nearer, farther in pairwise(steps))
    assert steps[1] == pytest.approx(110.4, abs=0.2)


@pytest.mark.django_db
def test_different_needs_words_and_can_be_taken_back():
    pair, by = pair_of(), make_user(Role.COORDINATOR)
    with pytest.raises(errors.ReasonMissing):
        services.say_different(pair=pair, by=by, reason=" ")
    services.say_different(pair=pair, by=by, reason="Cabang adiknya.")
    with pytest.raises(errors.AlreadyDecided, match="berbeda"):
        services.say_different(pair=pair, by=by, reason="Lagi.")
    assert services.reopen(pair=pair, by=by).state == DuplicateState.OPEN
    assert pair.events.filter(reason="Cabang adiknya.").exists()  # said once, kept for ever


@pytest.mark.django_db
def test_nobody_decides_on_an_own_business():
    owner = make_cadre(user=make_user(Role.COORDINATOR))
    make_business(name="Keripik Bu Sari", owner=owner)
    seek(make_business(name="Keripik Bu Sari"))
    pair = PossibleDuplicate.objects.get()
    with pytest.raises(errors.OwnBusiness):
        services.say_different(pair=pair, by=owner.user, reason="Punya saya.")
    with pytest.raises(errors.OwnBusiness):
        services.merge(pair=pair, keep=pair.first_id, by=owner.user, reason="Punya saya.")


@pytest.mark.django_db
@pytest.mark.parametrize("wall", ["duplicate_pair_in_order", "duplicate_pair_once", "duplicate_decided"])
def test_pair_is_one_row_in_order_and_decided_by_someone(wall):
    pair = pair_of()
    values = {"likenesses": [], "similarity": 1, "province": pair.province}
    if wall == "duplicate_decided":
        with pytest.raises(IntegrityError, match=wall):
            PossibleDuplicate.objects.filter(pk=pair.pk).update(state=DuplicateState.DIFFERENT)
        return
    sides = (pair.second, pair.first) if wall.endswith("order") else (pair.first, pair.second)
    with pytest.raises(IntegrityError, match=wall):
        PossibleDuplicate.objects.create(first=sides[0], second=sides[1], **values)


@pytest.mark.django_db
def test_pair_with_a_draft_or_across_provinces_is_nobodys():
    pair, coordinator = pair_of(state=S.SUBMITTED), make_user(Role.COORDINATOR)
    visible = PossibleDuplicate.objects.visible_to
    assert list(visible(coordinator)) == [pair]
    papua = make_province("91")
    assert not visible(make_user(Role.COORDINATOR, province=papua))
    Business.objects.filter(pk=pair.first_id).update(state=S.DRAFT)
    assert not visible(coordinator)
    assert not visible(make_user(Role.BOARD))
    Business.objects.filter(pk=pair.first_id).update(province=papua, regency=make_regency(papua))
    Business.objects.filter(pk=pair.first_id).update(state=S.SUBMITTED)
    assert not visible(coordinator)


@pytest.mark.django_db
def test_whose_data_is_not_to_be_processed_is_compared_with_nobody():
    pair, coordinator = pair_of(), make_user(Role.COORDINATOR)
    Cadre.objects.filter(pk=pair.first.owner_id).update(restricted_at=timezone.now())
    assert not PossibleDuplicate.objects.visible_to(coordinator)
    PossibleDuplicate.objects.visible_to(make_user(Role.ADMIN)).get()
    assert seek(make_business(name="Kripik Bu Sari")) == 1  # with the second, not with the first
