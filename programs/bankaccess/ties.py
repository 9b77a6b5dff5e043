"""A referral under way ties a business to its province and keeps it from being merged; it, and a consent that stands,
keep it with its owner: she agreed for herself, with her own papers, and only she can take it back.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from umkm.businesses.models import Business

from .models import Consent, Referral


def tie(business: Business) -> str:
    referral = Referral.objects.open().select_related("bank").filter(business=business).first()
    if referral is None:
        return ""
    return _("%(business)s sedang dirujuk ke %(bank)s. Tunggu hasilnya, atau tarik rujukannya.") % {
        "business": business.name,
        "bank": referral.bank,
    }


def owner_tie(business: Business) -> str:
    if sentence := tie(business):
        return sentence
    standing = Consent.objects.filter(referral__business=business, ended_at=None)
    consent = standing.select_related("referral__bank").first()
    if consent is None:
        return ""
    return _(
        "%(bank)s masih membaca berkas %(business)s. Pemiliknya menarik persetujuan itu lebih dahulu."
    ) % {
        "bank": consent.referral.bank,
        "business": business.name,
    }
