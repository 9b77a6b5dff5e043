"""/pengingat/: what was sent to whom, what waits, what failed and why."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation
from soksi_portal.common.tabular import Listing

from . import life, queries, services
from .choices import ReportKind
from .columns import OWN_COLUMNS, STAFF_COLUMNS
from .filters import MessageFilter
from .forms import ResendForm
from .models import ChannelHold, Message
from .permissions import may_manage_messages, may_see_messages, may_write_wordings


@require_safe
@requires(may_see_messages)
def message_list(request: SignedInRequest) -> HttpResponseBase:
    staff = may_manage_messages(request.user)
    visible = Message.objects.visible_to(request.user)
    chosen = MessageFilter(
        request.GET, visible.select_related("recipient"), request=request, user=request.user
    )
    listing = Listing(
        request,
        chosen.qs,
        columns=STAFF_COLUMNS if staff else OWN_COLUMNS,
        default_sort="-waktu",
        filename="pengingat",
        may_export=staff,
    )
    if listing.wants_export:
        return listing.export()
    counts = queries.counts_by_state(visible)
    context = {
        "listing": listing,
        "filter": chosen,
        "counts": counts,
        "staff": staff,
        "may_write": may_write_wordings(request.user),
    }
    if staff:
        context["held"] = ChannelHold.objects.active().select_related("held_by").order_by("channel")
    return render(request, "soksi_portal/outbox/message_list.html", context)


@require_safe
@requires(may_see_messages)
def message_detail(request: SignedInRequest, message_id: int) -> HttpResponse:
    message = _visible(request, message_id)
    context = {
        "message": message,
        "body": queries.readable_body(message, request.user),
        "events": life.life_of(message),
        "may_manage": may_manage_messages(request.user),
        "resent_as": message.resent_as.first(),
        "report": ReportKind(message.report) if message.report else None,
    }
    return render(request, "soksi_portal/outbox/message_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(may_manage_messages)
def message_cancel(request: SignedInRequest, message_id: int) -> HttpResponse:
    """Asks first; what has left meanwhile says so."""
    message = _visible(request, message_id)
    if request.method != "POST":
        return render(request, "soksi_portal/outbox/message_cancel.html", {"message": message})
    try:
        services.cancel_message(message=message, by=request.user)
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Pesan dibatalkan dan tidak akan dikirim."))
    return redirect(message)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(may_manage_messages)
def message_resend(request: SignedInRequest, message_id: int) -> HttpResponse:
    """A person decides, says why, and is named."""
    message = _visible(request, message_id)
    form = ResendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            again = services.resend_message(message=message, by=request.user, reason=reason)
        except RuleViolation as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("Pesan dikirim ulang sebagai pesan baru."))
            return redirect(again)
    return render(request, "soksi_portal/outbox/message_resend.html", {"message": message, "form": form})


def _visible(request: SignedInRequest, message_id: int) -> Message:
    wanted = Message.objects.visible_to(request.user).select_related(
        "recipient", "ended_by", "resent_by", "resends"
    )
    return get_object_or_404(wanted, pk=message_id)
