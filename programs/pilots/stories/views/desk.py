"""Where the board writes, asks, publishes and takes down."""

from __future__ import annotations

from collections.abc import Callable

import django_filters
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from programs.pilots.choices import StoryState
from programs.pilots.forms import show_refusal
from programs.pilots.models import Story
from programs.pilots.stories import queries, services
from programs.pilots.stories.forms import StoryForm, TakeDownForm
from programs.pilots.stories.permissions import may_publish
from programs.pilots.views.scope import visible_pilot
from soksi_portal.accounts.guards import SignedInRequest, requires
from soksi_portal.common.display import in_zone
from soksi_portal.common.errors import RuleViolation
from soksi_portal.common.tabular import Column, Listing
from soksi_portal.common.templatetags.portal import badge, local_date


def _manage_url(story: Story) -> str:
    return reverse("story_manage", args=[story.pk])


COLUMNS = (
    Column("judul", gettext_lazy("Judul"), lambda s: s.title, link=_manage_url),
    Column(
        "usaha", gettext_lazy("Usaha"), lambda s: s.business.name, link=lambda s: s.pilot.get_absolute_url()
    ),
    Column("provinsi", gettext_lazy("Provinsi"), lambda s: s.province.name),
    Column(
        "status",
        gettext_lazy("Status"),
        lambda s: s.get_state_display(),
        cell=lambda s: badge(s.get_state_display(), s.state_tone),
    ),
    Column(
        "ditulis",
        gettext_lazy("Ditulis"),
        lambda s: in_zone(s.written_at, s.province.time_zone).date(),
        cell=lambda s: local_date(s.written_at, s.province.time_zone),
        sort="written_at",
    ),
    Column("penulis", gettext_lazy("Penulis"), lambda s: s.written_by.full_name),
)


class StoryFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(
        label=gettext_lazy("Status"),
        field_name="state",
        choices=StoryState.choices,
        empty_label=gettext_lazy("Semua"),
    )
    cari = django_filters.CharFilter(
        label=gettext_lazy("Nama usaha"), field_name="business__name", lookup_expr="icontains", max_length=80
    )

    class Meta:
        model = Story
        fields: tuple[str, ...] = ()


@requires(may_publish)
def story_desk(request: SignedInRequest) -> HttpResponseBase:
    rows = Story.objects.visible_to(request.user).select_related(
        "business", "province", "pilot", "written_by"
    )
    chosen = StoryFilter(request.GET, rows, request=request)
    listing = Listing(request, chosen.qs, columns=COLUMNS, default_sort="-ditulis", filename="cerita")
    if listing.wants_export:
        return listing.export()
    return render(request, "programs/pilots/stories/story_desk.html", {"listing": listing, "filter": chosen})


@requires(may_publish)
def story_create(request: SignedInRequest, pilot_id: int) -> HttpResponse:
    pilot = visible_pilot(request, pilot_id)
    existing = Story.objects.visible_to(request.user).filter(pilot=pilot).first()
    if existing is not None:
        return redirect("story_manage", existing.pk)
    form = StoryForm(
        request.POST if request.method == "POST" else None, pictures=queries.pictures_of(pilot.business)
    )
    if request.method == "POST" and form.is_valid():
        try:
            story = services.create_story(pilot=pilot, by=request.user, **form.values())
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Naskah disimpan. Periksa, lalu minta persetujuan pemiliknya."))
            return redirect("story_manage", story.pk)
    context = {"form": form, "business": pilot.business, "back": pilot.get_absolute_url()}
    return render(request, "programs/pilots/stories/story_write.html", context)


@requires(may_publish)
def story_edit(request: SignedInRequest, story_id: int) -> HttpResponse:
    story = _visible(request, story_id)
    form = StoryForm(
        request.POST if request.method == "POST" else None,
        pictures=queries.pictures_of(story.business),
        story=story,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_story(story=story, by=request.user, **form.values())
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Naskah disimpan. Pemiliknya perlu ditanya sebelum terbit."))
            return redirect("story_manage", story.pk)
    context = {"form": form, "story": story, "business": story.business, "back": _manage_url(story)}
    return render(request, "programs/pilots/stories/story_write.html", context)


@requires(may_publish)
def story_manage(request: SignedInRequest, story_id: int) -> HttpResponse:
    """The story as it would be published, and the one next thing to do."""
    story = _visible(request, story_id)
    consents = story.consents.select_related("given_by").order_by("-given_at", "-pk")
    return render(
        request, "programs/pilots/stories/story_manage.html", {"story": story, "consents": consents}
    )


@requires(may_publish)
@require_POST
def story_ask(request: SignedInRequest, story_id: int) -> HttpResponse:
    return _do(
        request, story_id, services.ask_consent, _("Pemiliknya ditanya, dan melihat persis cerita ini.")
    )


@requires(may_publish)
@require_POST
def story_publish(request: SignedInRequest, story_id: int) -> HttpResponse:
    return _do(request, story_id, services.publish_story, _("Cerita terbit. Pemiliknya diberi tahu."))


def _do(request: SignedInRequest, story_id: int, rule: Callable[..., Story], done: str) -> HttpResponse:
    story = _visible(request, story_id)
    try:
        rule(story=story, by=request.user)
        messages.success(request, done)
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
    return redirect("story_manage", story.pk)


@requires(may_publish)
def story_take_down(request: SignedInRequest, story_id: int) -> HttpResponse:
    story = _visible(request, story_id)
    form = TakeDownForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.take_down_story(story=story, by=request.user, **form.cleaned_data)
        except RuleViolation as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Cerita diturunkan. Pemiliknya diberi tahu."))
            return redirect("story_manage", story.pk)
    return render(request, "programs/pilots/stories/story_take_down.html", {"story": story, "form": form})


def _visible(request: SignedInRequest, story_id: int) -> Story:
    rows = queries.with_photos(Story.objects.visible_to(request.user))
    return get_object_or_404(rows.select_related("business__owner", "pilot", "written_by"), pk=story_id)
