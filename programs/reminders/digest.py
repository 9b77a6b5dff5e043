"""Once a week each member of staff reads what waits: the same parts as on the own start page."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.home import Waiting, waiting_for
from soksi_portal.accounts.models import User
from soksi_portal.common.display import figure, in_zone
from soksi_portal.outbox.models import Message, MessageQuerySet
from soksi_portal.outbox.services import enqueue

from .wordings import DIGEST

ZONE = ZoneInfo("Asia/Jakarta")
HOUR = time(8)  # on Mondays
CATCH_UP = timedelta(days=2)  # later it is no longer the beginning of the week
READERS = (Role.COORDINATOR, Role.BOARD, Role.JAMKRINDO, Role.ADMIN)
REF = "digest"


class Digests:
    """Kind: the week of one member of staff."""

    def wanting(self, now: datetime) -> set[int]:
        return set(_readers(now).values_list("pk", flat=True))

    @transaction.atomic
    def plan(self, subject_id: int, now: datetime) -> int:
        """With the person locked, so that two planners do not gather the same at once."""
        wanted = User.objects.filter(pk__in=_readers(now).filter(pk=subject_id).values("pk"))
        rows = wanted.select_for_update(skip_locked=True, no_key=True)
        return sum(_tell(person, now) for person in list(rows))

    def outdated(self) -> list[tuple[MessageQuerySet, str]]:
        """None waits: it is planned as it is due."""
        return []


def _readers(now: datetime) -> QuerySet[User]:
    """Who has not had this week's, while it is of use."""
    begins = datetime.combine(_monday(now), HOUR, ZONE)
    if not begins <= now < begins + CATCH_UP:
        return User.objects.none()
    told = Message.objects.filter(
        occasion=DIGEST, subject_ref=REF, revision=_monday(now).toordinal(), recipient=OuterRef("pk")
    )
    return User.objects.with_role(*READERS).filter(~Exists(told))


def _monday(now: datetime) -> date:
    today = in_zone(now, ZONE).date()
    return today - timedelta(days=today.weekday())


def _tell(person: User, now: datetime) -> bool:
    waiting = waiting_for(person)
    monday = _monday(now)
    message = enqueue(
        occasion=DIGEST,
        subject_ref=REF,
        revision=monday.toordinal(),
        recipient=person,
        fields={
            "jumlah": figure(len(waiting)),
            "daftar": "\n".join(_line(item) for item in waiting) or _("Tidak ada yang menunggu Anda."),
            "tautan": urljoin(settings.PORTAL_URL, reverse("home")),
        },
        expires_at=datetime.combine(monday, HOUR, ZONE) + timedelta(days=6),
    )
    return message is not None


def _line(item: Waiting) -> str:
    return f"- {item.title}: {item.text}" if item.text else f"- {item.title}"
