"""What template parts are fed with: small frozen records, so that pages build them in views or queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

TaskState = Literal["done", "todo", "started", "returned", "blocked", "optional"]

_TASK_STATES = {
    "done": (_("Selesai"), "good"),
    "todo": (_("Belum"), "neutral"),
    "started": (_("Sedang diisi"), "waiting"),
    "returned": (_("Perlu diperbaiki"), "attention"),
    "blocked": (_("Belum bisa"), "neutral"),
    "optional": (_("Boleh dikosongkan"), "neutral"),
}


@dataclass(frozen=True)
class Task:
    """A line of parts/task_list.html."""

    title: str
    state: TaskState = "todo"
    url: str = ""
    hint: str = ""

    @property
    def state_label(self) -> str:
        return str(_TASK_STATES[self.state][0])

    @property
    def tone(self) -> str:
        return _TASK_STATES[self.state][1]


@dataclass(frozen=True)
class Fact:
    """A line of parts/check_answers.html."""

    label: str
    value: Any
    url: str = ""
    action: str = ""
    missing: str = ""


@dataclass(frozen=True)
class Event:
    """An entry of parts/timeline.html. Tones as those of badges."""

    title: str
    at: datetime
    by: str = ""
    text: str = ""
    tone: str = "neutral"
    url: str = ""
    action: str = ""
