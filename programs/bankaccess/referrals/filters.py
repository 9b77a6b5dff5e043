"""What the list of referrals is narrowed down by, in the address."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.bankaccess.choices import AT_BANK, ReferralState
from programs.bankaccess.models import BankOrganisation, Referral, ReferralQuerySet
from programs.bankaccess.models.products import bank_of
from programs.bankaccess.permissions import STAFF
from soksi_portal.accounts.models import User
from umkm.regions.models import Province


class ReferralFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(
        label=_("Status"), field_name="state", choices=ReferralState.choices, empty_label=_("Semua")
    )
    bank = django_filters.ModelChoiceFilter(
        label=_("Bank"),
        queryset=BankOrganisation.objects.order_by("short_name", "pk"),
        empty_label=_("Semua"),
    )
    provinsi = django_filters.ModelChoiceFilter(
        label=_("Provinsi"),
        field_name="province",
        queryset=Province.objects.existing().order_by("name"),
        empty_label=_("Semua"),
    )
    tenggat = django_filters.ChoiceFilter(
        label=_("Tenggat"),
        choices=[("lewat", _("Sudah lewat"))],
        empty_label=_("Semua"),
        method="by_deadline",
    )

    class Meta:
        model = Referral
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not user.has_role(*STAFF):
            for name in ("bank", "provinsi"):
                del self.filters[name]
            states = AT_BANK if bank_of(user) is not None else tuple(ReferralState)
            self.filters["status"].extra["choices"] = [(state.value, state.label) for state in states]

    def by_deadline(self, queryset: ReferralQuerySet, name: str, value: str) -> QuerySet[Referral]:
        return queryset.overdue(timezone.localdate())
