"""What waits for a person on `/beranda/` because of nominations and seats."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, F, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.partnership.choices import PhaseState
from programs.partnership.models import Phase
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.home import Waiting
from soksi_portal.accounts.models import User
from soksi_portal.common.display import distance, figure
from umkm.regions.models import Province
from umkm.regions.scoping import coordinates, province_codes

from .choices import NominationState
from .filters import ENOUGH
from .models import Nomination, Seat
from .permissions import may_decide
from .reviews.queries import with_review_count

MOST = 5  # provinces named one by one; the rest is on the list


def for_deciders(user: User) -> Iterator[Waiting]:
    """Proposals that enough people have reviewed, and free seats for which somebody waits."""
    if not may_decide(user):
        return
    undecided = with_review_count(Nomination.objects.undecided()).filter(
        phase__in=Phase.objects.open(), reviewed__gte=F("phase__least_reviews")
    )
    found = undecided.aggregate(number=Count("pk"), oldest=Min("nominated_at"))
    if found["number"]:
        yield Waiting(
            title=ngettext(
                "%(number)s usulan menunggu keputusan",
                "%(number)s usulan menunggu keputusan",
                found["number"],
            )
            % {"number": figure(found["number"])},
            text=_("Yang paling lama sudah menunggu %(since)s.") % {"since": distance(found["oldest"])},
            url=f"{reverse('nomination_list')}?penilaian={ENOUGH}&urut=diusulkan",
            action=_("Putuskan"),
            urgency=15,
            count=found["number"],
        )
    yield from _left_behind()
    yield from _free_for_waiting()


def _left_behind() -> Iterator[Waiting]:
    """Proposals that nobody answered before their phase was closed: their owners still wait."""
    number = Nomination.objects.undecided().filter(phase__state=PhaseState.CLOSED).count()
    if number:
        yield Waiting(
            title=_("%(number)s usulan belum dijawab, padahal tahapnya sudah ditutup")
            % {"number": figure(number)},
            text=_("Pemiliknya masih menunggu. Jawablah dengan alasan yang membantu."),
            url=f"{reverse('nomination_list')}?status={NominationState.PROPOSED}&urut=diusulkan",
            action=_("Jawab"),
            urgency=18,
            count=number,
        )


def _free_for_waiting() -> Iterator[Waiting]:
    waiting = Nomination.objects.filter(state=NominationState.WAITLISTED, phase__in=Phase.objects.open())
    free = (
        Seat.objects.filter(phase__in=Phase.objects.open(), province__in=waiting.values("province"))
        .free()
        .not_offered()
        .values_list("province_id", "province__name")
        .annotate(number=Count("pk"))
        .order_by("province__name")
    )
    for code, name, number in free[:MOST]:
        yield Waiting(
            title=_("Kursi kosong di %(province)s, dan ada yang menunggu") % {"province": name},
            text=_("%(number)s kursi dapat diisi dari daftar tunggu.") % {"number": figure(number)},
            url=reverse("pilot_province", args=[code]),
            action=_("Bandingkan"),
            urgency=20,
        )


def for_nominators(user: User) -> Iterator[Waiting]:
    """Free seats of one's province for which nobody is proposed; for the board, where nobody coordinates."""
    if coordinates(user):
        yield from _to_propose(Q(province__in=province_codes(user)), urgency=25)
    if user.has_role(Role.BOARD):
        coordinated = Province.objects.coordinated().values("pk")
        yield from _to_propose(~Q(province__in=coordinated), urgency=30)


def _to_propose(condition: Q, *, urgency: int) -> Iterator[Waiting]:
    phases = Phase.objects.open()
    free = (
        Seat.objects.filter(condition, phase__in=phases)
        .free()
        .not_offered()
        .values_list("province_id", "province__name")
        .annotate(number=Count("pk"))
        .order_by("province__name")
    )
    candidates = dict(
        Nomination.objects.filter(
            phase__in=phases, state__in=(NominationState.PROPOSED, NominationState.WAITLISTED)
        )
        .values_list("province")
        .annotate(number=Count("pk"))
        .order_by()
    )
    lacking = [(code, name, number) for code, name, number in free if candidates.get(code, 0) < number]
    for code, name, number in lacking[:MOST]:
        yield Waiting(
            title=_("%(number)s kursi masih kosong di %(province)s")
            % {"number": figure(number), "province": name},
            text=_("Baru %(candidates)s usaha yang diusulkan untuk kursi itu.")
            % {"candidates": figure(candidates.get(code, 0))}
            if candidates.get(code)
            else _("Belum ada usaha yang diusulkan untuk kursi itu."),
            url=f"{reverse('candidate_list')}?provinsi={code}",
            action=_("Pilih calon"),
            urgency=urgency,
            count=number,
        )


def for_owner(user: User) -> Iterator[Waiting]:
    """A cadre's own proposals that Jamkrindo considers."""
    if not user.has_role(Role.CADRE):
        return
    own = Nomination.objects.filter(
        business__owner__user=user, state__in=(NominationState.PROPOSED, NominationState.WAITLISTED)
    )
    for nomination in own.select_related("business").order_by("-nominated_at")[:MOST]:
        if nomination.state == NominationState.PROPOSED:
            text = _("Jamkrindo menimbang usulan ini sejak %(since)s.") % {
                "since": distance(nomination.nominated_at)
            }
        else:
            text = _("Di urutan %(rank)s daftar tunggu.") % {"rank": nomination.waitlist_rank}
        yield Waiting(
            title=_("%(business)s diusulkan menjadi percontohan") % {"business": nomination.business},
            text=text,
            url=nomination.get_absolute_url(),
            action=_("Lihat"),
            urgency=65,
        )
