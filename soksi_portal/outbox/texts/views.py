"""`/pengingat/naskah/`: what the portal's messages say, and writing it anew."""

from __future__ import annotations

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation
from soksi_portal.outbox import occasions
from soksi_portal.outbox.permissions import may_write_wordings

from . import queries, services
from .filling import Wording
from .forms import ReasonForm, WordingForm
from .framing import allow_styles_of
from .models import WordingVersion
from .occasion import Occasion


@require_safe
@requires(may_write_wordings)
def wording_list(request: SignedInRequest) -> HttpResponse:
    return render(request, "soksi_portal/outbox/texts/wording_list.html", {"kinds": queries.by_kind()})


@csp_replace({"frame-src": [SELF]})
@require_safe
@requires(may_write_wordings)
def wording_detail(request: SignedInRequest, key: str) -> HttpResponse:
    occasion = _occasion(key)
    wording, number = queries.current(occasion)
    context = {
        "occasion": occasion,
        "wording": wording,
        "number": number,
        "preview": queries.preview(occasion, wording),
        "waiting": queries.planned_with_it(occasion),
        "events": queries.history(occasion),
    }
    return render(request, "soksi_portal/outbox/texts/wording_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(may_write_wordings)
def wording_edit(request: SignedInRequest, key: str) -> HttpResponse:
    """Two buttons: look at it with the examples, or keep it as the text that holds from now on."""
    occasion = _occasion(key)
    wording, number = queries.current(occasion)
    looks = "preview" in request.POST
    initial = {"title": wording.title, "body": wording.body, "short": wording.short, "based_on": number}
    form = WordingForm(request.POST or None, initial=initial, occasion=occasion, previews=looks)
    is_valid = request.method == "POST" and form.is_valid()
    if is_valid and not looks:
        try:
            services.write_wording(
                occasion=occasion,
                wording=form.wording,
                reason=form.cleaned_data["reason"],
                by=request.user,
                based_on=form.cleaned_data["based_on"],
            )
        except RuleViolation as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("Naskah disimpan dan berlaku untuk pesan berikutnya."))
            return redirect("wording_detail", key=occasion.key)
    preview = queries.preview(occasion, form.wording) if is_valid else None
    context = {"occasion": occasion, "form": form, "preview": preview}
    response = render(request, "soksi_portal/outbox/texts/wording_edit.html", context)
    if preview:
        allow_styles_of(response, preview.mail)
    return response


# the styles of a mail stand inside it; nothing else is loosened, and no other site may show it in a frame
@csp_replace({"style-src": [UNSAFE_INLINE], "frame-ancestors": [SELF]})
@xframe_options_sameorigin
@require_safe
@requires(may_write_wordings)
def wording_mail(request: SignedInRequest, key: str) -> HttpResponse:
    """The e-mail itself, with the examples."""
    occasion = _occasion(key)
    wording, _number = queries.current(occasion)
    return HttpResponse(queries.preview(occasion, wording).mail)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(may_write_wordings)
def wording_restore(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    """An older version (0: the first text), and going back to it as a new version."""
    occasion = _occasion(key)
    old = _old(occasion, number)
    _now, newest = queries.current(occasion)
    form = ReasonForm(request.POST or None, initial={"based_on": newest})
    if request.method == "POST" and form.is_valid():
        try:
            services.restore_wording(
                occasion=occasion,
                number=number,
                reason=form.cleaned_data["reason"],
                by=request.user,
                based_on=form.cleaned_data["based_on"],
            )
        except RuleViolation as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("Naskah lama berlaku lagi, sebagai versi baru."))
            return redirect("wording_detail", key=occasion.key)
    context = {"occasion": occasion, "number": number, "wording": old, "form": form}
    return render(request, "soksi_portal/outbox/texts/wording_restore.html", context)


def _old(occasion: Occasion, number: int) -> Wording:
    if number == 0:
        return Wording.written_first(occasion)
    version = WordingVersion.objects.filter(key=occasion.key, number=min(number, 2**31 - 1)).first()
    if version is None:
        raise Http404
    return version.wording


def _occasion(key: str) -> Occasion:
    code, _dot, variant = key.partition(".")
    try:
        return occasions.find(code, variant)
    except occasions.UnknownOccasion as error:
        raise Http404 from error
