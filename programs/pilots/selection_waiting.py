"""What waits on `/beranda/` while businesses are selected: a consent, an exception, a sheet."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from programs.partnership.models import Phase, PhaseProvince
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.home import Waiting
from soksi_portal.accounts.models import User
from soksi_portal.common.display import figure
from umkm.businesses.models import Business

from .choices import ExceptionState
from .exceptions.permissions import may_decide_exceptions
from .filters import MINE
from .models import EligibilityException, Nomination, NominationConsent, Pilot
from .reviews.permissions import may_review
from .reviews.queries import waiting_for_review

MOST = 5


def for_reviewers(user: User) -> Iterator[Waiting]:
    if not may_review(user):
        return
    number = waiting_for_review(Nomination.objects.visible_to(user), user).count()
    if number:
        yield Waiting(
            title=_("%(number)s usulan menunggu penilaian Anda") % {"number": figure(number)},
            text=_("Nilai penilai lain tampak setelah Anda menyerahkan penilaian sendiri."),
            url=f"{reverse('nomination_list')}?penilaian={MINE}&urut=diusulkan",
            action=_("Nilai"),
            urgency=14,
            count=number,
        )


def for_second_people(user: User) -> Iterator[Waiting]:
    """Exceptions that somebody else has asked for."""
    if not may_decide_exceptions(user):
        return
    rows = EligibilityException.objects.visible_to(user).open()
    number = rows.exclude(asked_by=user).exclude(business__owner__user=user).count()
    if number:
        yield Waiting(
            title=_("%(number)s pengecualian syarat menunggu orang kedua") % {"number": figure(number)},
            text=_("Koordinator meminta satu syarat dikecualikan dan menulis alasannya."),
            url=f"{reverse('exception_list')}?status={ExceptionState.OPEN}",
            action=_("Periksa"),
            urgency=22,
            count=number,
        )


def for_owners(user: User) -> Iterator[Waiting]:
    """A verified business that could be proposed, had its owner agreed."""
    if not user.has_role(Role.CADRE):
        return
    given = NominationConsent.objects.given().filter(business=OuterRef("pk"), owner=OuterRef("owner"))
    taking_part = PhaseProvince.objects.filter(phase__in=Phase.objects.open(), province=OuterRef("province"))
    own = (
        Business.objects.owned_by(user)
        .verified()
        .filter(Exists(taking_part), ~Exists(given), owner__restricted_at=None)
        .exclude(Exists(Pilot.objects.active().filter(business=OuterRef("pk"))))
    )
    for business in own.order_by("pk")[:MOST]:
        yield Waiting(
            title=_("Bolehkah %(business)s diusulkan menjadi percontohan?") % {"business": business},
            text=_("Baca apa artinya, lalu jawab. Tanpa persetujuan Anda, usaha ini tidak diusulkan."),
            url=reverse("nomination_consent", args=[business.pk]),
            action=_("Baca dan jawab"),
            urgency=40,
        )
