"""Tests and feedback that wait for a person on `/beranda/`."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from programs.training.choices import SessionState
from programs.training.models import Invitation
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.home import Waiting
from soksi_portal.accounts.models import User
from soksi_portal.common.display import moment

from .queries import tasks_of
from .tokens import WITH_PAGE
from .windows import CLOSES, PRE_OPENS

MOST = 3  # sessions; the rest is on the list


def for_participant(user: User) -> Iterator[Waiting]:
    if not user.has_role(Role.CADRE):
        return
    now = timezone.now()
    near = (
        Invitation.objects.live()
        .filter(person=user, session__ends_at__gt=now - CLOSES, session__starts_at__lt=now + PRE_OPENS)
        .exclude(session__state=SessionState.CANCELLED)
        .select_related(*WITH_PAGE)
        .order_by("session__starts_at")
    )
    titles = {
        "pre": (_("Tes awal: %(module)s"), _("Kerjakan tes")),
        "post": (_("Tes akhir: %(module)s"), _("Kerjakan tes")),
        "feedback": (_("Bagaimana pelatihannya? %(module)s"), _("Isi umpan balik")),
    }
    for invitation in near[:MOST]:
        for task in tasks_of(invitation):
            title, action = titles[task.what]
            closes = moment(task.window.closes_at, invitation.province.time_zone)
            yield Waiting(
                title=title % {"module": invitation.session.module},
                text=_("Sampai %(time)s.") % {"time": closes},
                url=task.url,
                action=action,
                urgency=15 if task.what != "feedback" else 25,
            )
