"""What the owner reads before she answers, and the one press that takes the story down."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from programs.pilots.models import Story
from programs.pilots.stories import queries, services
from programs.pilots.stories.consent import WORDS
from programs.pilots.stories.forms import WishForm
from programs.pilots.stories.permissions import may_answer
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.errors import RuleViolation


@requires(may_answer)
@never_cache
def story_consent(request: SignedInRequest, story_id: int) -> HttpResponse:
    """Exactly what would be published, and the words of the consent; posted, it is the wish of who does not agree."""
    story = _own(request, story_id)
    form = WishForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.decline_story(story=story, by=request.user, **form.cleaned_data)
            messages.success(request, _("Jawaban Anda disampaikan. Cerita ini tidak terbit."))
        except RuleViolation as refusal:
            messages.error(request, refusal.message)
        return redirect("story_consent", story.pk)
    given = story.consents.filter(version=story.version).order_by("-given_at").first()
    context = {"story": story, "form": form, "words": WORDS, "given": given}
    return render(request, "programs/pilots/stories/story_consent.html", context)


@requires(may_answer)
@require_POST
def story_agree(request: SignedInRequest, story_id: int) -> HttpResponse:
    story = _own(request, story_id)
    version = request.POST.get("versi", "")
    try:
        if not (version.isascii() and version.isdigit() and len(version) < 9):
            raise RuleViolation(_("Buka halaman ini lagi, baca ceritanya, lalu jawab."))
        services.give_consent(story=story, version=int(version), by=request.user)
        messages.success(
            request, _("Terima kasih. Pengurus pusat diberi tahu bahwa cerita ini boleh terbit.")
        )
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
    return redirect("story_consent", story.pk)


@requires(may_answer)
@require_POST
def story_withdraw(request: SignedInRequest, story_id: int) -> HttpResponse:
    story = _own(request, story_id)
    try:
        services.withdraw_consent(story=story, by=request.user)
        messages.success(request, _("Persetujuan Anda ditarik. Cerita ini tidak terbit lagi."))
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
    return redirect("story_consent", story.pk)


def _own(request: SignedInRequest, story_id: int) -> Story:
    rows = Story.objects.visible_to(request.user).filter(business__owner__user=request.user)
    return get_object_or_404(queries.with_photos(rows.exclude(asked_at=None)), pk=story_id)
