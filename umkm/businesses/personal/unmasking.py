"""Reading the NPWP of a business in full; the NIK of its owner: umkm/cadres/rights/unmasking.py."""

from __future__ import annotations

from django.db import transaction

from soksi_portal.accounts.models import User
from umkm.cadres.choices import SecretField
from umkm.cadres.rights.unmasking import Why, reveal

from ..messages import subject_of
from ..models import Business


@transaction.atomic
def unmask_npwp(*, business: Business, by: User, why: Why) -> str:
    """The sixteen digits. Raises UnmaskRefused, WordsMissing, NothingToUnmask."""
    business = (
        Business.objects.select_for_update(of=("self",), no_key=True)
        .select_related("owner")
        .get(pk=business.pk)
    )
    return reveal(
        cadre=business.owner,
        field=SecretField.NPWP,
        by=by,
        why=why,
        stored=business.npwp_encrypted,
        subject_ref=subject_of(business),
        province=business.province_id,
    )
