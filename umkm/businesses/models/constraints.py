"""What every row of a business keeps to, whoever writes it; steps and decisions are held by triggers (`walls`)."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from umkm.regions.constraints import regency_in_province

from ..choices import BusinessState, Licence, MarketingChannel, Wish

EARLIEST_START = 1900
# degrees; the outermost points of Indonesia (Rondo, Ndana; Benggala, Merauke) with some sea around them
LATITUDES = (Decimal(-12), Decimal(7))
LONGITUDES = (Decimal(94), Decimal(142))

BUSINESS_CONSTRAINTS = (
    models.CheckConstraint(condition=Q(state__in=BusinessState.values), name="business_state_known"),
    models.CheckConstraint(condition=Q(nib__regex=r"^[0-9]{13}$"), name="business_nib_13_digits"),
    models.CheckConstraint(
        condition=Q(start_year=None) | Q(start_year__gte=EARLIEST_START),
        name="business_start_sensible",
    ),
    models.CheckConstraint(condition=regency_in_province(), name="business_regency_in_province"),
    models.CheckConstraint(
        condition=Q(last_year_sales=None) | Q(last_year_sales__gte=0), name="business_sales_positive"
    ),
    models.CheckConstraint(condition=Q(capital=None) | Q(capital__gte=0), name="business_capital_positive"),
    models.CheckConstraint(
        condition=Q(women_employees=None) | Q(women_employees__lte=F("employees")),
        name="business_women_among_employees",
    ),
    models.CheckConstraint(
        condition=Q(latitude=None, longitude=None)
        | Q(latitude__range=LATITUDES, longitude__range=LONGITUDES),
        name="business_position_in_indonesia",
    ),
    models.CheckConstraint(
        condition=Q(npwp_encrypted=None, npwp_hash=None)
        | Q(npwp_encrypted__isnull=False, npwp_hash__isnull=False),
        name="business_npwp_with_hash",
    ),
    models.CheckConstraint(
        condition=Q(licences__contained_by=Licence.values)
        & Q(marketing_channels__contained_by=MarketingChannel.values)
        & Q(wishes__contained_by=Wish.values),
        name="business_choices_known",
    ),
    models.CheckConstraint(
        condition=Q(state=BusinessState.MERGED, merged_into__isnull=False)
        | (~Q(state=BusinessState.MERGED) & Q(merged_into=None)),
        name="business_merged_into_one",
    ),
    models.CheckConstraint(
        condition=~Q(merged_into=F("id")),
        name="business_merged_elsewhere",
    ),
    models.CheckConstraint(
        condition=Q(state__in=(BusinessState.DRAFT, BusinessState.MERGED))
        | (
            Q(
                regency__isnull=False,
                kbli__isnull=False,
                start_year__isnull=False,
                employees__isnull=False,
            )
            & Q(capital__isnull=False, has_bank_loan__isnull=False, submitted_at__isnull=False)
            & ~Q(name="")
            & ~Q(address="")
            & ~Q(description="")
            & ~Q(legal_form="")
        ),
        name="business_complete_when_submitted",
    ),
    models.CheckConstraint(
        condition=~Q(state=BusinessState.VERIFIED) | Q(verified_at__isnull=False),
        name="business_verified_dated",
    ),
)
