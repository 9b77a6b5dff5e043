"""The signed documents, through the portal from the storage."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from programs.partnership import services
from programs.partnership.forms import PaperForm, ReasonForm
from programs.partnership.models import Memorandum, Paper
from programs.partnership.permissions import may_keep_memoranda
from soksi_portal.accounts.guards import SignedInRequest, public, requires
from soksi_portal.common.errors import RuleViolation
from umkm.businesses.documents.storing import NotReachable, read_file

from .answers import answered, sent
from .memoranda import FORM, page_of, read_and_write

# nothing in it runs, and nobody guesses that it might be something else
POLICY = "default-src 'none'; sandbox"


@public
@require_safe
def paper_file(request: HttpRequest, paper_id: int) -> HttpResponse:
    """A PDF of our own making, to be saved. One that is internal does not exist for others."""
    paper = get_object_or_404(Paper.objects.kept().visible_to(request.user), pk=paper_id)
    etag = f'"{paper.sha256[:32]}"'
    response: HttpResponse
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponseNotModified()
    else:
        try:
            content = read_file(paper.file)
        except FileNotFoundError as error:
            raise Http404 from error
        except NotReachable as failure:
            return HttpResponse(failure.message, status=503, content_type="text/plain; charset=utf-8")
        response = HttpResponse(content, content_type="application/pdf")
        name = slugify(paper.title) or "dokumen"
        response["Content-Disposition"] = f'attachment; filename="{name}-{paper.pk}.pdf"'
        response["Content-Encoding"] = "identity"  # pictures packed again gain nothing
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@requires(may_keep_memoranda)
@read_and_write
def paper_upload(request: SignedInRequest, memorandum_id: int) -> HttpResponse:
    memorandum = get_object_or_404(Memorandum, pk=memorandum_id)
    files = request.FILES if request.method == "POST" else None
    form = PaperForm(sent(request), files, memorandum=memorandum)

    def keep() -> None:
        try:
            told = dict(form.cleaned_data)
            services.keep_paper(memorandum=memorandum, files=told.pop("pages"), by=request.user, **told)
        except RuleViolation as refusal:
            raise RuleViolation(refusal.message, field="pages") from refusal

    return answered(
        request,
        form,
        keep,
        done=_("Dokumen disimpan."),
        goes_to=lambda: memorandum,
        page=(FORM, page_of(memorandum, _("Unggah dokumen bertanda tangan"), submit=_("Unggah"))),
    )


@requires(may_keep_memoranda)
@require_POST
def paper_show(request: SignedInRequest, paper_id: int) -> HttpResponse:
    """To everybody, or to the parties only."""
    paper = _paper(paper_id)
    everybody = request.POST.get("untuk") == "semua"
    try:
        services.show_paper_to(paper=paper, everybody=everybody, by=request.user)
        done = (
            _("Dokumen kini terbuka untuk semua.") if everybody else _("Dokumen kini hanya untuk para pihak.")
        )
        messages.success(request, done)
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
    return redirect(paper.memorandum)


@requires(may_keep_memoranda)
@read_and_write
def paper_remove(request: SignedInRequest, paper_id: int) -> HttpResponse:
    paper = _paper(paper_id)
    form = ReasonForm(sent(request))
    more = {
        "lead": _("Berkasnya dihapus. Bahwa dokumen ini pernah ada, dan alasannya, tetap tercatat."),
        "submit": _("Tarik dokumen"),
        "danger": True,
    }
    return answered(
        request,
        form,
        lambda: services.remove_paper(paper=paper, reason=form.cleaned_data["reason"], by=request.user),
        done=_("Dokumen ditarik."),
        goes_to=lambda: paper.memorandum,
        page=(FORM, page_of(paper.memorandum, _("Tarik %(paper)s?") % {"paper": paper}, **more)),
    )


def _paper(paper_id: int) -> Paper:
    return get_object_or_404(Paper.objects.kept().select_related("memorandum"), pk=paper_id)
