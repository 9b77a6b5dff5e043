"""Who guides, or is guided, stays in the province and goes into no other business meanwhile."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from programs.pilots.models import Mentor, Mentorship
from umkm.businesses.models import Business


def tie(business: Business) -> str:
    words = {"business": business.name}
    if Mentor.objects.active().filter(business=business).exists():
        return _("%(business)s sedang menjadi pembina. Akhiri dahulu perannya sebagai pembina.") % words
    if Mentorship.objects.active().filter(Q(business=business) | Q(guide=business)).exists():
        return _("%(business)s sedang dibina. Akhiri dahulu pembinaannya.") % words
    return ""
