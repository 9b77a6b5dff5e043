"""What a pilot of a phase has to reach before it graduates: admins keep it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from programs.partnership.choices import PhaseState
from programs.partnership.forms import GraduationForm, show_refusal
from programs.partnership.graduation import set_graduation_requirements
from programs.partnership.models import Phase
from programs.partnership.permissions import may_keep_memoranda
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation


@requires(may_keep_memoranda)
def graduation_requirements(request: SignedInRequest, phase_id: int) -> HttpResponse:
    phase = get_object_or_404(Phase.objects.select_related("memorandum"), pk=phase_id)
    form = GraduationForm(request.POST if request.method == "POST" else None, phase=phase)
    if request.method == "POST" and form.is_valid():
        try:
            changed = set_graduation_requirements(phase=phase, wanted=form.cleaned_data, by=request.user)
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            done = _("Syarat kelulusan disimpan.") if changed else _("Tidak ada yang berubah.")
            messages.success(request, done)
            return redirect(phase)
    context = {"phase": phase, "form": form, "is_closed": phase.state == PhaseState.CLOSED}
    return render(request, "programs/partnership/graduation_requirements.html", context)
