"""What waits because of stories: the owner's answer, and what may be published or has to be mended."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.pilots.choices import StoryState
from programs.pilots.models import Story
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.home import Waiting
from soksi_portal.accounts.models import User
from soksi_portal.common.display import figure

MOST = 5


def waiting_for(user: User) -> Iterator[Waiting]:
    if user.has_role(Role.CADRE):
        yield from _to_answer(user)
    if user.has_role(Role.BOARD):
        yield from _to_do(user)


def _to_answer(user: User) -> Iterator[Waiting]:
    asked = Story.objects.filter(business__owner__user=user, state=StoryState.ASKED)
    for story in asked.select_related("business").order_by("pk")[:MOST]:
        yield Waiting(
            title=_("Bolehkah cerita %(business)s diterbitkan?") % {"business": story.business},
            text=_("Baca dahulu tulisan dan fotonya. Tanpa persetujuan Anda, cerita itu tidak terbit."),
            url=reverse("story_consent", args=[story.pk]),
            action=_("Baca dan jawab"),
            urgency=32,
        )


TASKS = {
    StoryState.AGREED: (
        gettext_lazy("%(number)s cerita siap terbit"),
        gettext_lazy("Pemiliknya sudah setuju."),
        gettext_lazy("Terbitkan"),
    ),
    StoryState.DECLINED: (
        gettext_lazy("%(number)s cerita diminta diperbaiki"),
        gettext_lazy("Pemiliknya menulis apa yang sebaiknya diubah."),
        gettext_lazy("Perbaiki"),
    ),
}


def _to_do(user: User) -> Iterator[Waiting]:
    counted = dict(
        Story.objects.visible_to(user)
        .filter(state__in=TASKS)
        .values_list("state")
        .annotate(number=Count("pk"))
        .order_by()
    )
    for state, (title, text, action) in TASKS.items():
        if counted.get(state):
            yield Waiting(
                title=str(title) % {"number": figure(counted[state])},
                text=str(text),
                url=f"{reverse('story_desk')}?status={state.value}",
                action=str(action),
                urgency=35,
                count=counted[state],
            )
