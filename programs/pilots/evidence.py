"""Which facts of a business's record stand beside a criterion while somebody scores it."""

from __future__ import annotations

from collections.abc import Mapping

from programs.partnership.choices import Evidence
from programs.partnership.models import Criterion
from soksi_portal.common.parts import Fact
from umkm.businesses.fields import label_of, shown
from umkm.businesses.models import Business

FIELDS: Mapping[str, tuple[str, ...]] = {
    Evidence.GROWTH: ("last_year_sales", "capital", "start_year"),
    Evidence.LEGALITY: ("nib", "npwp", "licences", "legal_form"),
    Evidence.MARKET: ("marketing_channels", "description", "kbli"),
    Evidence.WORK: ("employees", "women_employees"),
    Evidence.BANK: ("has_bank_loan",),
}


def evidence_for(criterion: Criterion, business: Business) -> list[Fact]:
    """Empty where the criterion is judged by what one knows, not by the record."""
    return [
        Fact(label_of(business, field), shown(business, field))
        for field in FIELDS.get(criterion.evidence, ())
    ]
