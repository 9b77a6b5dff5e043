"""A referral under way ties a business to its province and keeps it from being merged."""

from __future__ import annotations

from django.utils.translation import gettext as _

from umkm.businesses.models import Business

from .models import Referral


def tie(business: Business) -> str:
    referral = Referral.objects.open().select_related("bank").filter(business=business).first()
    if referral is None:
        return ""
    return _("%(business)s sedang dirujuk ke %(bank)s. Tunggu hasilnya, atau tarik rujukannya.") % {
        "business": business.name,
        "bank": referral.bank,
    }
