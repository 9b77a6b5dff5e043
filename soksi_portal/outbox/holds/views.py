"""/pengingat/saluran/: which channels there are, holding one and letting it go."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation
from soksi_portal.outbox.choices import HOLDABLE, Channel
from soksi_portal.outbox.permissions import may_manage_messages

from . import queries, services
from .forms import HoldForm, ReleaseForm
from .models import ChannelHold


@require_safe
@requires(may_manage_messages)
def channel_list(request: SignedInRequest) -> HttpResponse:
    context = {"channels": queries.channel_states(), "past": queries.past_holds()}
    return render(request, "soksi_portal/outbox/channel_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(may_manage_messages)
def channel_hold(request: SignedInRequest, channel: str) -> HttpResponse:
    """A person decides, says why, and is named."""
    if channel not in HOLDABLE:
        raise Http404
    form = HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.hold_channel(channel=channel, by=request.user, reason=form.cleaned_data["reason"])
        except RuleViolation as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("Saluran ditahan. Pesannya menunggu sampai dilepas."))
            return redirect("channel_list")
    context = {"form": form, "channel": Channel(channel)}
    return render(request, "soksi_portal/outbox/channel_hold.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(may_manage_messages)
def channel_release(request: SignedInRequest, channel: str) -> HttpResponse:
    hold = get_object_or_404(ChannelHold.objects.active().select_related("held_by"), channel=channel)
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.release_channel(hold=hold, by=request.user, reason=form.cleaned_data["reason"])
        except RuleViolation as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("Saluran dilepas. Pesan yang menunggu berangkat."))
            return redirect("channel_list")
    return render(request, "soksi_portal/outbox/channel_release.html", {"form": form, "hold": hold})
