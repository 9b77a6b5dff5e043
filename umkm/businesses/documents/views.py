"""The page of a business's documents, and the pictures themselves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation
from umkm.businesses.choices import DocumentKind
from umkm.businesses.models import WRITABLE, Business, Document
from umkm.businesses.permissions import may_register, may_see_businesses, owns
from umkm.businesses.views.scope import own_business, visible_business

from .forms import UploadForm
from .permissions import GUARDED
from .queries import ASKED, document_parts, kept_of
from .services import OpeningRefused, add_document, open_document, remove_document
from .storing import NotReachable, read_file

# a picture is a picture: nothing in it runs, and nobody guesses that it might be something else
POLICY = "default-src 'none'; sandbox"


@requires(may_see_businesses)
@require_safe
def document_list(request: SignedInRequest, business_id: int) -> HttpResponse:
    return _page(request, visible_business(request, business_id))


@requires(may_register)
@require_POST
def document_upload(request: SignedInRequest, business_id: int, kind: str) -> HttpResponse:
    """All files of one kind that were chosen; each is kept or refused for itself, with its sentence."""
    business = own_business(request, business_id)
    if kind not in ASKED:
        raise Http404
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, business, wrong=(kind, form.errors["pictures"]))
    wanted = DocumentKind(kind)
    kept, refused = _keep(request, business, wanted, form.cleaned_data["pictures"])
    if kept:
        done = ngettext("%(kind)s tersimpan.", "%(kind)s: %(count)s foto tersimpan.", kept)
        messages.success(request, done % {"kind": wanted.label, "count": kept})
    if refused:
        return _page(request, business, wrong=(kind, refused))
    return redirect(_part_of(business, kind))


def _keep(
    request: SignedInRequest, business: Business, kind: DocumentKind, files: list[UploadedFile]
) -> tuple[int, list[str]]:
    kept, refused = 0, []
    for file in files:
        try:
            add_document(business=business, kind=kind, upload=file, by=request.user)
            kept += 1
        except RuleViolation as refusal:
            name = f"{file.name}: " if len(files) > 1 else ""
            refused.append(f"{name}{refusal.message}")
    return kept, refused


@requires(may_register)
@require_http_methods(["GET", "HEAD", "POST"])
def document_remove(request: SignedInRequest, business_id: int, document_id: int) -> HttpResponse:
    """Asks first; what is gone is gone."""
    business = own_business(request, business_id)
    document = get_object_or_404(kept_of(business), pk=document_id)
    if request.method != "POST":
        context = {"document": document, "business": business}
        return render(request, "umkm/businesses/documents/document_remove.html", context)
    try:
        remove_document(document=document, by=request.user)
        messages.success(request, _("%(kind)s sudah dihapus.") % {"kind": document.get_kind_display()})
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
    return redirect(_part_of(business, document.kind))


@requires(may_see_businesses)
@require_safe
def document_file(request: SignedInRequest, document_id: int) -> HttpResponse:
    document = _visible(request, document_id)
    try:
        open_document(document=document, by=request.user)
    except OpeningRefused as refusal:
        raise PermissionDenied(refusal.message) from refusal
    return _sent(request, document, document.file, f"{document.kind}-{document.pk}.jpg")


@requires(may_see_businesses)
@require_safe
def document_thumb(request: SignedInRequest, document_id: int) -> HttpResponse:
    """The small picture for lists; of a guarded paper nothing in it can be read."""
    document = _visible(request, document_id)
    return _sent(request, document, document.thumbnail, f"{document.kind}-{document.pk}-kecil.jpg")


def _sent(request: SignedInRequest, document: Document, file: Any, name: str) -> HttpResponse:
    """From the storage through the portal, never by an address of the storage itself."""
    etag = f'"{document.sha256[:32]}"'
    guarded = document.kind in GUARDED
    response: HttpResponse
    if not guarded and request.headers.get("If-None-Match") == etag:
        response = HttpResponseNotModified()
    else:
        try:
            content = read_file(file)
        except FileNotFoundError as error:
            raise Http404 from error
        except NotReachable as failure:
            return HttpResponse(failure.message, status=503, content_type="text/plain; charset=utf-8")
        response = HttpResponse(content, content_type="image/jpeg")
        response["Content-Disposition"] = f'inline; filename="{name}"'
        response["Content-Encoding"] = "identity"  # a JPEG packed again gains nothing
    if not guarded:
        response["ETag"] = etag
    response["Cache-Control"] = "private, no-store" if guarded else "private, no-cache"
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _visible(request: SignedInRequest, document_id: int) -> Document:
    rows = Document.objects.kept().visible_to(request.user).select_related("cadre", "business__owner")
    return get_object_or_404(rows, pk=document_id)


def _part_of(business: Business, kind: str) -> str:
    return f"{reverse('document_list', args=[business.pk])}#{kind}"


def _page(request: SignedInRequest, business: Business, wrong: Any = None) -> HttpResponse:
    kind, sentences = wrong or ("", [])
    context = {
        "business": business,
        "parts": document_parts(business, viewer=request.user),
        "is_own": owns(request.user, business),
        "is_writable": business.state in WRITABLE,
        "wrong_kind": kind,
        "wrong": sentences,
    }
    return render(request, "umkm/businesses/documents/document_list.html", context)
