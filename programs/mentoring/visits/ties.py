"""What mentoring ties: a business that is mentored stays where and what it is, and its mentor does not judge it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from programs.mentoring.models import Assignment
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from umkm.businesses.models import Business


def tie(business: Business) -> str:
    if Assignment.objects.running().filter(business=business).exists():
        return _("%(business)s sedang didampingi. Jamkrindo mengakhiri pendampingannya lebih dahulu.") % {
            "business": business.name
        }
    return ""


def interest(user: User, business: Business) -> str:
    """Who mentors it, or did, is no stranger to it."""
    known = _mentored_by(user)
    if business.pk not in known:
        return ""
    if known[business.pk]:
        return _("Anda mendampingi usaha ini, jadi orang lain yang menilai dan memutuskan.")
    return _("Anda pernah mendampingi usaha ini, jadi orang lain yang menilai dan memutuskan.")


def _mentored_by(user: User) -> dict[int, bool]:
    """{business: still so}; kept on the user for the request, since a list asks for each of its lines."""
    if not user.has_role(Role.JAMKRINDO):
        return {}
    known: dict[int, bool] | None = getattr(user, "_mentored", None)
    if known is None:
        rows = Assignment.objects.filter(mentor__user=user).order_by("pk").values_list("business", "ended_at")
        known = {business: ended_at is None for business, ended_at in rows}
        user._mentored = known  # type: ignore[attr-defined]
    return known
