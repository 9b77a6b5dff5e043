"""Who may do what with nominations and pilots. What somebody may see is `visible_to` of each model."""

from __future__ import annotations

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.guards import holds
from soksi_portal.accounts.models import User
from umkm.businesses.models import Business
from umkm.businesses.standing import has_coordinator
from umkm.regions.models import Post, Province
from umkm.regions.scoping import province_codes

from .models import Nomination

may_see_nominations = holds(Role.CADRE, Role.COORDINATOR, Role.BOARD, Role.JAMKRINDO, Role.ADMIN)
may_list_nominations = holds(Role.COORDINATOR, Role.BOARD, Role.JAMKRINDO, Role.ADMIN)
may_nominate = holds(Role.COORDINATOR, Role.BOARD)
may_consent = holds(Role.CADRE, Role.COORDINATOR, Role.BOARD)
may_decide = holds(Role.JAMKRINDO, Role.ADMIN)


def may_nominate_in(user: User, province: Province) -> bool:
    """The province's coordinator; the board where there is none."""
    if province.pk in province_codes(user):
        return True
    return user.has_role(Role.BOARD) and not has_coordinator(province)


def may_nominate_business(user: User, business: Business) -> bool:
    """As in its province; the board also where its owner is the only one who coordinates there."""
    if may_nominate_in(user, business.province):
        return True
    coordinators = Post.objects.active().filter(province=business.province_id, user__is_active=True)
    return user.has_role(Role.BOARD) and not coordinators.exclude(user=business.owner.user_id).exists()


def may_withdraw(user: User, nomination: Nomination) -> bool:
    """Who proposed it, and the side that speaks for the province now."""
    return nomination.nominated_by_id == user.pk or may_nominate_in(user, nomination.province)


def may_record_answer(user: User, nomination: Nomination) -> bool:
    """Write down what an owner said about an offered seat: Jamkrindo, or the side that proposed; never about one's own."""
    if nomination.business.owner.user_id == user.pk:
        return False
    return may_decide(user) or may_withdraw(user, nomination)
