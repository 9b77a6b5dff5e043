"""The form that schedules one session or a series of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.training.choices import Rhythm
from programs.training.forms import SessionForm, show_refusal
from programs.training.models import Module
from soksi_portal.common.errors import RuleViolation
from soksi_portal.common.layout import Section, say_when_needed

from .candidates import starts_of
from .series import MOST_SESSIONS, Meeting, modules_along

SAME, PATH = "same", "path"


class ScheduleForm(SessionForm):
    """A session, and how often it comes back."""

    rhythm = forms.ChoiceField(
        label=gettext_lazy("Berulang"), choices=Rhythm.choices, initial=Rhythm.ONCE, required=False
    )
    times = forms.IntegerField(
        label=gettext_lazy("Berapa sesi"),
        required=False,
        min_value=2,
        max_value=MOST_SESSIONS,
        help_text=gettext_lazy("Termasuk sesi pertama. Misalnya: 3."),
    )
    modules = forms.ChoiceField(
        label=gettext_lazy("Isi rangkaian"),
        required=False,
        initial=SAME,
        choices=[
            (SAME, gettext_lazy("Modul yang sama setiap kali")),
            (PATH, gettext_lazy("Modul berikutnya menurut jalur tahap")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("rhythm", "modules"):  # their first choice says it
            say_when_needed(self.fields[name], "")
        say_when_needed(self.fields["times"], _("bila berulang"))

    def sections(self) -> list[Any]:
        *before, enter, what, when, who, collisions = super().sections()
        repeat = Section(
            _("Rangkaian"),
            Div("rhythm", "times", css_class="field-row"),
            "modules",
            hint=_("Semua sesi dijadwalkan bersama, atau tidak satu pun. Tanggalnya dapat dilihat dahulu."),
        )
        return [enter, *before, what, when, repeat, who, collisions]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("rhythm", Rhythm.ONCE) in ("", Rhythm.ONCE):
            data["rhythm"], data["times"] = Rhythm.ONCE, 1
        elif "times" in data and not data["times"]:
            self.add_error("times", _("Tulis berapa sesi, misalnya 4."))
        try:
            self.meetings()
        except RuleViolation as refusal:
            show_refusal(self, refusal)
        return data

    @property
    def is_series(self) -> bool:
        return self.cleaned_data.get("rhythm", Rhythm.ONCE) != Rhythm.ONCE

    @property
    def skipped(self) -> set[str]:
        """Days of the series, as `2026-12-01`, that staff leave out."""
        getlist = getattr(self.data, "getlist", None)
        return set(getlist("lewati")) if getlist else set()

    def starts(self) -> list[dt.datetime]:
        first = self.moment("start")
        times = self.cleaned_data.get("times")
        if first is None or not times:
            return []
        return starts_of(first, self.cleaned_data.get("rhythm", Rhythm.ONCE), times)

    def meetings(self) -> list[Meeting]:
        """As far as it is known what is meant; without the days left out. Raises SeriesRefused."""
        module: Module | None = self.cleaned_data.get("module")
        starts = [
            one for one in self.starts() if not self.is_series or one.date().isoformat() not in self.skipped
        ]
        if module is None or not starts:
            return []
        modules = [module] * len(starts)
        if self.is_series and self.cleaned_data.get("modules") == PATH and self.cleaned_data.get("phase"):
            path = self.cleaned_data["phase"].path.filter(module__is_active=True).select_related("module")
            modules = modules_along(module, [step.module for step in path], len(starts))
        return [Meeting(start, one) for start, one in zip(starts, modules, strict=True)]
