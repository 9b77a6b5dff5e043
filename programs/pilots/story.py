"""What nominations and pilots add to the story of a business on `/usaha/<id>/`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import cast

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from umkm.businesses.choices import BusinessState
from umkm.businesses.models import Business
from umkm.businesses.standing import examiner
from umkm.businesses.story import Badge, Event, Standing, StoryPart

from .choices import NominationState, PilotOutcome
from .models import Nomination, Pilot, SeatOffer
from .offers.story import OFFER_TONE, label_of_offer, seat_events, standing_of_offer
from .services.eligibility import consent_of

DECISION_TONES = {
    NominationState.ACCEPTED: "good",
    NominationState.WAITLISTED: "info",
}


def events(business: Business) -> Iterator[Event]:
    rows = business.nominations.select_related(
        "phase", "nominated_by", "decided_by", "pilot__seat", "pilot__ended_by"
    ).prefetch_related("offers__seat", "pilot__moves__to_seat", "pilot__moves__moved_by")
    for nomination in rows.order_by("nominated_at", "pk"):
        yield Event(
            at=nomination.nominated_at,
            title=_("Diusulkan menjadi UMKM percontohan, %(phase)s") % {"phase": nomination.phase},
            who=nomination.nominated_by.full_name,
            text=nomination.motivation,
            tone="info",
        )
        yield from _waited(nomination)
        if nomination.decided_at is not None:
            yield _decided(nomination)
        yield from seat_events(nomination)
        pilot = getattr(nomination, "pilot", None)
        if pilot is not None and pilot.ended_at is not None:
            yield _ended(pilot)


def _waited(nomination: Nomination) -> Iterator[Event]:
    """The waiting list before the final answer, from the audit trail: the row itself keeps only the last."""
    if nomination.state in (NominationState.PROPOSED, NominationState.WAITLISTED):
        return
    events = nomination.events  # type: ignore[attr-defined]  # the audit trail's
    before = events.filter(state=NominationState.WAITLISTED).select_related("decided_by")
    row = before.order_by("pgh_id").first()
    if row is not None and row.decided_at is not None:
        yield Event(
            at=row.decided_at,
            title=_("Masuk daftar tunggu, urutan %(rank)s") % {"rank": row.waitlist_rank},
            who=row.decided_by.full_name,
            text=row.decision_reason,
            tone="info",
        )


def _decided(nomination: Nomination) -> Event:
    state = NominationState(nomination.state)
    pilot: Pilot | None = getattr(nomination, "pilot", None)
    titles = {
        NominationState.ACCEPTED: _("Diterima sebagai UMKM percontohan"),
        NominationState.WAITLISTED: _("Masuk daftar tunggu, urutan %(rank)s"),
        NominationState.DECLINED: _("Belum terpilih"),
        NominationState.WITHDRAWN: _("Usulan ditarik"),
    }
    text = nomination.decision_reason
    if pilot is not None:
        text = _("Menempati kursi %(number)s.") % {"number": pilot.seat.number}
    return Event(
        at=cast(datetime, nomination.decided_at),  # a constraint: decisions are signed
        title=titles[state] % {"rank": nomination.waitlist_rank},
        who=cast(User, nomination.decided_by).full_name,
        text=text,
        tone=DECISION_TONES.get(state, "neutral"),
    )


def _ended(pilot: Pilot) -> Event:
    return Event(
        at=cast(datetime, pilot.ended_at),
        title=_("Percontohan berakhir: %(outcome)s") % {"outcome": pilot.get_outcome_display().lower()},
        who=cast(User, pilot.ended_by).full_name,
        text=pilot.end_reason,
        tone="good" if pilot.outcome == PilotOutcome.GRADUATED else "neutral",
    )


def standing(business: Business) -> Standing | None:
    """The newest nomination tells; a withdrawn one tells nothing."""
    nomination = (
        business.nominations.exclude(state=NominationState.WITHDRAWN)
        .select_related("province", "pilot__seat")
        .order_by("-nominated_at", "-pk")
        .first()
    )
    if nomination is None:
        return _before(business)
    pilot: Pilot | None = getattr(nomination, "pilot", None)
    return _of_pilot(pilot) if pilot is not None else _of_nomination(nomination)


def _before(business: Business) -> Standing | None:
    """Verified and not proposed: whether its owner agrees to that."""
    if business.state != BusinessState.VERIFIED:
        return None
    url = reverse("nomination_consent", args=[business.pk])
    words = {"who": examiner(business.province)}
    if consent_of(business) is None:
        text = _("%(who)s dapat mengusulkan usaha ini menjadi UMKM percontohan, bila pemiliknya setuju.")
        return Standing(str(BusinessState.VERIFIED.label), "good", text % words, url, _("Baca dan jawab"))
    text = _("Pemiliknya setuju. Berikutnya, %(who)s dapat mengusulkan usaha ini menjadi UMKM percontohan.")
    return Standing(str(BusinessState.VERIFIED.label), "good", text % words, url, _("Lihat persetujuan"))


def _label_of_pilot(pilot: Pilot) -> tuple[str, str]:
    """In words, and its tone."""
    if pilot.ended_at is None:
        return _("UMKM percontohan"), "good"
    return pilot.get_outcome_display(), PilotOutcome(pilot.outcome).tone


def _of_pilot(pilot: Pilot) -> Standing:
    journey = {"url": pilot.get_absolute_url(), "action": _("Lihat perjalanannya")}
    label, tone = _label_of_pilot(pilot)
    if pilot.outcome == PilotOutcome.GRADUATED:
        return Standing(
            label,
            tone,
            _("Lulus, dan tetap menjadi contoh. Berikutnya: usaha ini dapat menjadi pembina usaha lain."),
            **journey,
        )
    if pilot.ended_at is not None:
        return Standing(
            label,
            tone,
            _("Masa percontohan sudah selesai. Terima kasih sudah menjadi contoh."),
            **journey,
        )
    return Standing(
        label,
        tone,
        _("Menempati kursi %(number)s. Berikutnya: pelatihan dan pendampingan dari Jamkrindo.")
        % {"number": pilot.seat.number},
        **journey,
    )


def _of_nomination(nomination: Nomination) -> Standing:
    offered = standing_of_offer(nomination)
    if offered is not None:
        return offered
    state = NominationState(nomination.state)
    texts = {
        NominationState.PROPOSED: _(
            "Jamkrindo menimbang usulan ini. Anda menerima pesan begitu ada keputusan."
        ),
        NominationState.WAITLISTED: _(
            "Urutan %(rank)s. Kursi yang kosong di %(province)s ditawarkan menurut urutan ini."
        ),
        NominationState.DECLINED: _(
            "Kali ini belum terpilih. Usaha tetap terverifikasi dan dapat diusulkan lagi. Alasannya ada di riwayat."
        ),
        NominationState.ACCEPTED: _("Usulan diterima."),
    }
    values = {"rank": nomination.waitlist_rank, "province": nomination.province}
    return Standing(str(state.label), state.tone, texts[state] % values)


def badges(businesses: Iterable[Business]) -> dict[int, Badge]:
    """What `standing` says of each, in two queries."""
    newest = (
        Nomination.objects.filter(business__in=businesses)
        .exclude(state=NominationState.WITHDRAWN)
        .select_related("pilot")
        .prefetch_related(
            Prefetch("offers", SeatOffer.objects.open().select_related("seat"), to_attr="offered")
        )
        .order_by("business_id", "-nominated_at", "-pk")
        .distinct("business_id")
    )
    return {nomination.business_id: _badge(nomination) for nomination in newest}


def _badge(nomination: Nomination) -> Badge:
    pilot: Pilot | None = getattr(nomination, "pilot", None)
    if pilot is not None:
        return Badge(*_label_of_pilot(pilot))
    for offer in nomination.offered:  # type: ignore[attr-defined]  # prefetched above
        return Badge(label_of_offer(offer), OFFER_TONE)
    return Badge(nomination.get_state_display(), NominationState(nomination.state).tone)


PART = StoryPart(events=events, standing=standing, badges=badges)
