"""Who could be proposed now."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from programs.partnership.models import Phase, PhaseProvince
from programs.pilots.models import Nomination, Pilot
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from umkm.businesses.models import Business
from umkm.regions.models import Post
from umkm.regions.scoping import province_codes


def candidates_for(user: User) -> QuerySet[Business]:
    """Verified businesses that `user` may propose in an open phase: not one's own, not proposed, no pilot."""
    still_possible = (
        PhaseProvince.objects.filter(phase__in=Phase.objects.open(), province=OuterRef("province"))
        .annotate(
            proposed=Exists(
                Nomination.objects.live().filter(phase=OuterRef("phase"), business=OuterRef(OuterRef("pk")))
            )
        )
        .filter(proposed=False)
    )
    return (
        Business.objects.visible_to(user)
        .verified()
        .filter(_may_propose(user))
        .exclude(owner__user=user)
        .filter(Exists(still_possible))
        .exclude(Exists(Pilot.objects.active().filter(business=OuterRef("pk"))))
    )


def _may_propose(user: User) -> Q:
    """Of the coordinator's own provinces; for the board where nobody coordinates but the owner."""
    wanted = Q(province__in=province_codes(user))
    if user.has_role(Role.BOARD):
        others = (
            Post.objects.active()
            .filter(province=OuterRef("province"), user__is_active=True)
            .exclude(user=Coalesce(OuterRef("owner__user"), 0))  # an owner may have no account
        )
        wanted |= Q(~Exists(others))
    return wanted


def phases_for(business: Business) -> QuerySet[Phase]:
    """The open phases in which its province takes part; those first in which it is not proposed yet."""
    proposed = Nomination.objects.live().filter(business=business, phase=OuterRef("pk"))
    taking_part = PhaseProvince.objects.filter(province=business.province_id).values("phase")
    return (
        Phase.objects.open()
        .filter(pk__in=taking_part)
        .annotate(is_proposed=Exists(proposed))
        .order_by("is_proposed", "-starts_on", "-pk")
    )
