"""Decisions of a phase prepared as a draft: nothing acts before publishing, and then everything or nothing."""

import pytest

from programs.partnership.choices import PhaseState
from programs.pilots.choices import DraftState, NominationState
from programs.pilots.drafts.queries import balance_of, provinces_of_draft
from programs.pilots.errors import (
    AlreadyDecided,
    DraftEnded,
    DraftRefused,
    OwnBusiness,
    PhaseNotOpen,
    ReasonMissing,
)
from programs.pilots.models import Draft, Nomination, Pilot
from programs.pilots.services import (
    accept_nomination,
    discard_draft,
    draft_decision,
    open_draft,
    publish_draft,
    withdraw_nomination,
)
from soksi_portal.accounts.choices import Role
from soksi_portal.outbox.models import Message
from tests.factories import (
    make_business,
    make_cadre,
    make_nomination,
    make_phase,
    make_pilot,
    make_province,
    make_user,
)

from .makers import REASON, told, wait_in_line

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return make_user(Role.JAMKRINDO, full_name="Rina Suryani")


def drafted(phase, *answers, by, province=None) -> list[Nomination]:
    """Proposals with what is meant for each: ("seat",), ("wait", 1), ("decline",)."""
    found = []
    for answer, *rank in answers:
        nomination = make_nomination(phase=phase, province=province)
        reason = REASON if answer == "decline" else ""
        draft_decision(
            nomination=nomination, answer=answer, rank=rank[0] if rank else None, reason=reason, by=by
        )
        found.append(nomination)
    return found


def states(nominations) -> list[tuple[str, int | None]]:
    rows = Nomination.objects.in_bulk([one.pk for one in nominations])
    return [(rows[one.pk].state, rows[one.pk].waitlist_rank) for one in nominations]


def test_nothing_is_decided_nor_told_before_publishing(staff):
    nominations = drafted(make_phase(), ("seat",), ("wait", 1), ("decline",), by=staff)
    assert {state for state, _rank in states(nominations)} == {"proposed"}
    assert told() == []


def test_publishing_decides_all_and_tells_both_sides_at_once(staff):
    phase, publisher = make_phase(), make_user(Role.JAMKRINDO)
    nominations = drafted(phase, ("seat",), ("wait", 2), ("seat",), ("wait", 1), ("decline",), by=staff)
    done = publish_draft(draft=open_draft(phase), by=publisher)
    assert (done.seated, done.waitlisted, done.declined) == (2, 2, 1)
    assert states(nominations) == [
        ("accepted", None), ("waitlisted", 2), ("accepted", None), ("waitlisted", 1), ("declined", None),
    ]  # fmt: skip
    assert set(Nomination.objects.values_list("decided_by", flat=True)) == {publisher.pk}
    assert len(told()) == 2 * 5
    draft = Draft.objects.get()
    assert (draft.state, draft.ended_by) == (DraftState.PUBLISHED, publisher)


def test_waiting_already_come_before_those_of_the_draft(staff):
    phase = make_phase()
    (earlier,) = wait_in_line(phase, by=staff)
    nominations = drafted(phase, ("wait", 1), by=staff)
    publish_draft(draft=open_draft(phase), by=staff)
    assert states([earlier, *nominations]) == [("waitlisted", 1), ("waitlisted", 2)]


def test_draft_that_no_longer_fits_is_told_line_by_line_and_nothing_is_published(staff):
    phase = make_phase(quota=1)
    gone, seat, declined = drafted(phase, ("seat",), ("seat",), ("decline",), by=staff)
    withdraw_nomination(nomination=gone, by=gone.nominated_by)
    accept_nomination(nomination=make_nomination(phase=phase), by=staff)
    messages = Message.objects.count()
    with pytest.raises(DraftRefused) as refusal:
        publish_draft(draft=open_draft(phase), by=staff)
    assert [line.split(":")[0] for line in refusal.value.lines] == [
        f"{one.business} (Jawa Barat)" for one in (gone, seat)
    ]
    assert "sudah ditarik" in refusal.value.lines[0]
    assert "sudah terisi" in refusal.value.lines[1]
    assert states([gone, seat, declined]) == [("withdrawn", None), ("proposed", None), ("proposed", None)]
    assert (Message.objects.count(), open_draft(phase).state) == (messages, DraftState.OPEN)


def test_double_rank_and_more_seats_than_free_refuse_the_whole(staff):
    phase = make_phase(quota=1)
    drafted(phase, ("seat",), ("seat",), ("wait", 1), ("wait", 1), by=staff)
    (province,) = provinces_of_draft(phase, open_draft(phase))
    assert province.refusals == [
        "2 usaha disiapkan untuk 1 kursi yang bebas.",
        "Urutan 1 daftar tunggu dipakai 2 kali.",
    ]
    with pytest.raises(DraftRefused) as refusal:
        publish_draft(draft=open_draft(phase), by=staff)
    assert ["sama-sama di urutan 1" in line for line in refusal.value.lines] == [True, False]
    assert Pilot.objects.count() == 0


def test_what_is_missing_is_told_but_may_be_published(staff):
    jabar, papua = make_province("32"), make_province("91")
    phase = make_phase(provinces=[jabar, papua])
    drafted(phase, ("seat",), by=staff, province=jabar)
    make_nomination(phase=phase, province=jabar)
    found = {one.province.pk: one.gaps for one in provinces_of_draft(phase, open_draft(phase))}
    assert found == {
        "32": ["1 usulan belum diputuskan.", "1 kursi belum punya calon."],
        "91": ["2 kursi belum punya calon."],
    }
    assert publish_draft(draft=open_draft(phase), by=staff).seated == 1


def test_line_is_changed_and_taken_out(staff):
    nomination = make_nomination()
    draft_decision(nomination=nomination, answer="seat", by=staff)
    other = make_user(Role.JAMKRINDO)
    line = draft_decision(nomination=nomination, answer="wait", rank=3, by=other)
    assert (line.answer, line.rank, line.drafted_by) == ("wait", 3, other)
    assert draft_decision(nomination=nomination, answer="", by=other) is None
    assert open_draft(nomination.phase).decisions.count() == 0
    with pytest.raises(DraftRefused, match="masih kosong"):
        publish_draft(draft=open_draft(nomination.phase), by=staff)


def test_nothing_decided_begins_no_draft(staff):
    assert draft_decision(nomination=make_nomination(), answer="", by=staff) is None
    assert not Draft.objects.exists()


def test_discarded_draft_leaves_everything_as_it_is_and_ends_once(staff):
    phase = make_phase()
    nominations = drafted(phase, ("seat",), by=staff)
    draft = discard_draft(draft=open_draft(phase), by=staff)
    assert (states(nominations), open_draft(phase)) == ([("proposed", None)], None)
    for act in (discard_draft, publish_draft):
        with pytest.raises(DraftEnded, match="sudah dibuang oleh Rina Suryani"):
            act(draft=draft, by=staff)


@pytest.mark.parametrize(
    ("answer", "rank", "reason", "field"),
    [
        ("wait", None, "", "rank"),
        ("wait", 0, "", "rank"),
        ("wait", 100, "", "rank"),
        ("decline", None, "Belum", "reason"),
    ],
)
def test_incomplete_line_is_refused_beside_its_field(staff, answer, rank, reason, field):
    with pytest.raises(ReasonMissing) as refusal:
        draft_decision(nomination=make_nomination(), answer=answer, rank=rank, reason=reason, by=staff)
    assert refusal.value.field == field


def test_nothing_is_drafted_about_own_decided_or_closed(staff):
    own = make_nomination(business=make_business(owner=make_cadre(user=staff)))
    with pytest.raises(OwnBusiness):
        draft_decision(nomination=own, answer="seat", by=staff)
    (waits,) = wait_in_line(own.phase, by=staff)
    with pytest.raises(AlreadyDecided, match="sudah masuk daftar tunggu"):
        draft_decision(nomination=waits, answer="wait", rank=1, by=staff)
    phase = make_phase()
    nomination = make_nomination(phase=phase)
    phase.state = PhaseState.CLOSED
    phase.save(update_fields=["state"])
    nomination.phase.refresh_from_db()
    with pytest.raises(PhaseNotOpen):
        draft_decision(nomination=nomination, answer="seat", by=staff)
    assert nomination.state == NominationState.PROPOSED


def test_balance_counts_who_sits_and_who_would(staff):
    phase = make_phase(quota=3)
    make_pilot(phase=phase)
    drafted(phase, ("seat",), ("wait", 1), by=staff)
    found = {
        one.title: [(p.label, p.text) for p in one.points]
        for one in balance_of(phase, provinces_of_draft(phase, open_draft(phase)))
    }
    assert found["Gugus pulau"] == [("Jawa", "2 (1)")]
    assert found["Kelas usaha"] == [("Mikro", "2 (1)")]
    assert sum(value for _label, text in found["Pemilik"] for value in [int(text.split()[0])]) == 2
