"""Memoranda: public to read; admins keep them, the organisations and who signed."""

from __future__ import annotations

from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programs.partnership import queries, services
from programs.partnership.forms import MemorandumForm, OrganisationForm, SignatoryForm
from programs.partnership.models import Memorandum, Organisation, Paper, Signatory
from programs.partnership.permissions import may_keep_memoranda
from soksi_portal.accounts.guards import SignedInRequest, public, requires

from .answers import answered, may_keep, sent

FORM = "programs/partnership/form.html"
read_and_write = require_http_methods(["GET", "HEAD", "POST"])


@public
@require_safe
def memorandum_list(request: HttpRequest) -> HttpResponse:
    context = {"overviews": queries.overviews(), "may_keep": may_keep(request)}
    return render(request, "programs/partnership/memorandum_list.html", context)


@public
@require_safe
def memorandum_detail(request: HttpRequest, memorandum_id: int) -> HttpResponse:
    memorandum = get_object_or_404(Memorandum.objects.prefetch_related("parties"), pk=memorandum_id)
    phases = memorandum.phases.annotate(number=Count("provinces"), seat_count=Sum("provinces__quota"))
    running, ended = queries.commitments_of(memorandum)
    papers = Paper.objects.kept().visible_to(request.user).filter(memorandum=memorandum)
    context = {
        "memorandum": memorandum,
        "validity": queries.validity(memorandum),
        "signatories": memorandum.signatories.select_related("organisation").order_by("pk"),
        "accounts": running,
        "ended": ended,
        "clauses": queries.clauses_of(memorandum),
        "amendments": memorandum.amendments.order_by("number"),
        "papers": papers.select_related("amendment").order_by("pk"),
        "phases": phases.order_by("-starts_on", "-pk"),
        "may_keep": may_keep(request),
    }
    return render(request, "programs/partnership/memorandum_detail.html", context)


@requires(may_keep_memoranda)
@read_and_write
def memorandum_create(request: SignedInRequest) -> HttpResponse:
    form = MemorandumForm(sent(request))
    made: list[Memorandum] = []
    return answered(
        request,
        form,
        lambda: made.append(services.create_memorandum(agreement=form.agreement(), by=request.user)),
        done=_("Nota kerja sama disimpan. Tambahkan butir, penanda tangan, dan komitmennya."),
        goes_to=lambda: made[0],
        page=(FORM, _list_page(_("Catat nota kerja sama"))),
    )


@requires(may_keep_memoranda)
@read_and_write
def memorandum_edit(request: SignedInRequest, memorandum_id: int) -> HttpResponse:
    memorandum = get_object_or_404(Memorandum, pk=memorandum_id)
    form = MemorandumForm(sent(request), memorandum=memorandum)
    return answered(
        request,
        form,
        lambda: services.edit_memorandum(memorandum=memorandum, agreement=form.agreement(), by=request.user),
        done=_("Perubahan disimpan."),
        goes_to=lambda: memorandum,
        page=(FORM, page_of(memorandum, _("Perbaiki nota kerja sama"))),
    )


@requires(may_keep_memoranda)
@read_and_write
def signatory_create(request: SignedInRequest, memorandum_id: int) -> HttpResponse:
    memorandum = get_object_or_404(Memorandum, pk=memorandum_id)
    return _signatory(
        request, Signatory(memorandum=memorandum), _("Tambah penanda tangan"), _("Penanda tangan dicatat.")
    )


@requires(may_keep_memoranda)
@read_and_write
def signatory_edit(request: SignedInRequest, signatory_id: int) -> HttpResponse:
    """The source spells one name in two ways; what stands in the portal can be corrected."""
    signatory = get_object_or_404(Signatory.objects.select_related("memorandum"), pk=signatory_id)
    return _signatory(request, signatory, _("Perbaiki penanda tangan"), _("Penanda tangan diperbaiki."))


def _signatory(request: SignedInRequest, signatory: Signatory, title: str, reason: str) -> HttpResponse:
    form = SignatoryForm(sent(request), instance=signatory, memorandum=signatory.memorandum)
    return answered(
        request,
        form,
        lambda: services.save_plain(form=form, reason=reason, by=request.user),
        done=_("Perubahan disimpan."),
        goes_to=lambda: signatory.memorandum,
        page=(FORM, page_of(signatory.memorandum, title)),
    )


@requires(may_keep_memoranda)
@require_safe
def organisation_list(request: SignedInRequest) -> HttpResponse:
    running = Q(commitments__isnull=False, commitments__ended_at=None)
    rows = Organisation.objects.annotate(
        signed=Count("memoranda", distinct=True), promised=Count("commitments", filter=running, distinct=True)
    )
    return render(request, "programs/partnership/organisation_list.html", {"organisations": rows})


@requires(may_keep_memoranda)
@read_and_write
def organisation_create(request: SignedInRequest) -> HttpResponse:
    return _organisation(request, Organisation(), _("Tambah organisasi"), _("Organisasi dicatat."))


@requires(may_keep_memoranda)
@read_and_write
def organisation_edit(request: SignedInRequest, organisation_id: int) -> HttpResponse:
    organisation = get_object_or_404(Organisation, pk=organisation_id)
    return _organisation(request, organisation, _("Perbaiki organisasi"), _("Organisasi diperbaiki."))


def _organisation(
    request: SignedInRequest, organisation: Organisation, title: str, reason: str
) -> HttpResponse:
    form = OrganisationForm(sent(request), instance=organisation)
    back = reverse("organisation_list")
    return answered(
        request,
        form,
        lambda: services.save_plain(form=form, reason=reason, by=request.user),
        done=_("Organisasi disimpan."),
        goes_to=lambda: back,
        page=(FORM, {"title": title, "back_url": back, "back_label": _("Organisasi"), "submit": _("Simpan")}),
    )


def page_of(memorandum: Memorandum, title: str, **more: object) -> dict[str, object]:
    """The frame of a page below a memorandum's."""
    back = {"back_url": memorandum.get_absolute_url(), "back_label": memorandum.title}
    return {"title": title, "submit": _("Simpan"), **back, **more}


def _list_page(title: str) -> dict[str, object]:
    back = {"back_url": reverse("memorandum_list"), "back_label": _("Nota kerja sama")}
    return {"title": title, "submit": _("Simpan"), **back}
