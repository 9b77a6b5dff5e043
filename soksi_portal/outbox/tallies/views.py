"""/pengingat/statistik/: how many messages leave, arrive and fail."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.outbox.permissions import may_manage_messages

from . import queries
from .forms import StatisticsForm


@require_safe
@requires(may_manage_messages)
def message_statistics(request: SignedInRequest) -> HttpResponse:
    form = StatisticsForm(request.GET)
    form.full_clean()
    today = timezone.localdate()
    found = queries.statistics(
        since=today - timedelta(days=form.days - 1),
        until=today,
        channel=form.cleaned_data.get("saluran", ""),
        occasion=form.cleaned_data.get("perihal", ""),
    )
    context = {"form": form, "found": found}
    return render(request, "soksi_portal/outbox/message_statistics.html", context)
