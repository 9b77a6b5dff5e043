"""How facts that an owner tells become columns of a business."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from soksi_portal.common.encryption import blind_index, encrypt

from .choices import BusinessState
from .completeness import contradictions, missing_fields
from .errors import Incomplete, KeyFixed
from .fields import FIELD_LABELS
from .models import Business

# what stands still once verified, beside owner and province
KEY_FACTS = frozenset({"name", "nib", "has_bank_loan"})
# what must fit each other
FIGURES = frozenset({"start_year", "employees", "women_employees", "last_year_sales", "capital"})


def npwp_columns(digits: str | None) -> dict[str, Any]:
    """What a business's row stores of an NPWP."""
    return {
        "npwp_encrypted": encrypt(digits) if digits else None,
        "npwp_hash": blind_index(digits, purpose="npwp") if digits else None,
    }


def write_facts(business: Business, facts: dict[str, Any]) -> list[str]:
    """Set what differs, and name the columns. Raises KeyFixed where a verified business stands still."""
    unknown = facts.keys() - FIELD_LABELS.keys()
    if unknown:
        raise ValueError(f"not facts of a business: {sorted(unknown)}")
    changed = []
    for name, value in _columns(business, facts).items():
        if getattr(business, name) == value:
            continue
        if business.state == BusinessState.VERIFIED and name in KEY_FACTS:
            raise key_fixed(name)
        setattr(business, name, value)
        changed.append(name)
    if business.regency and business.province_id != business.regency.province_id:
        if business.state == BusinessState.VERIFIED:
            raise key_fixed("regency")
        business.province_id = business.regency.province_id
        changed.append("province")
    return changed


def _columns(business: Business, facts: dict[str, Any]) -> dict[str, Any]:
    columns = {name: value for name, value in facts.items() if name not in ("npwp", "position")}
    if "position" in facts:
        columns["latitude"], columns["longitude"] = facts["position"] or (None, None)
    if "npwp" in facts:
        told = npwp_columns(facts["npwp"])
        stored = business.npwp_hash and bytes(business.npwp_hash)
        if told["npwp_hash"] != stored:  # encrypted anew each time, so only the hash tells
            columns |= told
    return columns


def must_stay_whole(business: Business, changed: list[str]) -> None:
    """What was sent stays complete, and what is verified stays sound: the database knows no sentences."""
    if business.state == BusinessState.DRAFT:
        return
    missing = missing_fields(business)
    if missing:
        labels = ", ".join(str(FIELD_LABELS[field]) for field in missing)
        raise Incomplete(
            _("Isian ini tidak boleh dikosongkan: %(fields)s.") % {"fields": labels}, field=missing[0]
        )
    wrong = contradictions(business) if FIGURES.intersection(changed) else {}
    if wrong and business.state == BusinessState.VERIFIED:
        field = next((name for name in wrong if name in changed), next(iter(wrong)))
        raise Incomplete(wrong[field], field=field)


def key_fixed(field: str) -> KeyFixed:
    if field == "has_bank_loan":
        sentence = _("Akses bank usaha yang terverifikasi berubah lewat hasil rujukan bank, bukan di sini.")
    else:
        sentence = _(
            "Isian ini sudah diverifikasi. Ajukan perubahannya; sampai disetujui, yang lama berlaku."
        )
    return KeyFixed(sentence, field=field)
