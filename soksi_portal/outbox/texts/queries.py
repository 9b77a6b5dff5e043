"""The texts as an admin looks at them: which there are, what one says today, and how that came about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _

from soksi_portal.common.parts import Event
from soksi_portal.outbox import occasions
from soksi_portal.outbox.choices import Kind, MessageState
from soksi_portal.outbox.models import Message

from .filling import Wording, filled
from .html import as_html
from .models import WordingVersion
from .occasion import Occasion
from .services import newest
from .sms import Length, length_of


@dataclass(frozen=True)
class Line:
    """One occasion in the list."""

    occasion: Occasion
    version: int  # 0: as it was written first

    @property
    def url(self) -> str:
        return reverse("wording_detail", args=[self.occasion.key])


@dataclass(frozen=True)
class Preview:
    """What a message would say with the examples."""

    wording: Wording
    is_stoppable: bool = False

    @property
    def mail(self) -> str:
        """The e-mail as HTML; its links lead nowhere true."""
        stop = "#" if self.is_stoppable else ""
        return as_html(self.wording.title, self.wording.body, stop_url=stop)

    @property
    def length(self) -> Length:
        return length_of(self.wording.short)


def by_kind() -> list[tuple[Kind, list[Line]]]:
    """All texts, one query for their versions, of which there are few."""
    numbers = dict(WordingVersion.objects.order_by("key", "number").values_list("key", "number"))
    lines = [Line(one, numbers.get(one.key, 0)) for one in occasions.declared()]
    return [(kind, list(group)) for kind, group in groupby(lines, key=lambda line: line.occasion.kind)]


def current(occasion: Occasion) -> tuple[Wording, int]:
    """The text that holds and its number; 0 as it was written first."""
    version = newest(occasion.key)
    return (version.wording, version.number) if version else (Wording.written_first(occasion), 0)


def preview(occasion: Occasion, wording: Wording) -> Preview:
    return Preview(filled(occasion, wording, occasion.examples), occasion.kind.is_stoppable)


def planned_with_it(occasion: Occasion) -> int:
    """How many wait that keep the text they were planned with."""
    waiting = Message.objects.filter(occasion=occasion.code, state=MessageState.PENDING)
    return waiting.order_by()[:1_000].count()


def history(occasion: Occasion) -> list[Event]:
    """The newest first; each older one can be had again."""
    versions = list(
        WordingVersion.objects.filter(key=occasion.key)
        .select_related("written_by", "restores")
        .order_by("-number")
    )
    return list(_events(occasion, versions))


def _events(occasion: Occasion, versions: list[WordingVersion]) -> Iterator[Event]:
    for position, version in enumerate(versions):
        title = _("Versi %(number)d") % {"number": version.number}
        if version.restores:
            title = _("Versi %(number)d, sama dengan versi %(old)d") % {
                "number": version.number,
                "old": version.restores.number,
            }
        older = position > 0
        yield Event(
            title=title,
            at=version.written_at,
            by=version.written_by.full_name,
            text=version.reason,
            tone="neutral" if older else "good",
            url=reverse("wording_restore", args=[occasion.key, version.number]) if older else "",
            action=_("Lihat dan pakai lagi") if older else "",
        )
