"""Memoranda: public to read; an admin corrects a signatory."""

from django.contrib import messages
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from programs.partnership.forms import SignatoryForm
from programs.partnership.keeping import kept
from programs.partnership.models import Memorandum, Signatory
from programs.partnership.permissions import may_keep_memoranda
from soksi_portal.accounts.guards import SignedInRequest, public, requires
from soksi_portal.audit.services import because


@public
@require_safe
def memorandum_list(request: HttpRequest) -> HttpResponse:
    memoranda = Memorandum.objects.prefetch_related("parties", "commitments").order_by("-signed_on", "-pk")
    return render(request, "programs/partnership/memorandum_list.html", {"memoranda": memoranda})


@public
@require_safe
def memorandum_detail(request: HttpRequest, memorandum_id: int) -> HttpResponse:
    memorandum = get_object_or_404(Memorandum.objects.prefetch_related("parties"), pk=memorandum_id)
    phases = memorandum.phases.annotate(number=Count("provinces"), seat_count=Sum("provinces__quota"))
    context = {
        "memorandum": memorandum,
        "signatories": memorandum.signatories.select_related("organisation").order_by("pk"),
        "commitments": [(one, kept(one)) for one in memorandum.commitments.order_by("pk")],
        "phases": phases.order_by("-starts_on", "-pk"),
        "may_keep": request.user.is_authenticated and may_keep_memoranda(request.user),
    }
    return render(request, "programs/partnership/memorandum_detail.html", context)


@requires(may_keep_memoranda)
def signatory_edit(request: SignedInRequest, signatory_id: int) -> HttpResponse:
    """The source spells one name in two ways; what stands in the portal can be corrected."""
    signatory = get_object_or_404(Signatory.objects.select_related("memorandum"), pk=signatory_id)
    form = SignatoryForm(request.POST if request.method == "POST" else None, instance=signatory)
    if request.method == "POST" and form.is_valid():
        with because(_("Penanda tangan diperbaiki."), by=request.user):
            form.save()
        messages.success(request, _("Perubahan disimpan."))
        return redirect(signatory.memorandum)
    return render(
        request,
        "programs/partnership/signatory_edit.html",
        {"form": form, "memorandum": signatory.memorandum},
    )
