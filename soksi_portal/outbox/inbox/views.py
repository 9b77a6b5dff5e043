"""`/pesan/`: one's own messages, read in the portal."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.tabular import Listing
from soksi_portal.outbox.models import Message
from soksi_portal.outbox.permissions import may_see_messages

from . import services
from .columns import COLUMNS
from .queries import inbox_of


@require_safe
@requires(may_see_messages)
def inbox_list(request: SignedInRequest) -> HttpResponse:
    only_new = request.GET.get("baru") == "1"
    found = inbox_of(request.user)
    listing = Listing(
        request,
        found.filter(read_at=None) if only_new else found,
        columns=COLUMNS,
        default_sort="-waktu",
        filename="pesan",
        may_export=False,
    )
    context = {"listing": listing, "only_new": only_new}
    return render(request, "soksi_portal/outbox/inbox/inbox_list.html", context)


@require_safe
@requires(may_see_messages)
def inbox_message(request: SignedInRequest, message_id: int) -> HttpResponse:
    """Opening it is reading it."""
    message = _own(request, message_id)
    if request.method == "GET":
        services.mark_read(message=message, by=request.user)
    return render(request, "soksi_portal/outbox/inbox/inbox_message.html", {"message": message})


@requires(may_see_messages)
@require_POST
def inbox_unread(request: SignedInRequest, message_id: int) -> HttpResponse:
    services.mark_unread(message=_own(request, message_id), by=request.user)
    messages.success(request, _("Pesan ditandai belum dibaca."))
    return redirect("inbox_list")


@requires(may_see_messages)
@require_POST
def inbox_all_read(request: SignedInRequest) -> HttpResponse:
    count = services.mark_all_read(by=request.user)
    sentence = ngettext(
        "%(count)d pesan ditandai sudah dibaca.", "%(count)d pesan ditandai sudah dibaca.", count
    )
    messages.success(request, sentence % {"count": count})
    return redirect("inbox_list")


def _own(request: SignedInRequest, message_id: int) -> Message:
    return get_object_or_404(inbox_of(request.user), pk=message_id)
