"""What the list of messages is narrowed down by, in the address."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from soksi_portal.accounts.models import User

from . import occasions, places
from .choices import Channel, MessageState, ReportKind
from .models import BaseOccasion, Message
from .permissions import may_manage_messages

FEW = 2_000  # people
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class MessageFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(
        label=_("Status"), field_name="state", choices=MessageState.choices, empty_label=_("Semua")
    )
    perihal = django_filters.ChoiceFilter(
        label=_("Perihal"), choices=occasions.choices, method="of_occasion", empty_label=_("Semua")
    )
    saluran = django_filters.ChoiceFilter(
        label=_("Saluran"), field_name="channel", choices=Channel.choices, empty_label=_("Semua")
    )
    kabar = django_filters.ChoiceFilter(
        label=_("Kabar penyedia"), field_name="report", choices=ReportKind.choices, empty_label=_("Semua")
    )
    provinsi = django_filters.ChoiceFilter(
        label=_("Provinsi penerima"), choices=places.choices, method="to_province", empty_label=_("Semua")
    )
    penerima = django_filters.CharFilter(label=_("Nama penerima"), method="to_name", max_length=120)
    dari = django_filters.DateFilter(label=_("Dari tanggal"), method="from_day", widget=DAY)
    sampai = django_filters.DateFilter(label=_("Sampai tanggal"), method="until_day", widget=DAY)

    class Meta:
        model = Message
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_manage_messages(user):
            for name in ("saluran", "kabar", "provinsi", "penerima"):
                del self.filters[name]  # one's own need no more than what they are about

    def of_occasion(self, queryset: QuerySet[Message], name: str, value: str) -> QuerySet[Message]:
        """Those that send one again with it; as the index has it."""
        return queryset.alias(base=BaseOccasion()).filter(base=value)

    def to_province(self, queryset: QuerySet[Message], name: str, value: str) -> QuerySet[Message]:
        return _to(queryset, places.people_of(value))

    def to_name(self, queryset: QuerySet[Message], name: str, value: str) -> QuerySet[Message]:
        named = User.objects.filter(full_name__icontains=value)
        return _to(queryset, [named.order_by().values_list("pk", flat=True)])

    def from_day(self, queryset: QuerySet[Message], name: str, value: date) -> QuerySet[Message]:
        return queryset.filter(due_at__gte=_local(value, time.min))

    def until_day(self, queryset: QuerySet[Message], name: str, value: date) -> QuerySet[Message]:
        return queryset.filter(due_at__lte=_local(value, time.max))


def _to(queryset: QuerySet[Message], people: list[QuerySet[Any]]) -> QuerySet[Message]:
    """Messages to whom one of the queries finds.

    Few are named by their numbers: the planner then knows how much they have, and either reads it by person or looks
    for them along the order of the list. Of many, the newest messages soon have some. Each query is compared with the
    message itself: by way of the users, each message looked at would cost a look at its person, too.
    """
    first, *others = people
    few = list(first.union(*others, all=True)[: FEW + 1]) if others else list(first[: FEW + 1])
    if len(few) <= FEW:
        return queryset.filter(recipient__in=few)
    found = Q()
    for query in people:
        found |= Q(recipient__in=query)
    return queryset.filter(found)


def _local(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))
