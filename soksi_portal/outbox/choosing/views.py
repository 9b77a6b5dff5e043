"""Choosing channels for each kind of message, and the link that stops one kind."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from soksi_portal.accounts.guards import SignedInRequest, public, requires, signed_in
from soksi_portal.accounts.models import User
from soksi_portal.outbox.choices import Channel

from . import services
from .forms import ChannelsForm
from .stopping import stop_of

FOLDER = "soksi_portal/outbox/choosing"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(signed_in)
def channel_choice(request: SignedInRequest) -> HttpResponse:
    form = ChannelsForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid() and form.save():
        messages.success(request, _("Pilihan Anda disimpan."))
        return redirect("channel_choice")
    return render(request, f"{FOLDER}/channel_choice.html", {"form": form})


@csrf_exempt  # a mail program presses it (RFC 8058); the signed link says who, and it does nothing but stop
@require_http_methods(["GET", "HEAD", "POST"])
@public
def message_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Asks first, since mail scanners open every link; POST stops, without signing in."""
    stop = stop_of(token)
    if stop is None:
        return render(request, f"{FOLDER}/stop_unknown.html", status=404)
    if request.method == "POST":
        user = User.objects.filter(pk=stop.user_id, is_active=True).first()
        if user:
            services.stop_kind(user=user, kind=stop.kind, channel=stop.channel)
    context = {
        "kind": stop.kind.label,
        "channel": Channel(stop.channel).label,
        "is_done": request.method == "POST",
    }
    return render(request, f"{FOLDER}/message_stop.html", context)
