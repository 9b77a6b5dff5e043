"""What is held about a person's proposals and seats, and taking an erased person out of them."""

from __future__ import annotations

from collections.abc import Iterable

import pgtrigger
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.accounts.own_data import Fact, Record, Section
from soksi_portal.audit.services import forget, forget_reasons
from soksi_portal.outbox.models import Message
from umkm.cadres.erasure import Eraser
from umkm.cadres.forgetting import GONE, forget_messages
from umkm.cadres.models import Cadre

from .messages import subject_of
from .models import Nomination, Pilot
from .offers.personal import forget_seats, offers_held
from .words import consents_held, forget_words, words_about


def proposals_held(user: User) -> Iterable[Section]:
    found = Nomination.objects.filter(business__owner__user=user).select_related("business", "phase")
    yield Section(
        key="usulan",
        title=_("Usulan menjadi percontohan"),
        purpose=_("Untuk memilih dua UMKM percontohan di setiap provinsi."),
        records=tuple(_nomination(nomination) for nomination in found.order_by("-nominated_at", "-pk")),
        empty=_("Usaha Anda belum pernah diusulkan."),
        rank=50,
    )
    yield consents_held(user)
    seats = Pilot.objects.filter(business__owner__user=user).select_related("business", "seat__phase")
    yield Section(
        key="percontohan",
        title=_("Kursi percontohan"),
        purpose=_("Untuk mendampingi usaha Anda dan melaporkan kemajuannya."),
        records=tuple(_pilot(pilot) for pilot in seats.order_by("-accepted_at", "-pk")),
        empty=_("Usaha Anda belum pernah menempati kursi."),
        rank=51,
    )
    yield offers_held(user)


def _nomination(nomination: Nomination) -> Record:
    return Record(
        title=f"{nomination.business} – {nomination.phase}",
        url=nomination.get_absolute_url(),
        when=nomination.nominated_at,
        facts=(
            Fact("usaha", _("Usaha"), nomination.business.name),
            Fact("tahap", _("Tahap"), str(nomination.phase)),
            Fact("alasan", _("Alasan pengusulan"), nomination.motivation),
            Fact("status", _("Status"), str(nomination.get_state_display())),
            Fact("diusulkan", _("Diusulkan"), nomination.nominated_at),
            Fact("diputuskan", _("Diputuskan"), nomination.decided_at),
            Fact("alasan_keputusan", _("Alasan keputusan"), nomination.decision_reason),
            *words_about(nomination),
        ),
    )


def _pilot(pilot: Pilot) -> Record:
    return Record(
        title=f"{pilot.business} – {pilot.seat.phase}",
        url=pilot.get_absolute_url(),
        when=pilot.accepted_at,
        facts=(
            Fact("usaha", _("Usaha"), pilot.business.name),
            Fact("kursi", _("Kursi"), pilot.seat.number),
            Fact("diterima", _("Diterima"), pilot.accepted_at),
            Fact("berakhir", _("Berakhir"), pilot.ended_at),
            Fact("hasil", _("Hasil"), str(pilot.get_outcome_display())),
            Fact("alasan", _("Alasan"), pilot.end_reason),
        ),
    )


def _nominations(cadre: Cadre) -> QuerySet[Nomination]:
    return Nomination.objects.filter(business__owner=cadre)


def lock(cadre: Cadre) -> None:
    """The businesses are locked before; a proposal is only ever decided under their lock."""


def obstacles(cadre: Cadre) -> list[str]:
    """A seat or an open proposal is told by the business's tie already."""
    return []


def erase(cadre: Cadre, by: User) -> dict[str, int]:
    """That a business was proposed, when and how it was decided stays; the words about it go."""
    nominations, pilots = _nominations(cadre), Pilot.objects.filter(business__owner=cadre)
    forget_seats(cadre)
    told, seated = list(nominations.values_list("pk", flat=True)), list(pilots.values_list("pk", flat=True))
    with pgtrigger.ignore(
        "pilots.Nomination:decision_stays",
        "pilots.Nomination:nomination_words_stand",
        "pilots.Pilot:pilot_ends_once",
    ):
        nominations.update(motivation=GONE)
        nominations.exclude(decision_reason="").update(decision_reason=GONE)
        pilots.exclude(end_reason="").update(end_reason=GONE)
    forget(Nomination, told, motivation=GONE, decision_reason=GONE)
    forget(Pilot, seated, end_reason=GONE)
    forget_reasons(Nomination, told, words=GONE)  # a place on the waiting list is explained only there
    forget_reasons(Pilot, seated, words=GONE)
    forget_words(cadre)
    about = [subject_of(Nomination(pk=pk)) for pk in told]
    forget_messages(Message.objects.filter(subject_ref__in=about))
    return {"nominations": len(told), "pilots": len(seated)}


ERASER = Eraser(lock=lock, obstacles=obstacles, erase=erase)
