"""What mentoring ties: a business that is mentored stays where and what it is, and its mentor does not judge it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from programs.mentoring.matching.permissions import assignment_of
from programs.mentoring.models import Assignment
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
    now = assignment_of(business.pk)
    if now is not None and now.mentor.user_id == user.pk:
        return _("Anda mendampingi usaha ini, jadi orang lain yang menilainya.")
    if Assignment.objects.filter(business=business, mentor__user=user).exists():
        return _("Anda pernah mendampingi usaha ini, jadi orang lain yang menilainya.")
    return ""
