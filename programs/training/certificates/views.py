"""`/sertifikat/<nomor>/` for everybody, and handing out, fetching and ending for those who may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.core.internal.ratelimit import consume  # the public one leaves out what is read by GET
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programs.training.forms import show_refusal
from programs.training.models import Certificate, Session
from programs.training.permissions import may_see_sessions
from soksi_portal.accounts.guards import SignedInRequest, public, requires
from soksi_portal.common.errors import RuleViolation

from . import ending, issuing, queries
from .bundles import file_name, start_run
from .forms import NumberForm, ReissueForm, WithdrawForm
from .numbers import understood
from .pdf import certificate_pdf
from .permissions import may_end, may_hand_out, may_issue
from .printing import face_of

FOLDER = "programs/training/certificates"
AT_ONCE = 25  # issued while one waits for the page; more in the background


@public
@require_safe
def certificate_search(request: HttpRequest) -> HttpResponse:
    """A field for the number; the answer has an address of its own."""
    form = NumberForm(request.GET) if "nomor" in request.GET else NumberForm()
    if form.is_bound and form.is_valid():
        number = understood(form.cleaned_data["nomor"])
        if number:
            return redirect("certificate_check", number)
        form.add_error(
            "nomor",
            _(
                "Nomor ini tidak lengkap atau salah ketik. Bentuknya SJ-2026-XXXX-XXXX, tanpa angka 0, 1, 2, dan 5 di dua bagian terakhir."
            ),
        )
    return render(request, f"{FOLDER}/certificate_search.html", {"form": form})


@public
@never_cache
@require_safe
def certificate_check(request: HttpRequest, number: str) -> HttpResponse:
    """No more than what is on the paper. Nobody tries numbers through."""
    if not consume(request, app="allauth.account", action="certificate", limit_get=True):
        return render(request, "429.html", status=429)
    printed = understood(number)
    if printed and printed != number:
        return redirect("certificate_check", printed)
    certificate = queries.certificate_numbered(printed)
    context: dict[str, Any] = {"certificate": certificate, "number": printed or number[:40]}
    if certificate and request.user.is_authenticated:
        mine = Certificate.objects.visible_to(request.user).filter(pk=certificate.pk)
        context["may_fetch"] = certificate.stands and may_see_sessions(request.user) and mine.exists()
    response = render(
        request, f"{FOLDER}/certificate_check.html", context, status=200 if certificate else 404
    )
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "same-origin"
    return response


@requires(may_see_sessions)
@require_safe
def certificate_pdf_file(request: SignedInRequest, number: str) -> HttpResponse:
    certificate = get_object_or_404(Certificate.objects.visible_to(request.user), number=understood(number))
    if not certificate.stands:
        raise PermissionDenied(_("Sertifikat ini tidak berlaku lagi, jadi tidak dapat diunduh."))
    response = HttpResponse(certificate_pdf(face_of(certificate)), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{file_name(certificate)}"'
    return _private(response)


def _private(response: HttpResponseBase) -> Any:
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _own_session(request: SignedInRequest, session_id: int) -> Session:
    session = get_object_or_404(
        Session.objects.visible_to(request.user).select_related("module"), pk=session_id
    )
    if not may_issue(request.user, session):
        raise PermissionDenied(_("Sertifikat diterbitkan oleh pelatih sesi ini atau staf Jamkrindo."))
    return session


@requires(may_hand_out)
@require_POST
def certificates_issue(request: SignedInRequest, session_id: int) -> HttpResponse:
    """To all who earned it: a few at once, many in the background; with the ZIP of all."""
    session = _own_session(request, session_id)
    try:
        issued = issuing.issue_session(session=session, by=request.user, most=AT_ONCE)
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
        return redirect(session)
    if not session.certificates.standing().exists():
        messages.error(request, _("Belum ada yang memenuhi syarat sertifikat modul ini."))
        return redirect(session)
    start_run(session=session, by=request.user)
    messages.success(request, _issued_words(issued))
    return redirect(session)


def _issued_words(issued: int) -> str:
    if issued == AT_ONCE:
        return _("Sertifikat sedang diterbitkan. Pemiliknya diberi tahu.")
    if not issued:
        return _("Semua sudah punya sertifikat. Berkas ZIP sedang disiapkan.")
    return ngettext(
        "%(number)d sertifikat diterbitkan. Pemiliknya diberi tahu.",
        "%(number)d sertifikat diterbitkan. Pemiliknya diberi tahu.",
        issued,
    ) % {"number": issued}


@requires(may_hand_out)
@require_POST
def certificate_issue(request: SignedInRequest, session_id: int, invitation_id: int) -> HttpResponse:
    session = _own_session(request, session_id)
    invitation = get_object_or_404(session.invitations.select_related("session"), pk=invitation_id)
    try:
        certificate = issuing.issue_certificate(invitation=invitation, by=request.user)
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Sertifikat %(number)s terbit.") % {"number": certificate})
    return redirect(session)


@requires(may_hand_out)
@require_safe
def certificates_progress(request: SignedInRequest, session_id: int) -> HttpResponse:
    """The bar alone, asked for again and again; the whole page anew once there is no more to wait for."""
    session = _own_session(request, session_id)
    certificates = queries.certificates_of(session, request.user)
    context = {"session": session, "certificates": certificates}
    response = render(request, f"{FOLDER}/_progress.html", context)
    if certificates is None or certificates.run is None or not certificates.run.is_open:
        response["HX-Refresh"] = "true"
    return response


@requires(may_hand_out)
@require_safe
def certificates_bundle(request: SignedInRequest, session_id: int) -> HttpResponseBase:
    session = _own_session(request, session_id)
    run = session.certificate_runs.exclude(file="").order_by("-requested_at").first()
    if run is None:
        raise Http404
    try:
        opened = run.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    except Exception:  # each storage fails in its own words
        words = _("Berkas ini belum bisa dibuka. Coba lagi beberapa menit lagi.")
        return HttpResponse(words, status=503, content_type="text/plain; charset=utf-8")
    name = f"sertifikat-pelatihan-{session.pk}.zip"
    response = FileResponse(opened, as_attachment=True, filename=name, content_type="application/zip")
    response["Content-Encoding"] = "identity"  # it is packed already
    return _private(response)


@requires(may_end)
@require_http_methods(["GET", "HEAD", "POST"])
def certificate_withdraw(request: SignedInRequest, number: str) -> HttpResponse:
    certificate, form = _visible(request, number), WithdrawForm(request.POST or None)
    if _done(
        request,
        form,
        lambda data: ending.withdraw_certificate(certificate=certificate, by=request.user, **data),
    ):
        messages.success(request, _("Sertifikat ditarik. Pemiliknya diberi tahu."))
        return redirect(certificate.session)
    return render(request, f"{FOLDER}/certificate_withdraw.html", {"form": form, "certificate": certificate})


@requires(may_end)
@require_http_methods(["GET", "HEAD", "POST"])
def certificate_reissue(request: SignedInRequest, number: str) -> HttpResponse:
    certificate = _visible(request, number)
    form = ReissueForm(request.POST or None, initial={"name": certificate.name})
    if _done(
        request,
        form,
        lambda data: ending.reissue_certificate(certificate=certificate, by=request.user, **data),
    ):
        messages.success(request, _("Sertifikat diterbitkan ulang. Pemiliknya diberi tahu."))
        return redirect(certificate.session)
    return render(request, f"{FOLDER}/certificate_reissue.html", {"form": form, "certificate": certificate})


def _visible(request: SignedInRequest, number: str) -> Certificate:
    rows = Certificate.objects.visible_to(request.user).select_related("session")
    return get_object_or_404(rows, number=understood(number))


def _done(request: SignedInRequest, form: forms.Form, act: Callable[[dict[str, Any]], object]) -> bool:
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except RuleViolation as refusal:
        show_refusal(form, refusal)
        return False
    return True
