"""Seats that became free, and a draft that waits to be published: through the real services, as today's news."""

from __future__ import annotations

from itertools import groupby

from django.db.models import Q

from programs.partnership.models import Phase
from programs.pilots import services
from programs.pilots.choices import AnsweredBy, DraftAnswer, NominationState, PilotOutcome
from programs.pilots.models import Nomination, Pilot
from programs.pilots.reviews.queries import with_review_count

from .accounts import Staff
from .selection import Selection

WENT = (
    "Pemiliknya pindah ke kota lain dan menutup usahanya di sini. Kami berterima kasih atas kerja kerasnya."
)
NOT_YET = (
    "Catatan penjualan baru tiga bulan. Lengkapi sampai enam bulan, lalu ajukan lagi pada tahap berikutnya."
)


def make_freed_seats(*, staff: Staff, selection: Selection) -> None:
    """In one province the list is asked, in a second it has said no, in a third a pilot has moved."""
    waiting = Nomination.objects.filter(phase=selection.phase, state=NominationState.WAITLISTED)
    asked, answered = _provinces_with_pilots(selection, list(waiting.values_list("province_id", flat=True)))[
        :2
    ]
    by = staff.jamkrindo[0]
    for code in (asked, answered):
        services.end_pilot(pilot=_first(selection, code), outcome=PilotOutcome.WITHDRAWN, reason=WENT, by=by)
    offer = waiting.get(province=answered).offers.get()
    services.decline_offer(
        offer=offer, by=by, how=AnsweredBy.STAFF, note="Lewat telepon: sedang merawat orang tua."
    )
    for code in _provinces_with_pilots(selection, sorted(selection.pilots)):
        pilot = _first(selection, code)
        if targets := services.targets_of(pilot):
            reason = "Jadwal pendampingan kursi ini lebih dekat dengan tempat usahanya."
            services.move_pilot(pilot=pilot, to_seat=targets[0], reason=reason, by=by)
            return


def _provinces_with_pilots(selection: Selection, codes: list[str]) -> list[str]:
    return [code for code in sorted(codes) if selection.pilots.get(code)]


def _first(selection: Selection, code: str) -> Pilot:
    return (
        Pilot.objects.active()
        .select_related("seat", "business")
        .filter(pk__in=[pilot.pk for pilot in selection.pilots[code]])
        .order_by("seat__number")[0]
    )


def make_draft(*, staff: Staff, phase: Phase) -> None:
    """Of each province's judged proposals the first gets a seat, the second waits, the third is declined kindly.

    One more waits for its reviewers: the draft says that it can't be published yet.
    """
    by = staff.jamkrindo[0]
    undecided = with_review_count(Nomination.objects.undecided().filter(phase=phase)).select_related("phase")
    judged = undecided.filter(Q(reviewed__gte=phase.least_reviews)).order_by("province_id", "pk")
    for _code, nominations in groupby(judged, key=lambda one: one.province_id):
        for nomination, (answer, rank, reason) in zip(
            nominations,
            ((DraftAnswer.SEAT, None, ""), (DraftAnswer.WAIT, 1, ""), (DraftAnswer.DECLINE, None, NOT_YET)),
            strict=False,
        ):
            services.draft_decision(nomination=nomination, answer=answer, rank=rank, reason=reason, by=by)
    early = undecided.exclude(province__in=judged.values("province")).order_by("pk")[0]
    services.draft_decision(nomination=early, answer=DraftAnswer.SEAT, by=by)
