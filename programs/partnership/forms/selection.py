"""What a phase asks of a business, its calendar, and by what businesses are compared."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.common.layout import Section, helper
from umkm.businesses.choices import SizeClass

from ..choices import Evidence, PhaseState, Stage
from ..models import Criterion, Phase
from ..models.phases import LEAST_REVIEWS, MOST_WEIGHT, PROGRAMME_SIZES
from ..services import Judged, Requirements
from ..services.selection import Days
from .shared import WordsField, date_field

OF_SELECTION = ("largest_size", "least_years", "needs_nib", "least_reviews")  # fixed once open
SPARE_ROWS = 2
MOST_CRITERIA = 12
NUMBER = {"invalid": gettext_lazy("Tulis angka saja, misalnya 2.")}


def whole(label: Any, least: int, most: int, **kwargs: Any) -> forms.IntegerField:
    bounds = {
        "min_value": gettext_lazy("Paling sedikit %(limit_value)s."),
        "max_value": gettext_lazy("Paling banyak %(limit_value)s."),
    }
    errors = {**NUMBER, **bounds, "required": gettext_lazy("Tulis angkanya.")}
    return forms.IntegerField(label=label, min_value=least, max_value=most, error_messages=errors, **kwargs)


class RequirementsForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Nama tahap"),
        max_length=120,
        error_messages={"required": gettext_lazy("Tulis nama tahapnya.")},
    )
    starts_on = date_field(gettext_lazy("Mulai"), missing=gettext_lazy("Pilih tanggal mulai."))
    ends_on = date_field(gettext_lazy("Selesai"), required=False)
    largest_size = forms.ChoiceField(
        label=gettext_lazy("Kelas usaha paling besar"),
        choices=[(size.value, SizeClass(size).label) for size in PROGRAMME_SIZES],
    )
    least_years = whole(gettext_lazy("Lama berjalan paling sedikit (tahun)"), 0, 50)
    needs_nib = forms.BooleanField(label=gettext_lazy("Usaha harus punya NIB"), required=False)
    least_reviews = whole(gettext_lazy("Penilai paling sedikit untuk setiap usulan"), LEAST_REVIEWS, 5)
    answer_days = whole(gettext_lazy("Hari untuk menjawab tawaran kursi"), 1, 60)

    def __init__(self, *args: Any, phase: Phase, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(phase, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        if phase.state != PhaseState.PLANNED:
            for name in OF_SELECTION:
                self.fields[name].disabled = True

    @property
    def helper(self) -> Any:
        return helper(
            Section(_("Tahap"), "name", "starts_on", "ends_on"),
            Section(
                _("Syarat dan penilaian"),
                *OF_SELECTION,
                hint=_("Tetap sejak tahap dibuka, supaya seleksinya adil."),
            ),
            Section(_("Tawaran kursi"), "answer_days"),
        )

    def requirements(self) -> Requirements:
        return Requirements(**self.cleaned_data)


class CalendarForm(forms.Form):
    """From when to when, for each of the steps; both days or none."""

    def __init__(self, *args: Any, phase: Phase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {row.stage: row for row in phase.stages.all()}
        for stage in Stage:
            row = known.get(stage)
            for name, label in (("starts_on", _("%(stage)s mulai")), ("ends_on", _("%(stage)s selesai"))):
                field = date_field(label % {"stage": stage.label}, required=False)
                field.initial = getattr(row, name, None)
                self.fields[f"{stage}_{name}"] = field

    @property
    def helper(self) -> Any:
        rows = [Div(f"{stage}_starts_on", f"{stage}_ends_on", css_class="field-row") for stage in Stage]
        return helper(*rows)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for stage in Stage:
            names = f"{stage}_starts_on", f"{stage}_ends_on"
            if any(name in self.errors for name in names):
                continue
            missing = [name for name in names if not cleaned.get(name)]
            if len(missing) == 1:
                self.add_error(
                    missing[0], _("Isi kedua tanggalnya, atau kosongkan keduanya bila belum diketahui.")
                )
        return cleaned

    def days(self) -> dict[Stage, Days | None]:
        found: dict[Stage, Days | None] = {}
        for stage in Stage:
            start, end = (self.cleaned_data[f"{stage}_{name}"] for name in ("starts_on", "ends_on"))
            found[stage] = (start, end) if start and end else None
        return found


class CriterionRow(forms.Form):
    """One criterion among those of a phase; emptied, it goes."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    place = whole(gettext_lazy("Urutan"), 1, 99, required=False)
    title = forms.CharField(label=gettext_lazy("Kriteria"), max_length=80, required=False)
    guidance = WordsField(label=gettext_lazy("Cara menilai"), max_length=300, required=False, rows=2)
    weight = whole(gettext_lazy("Bobot"), 1, MOST_WEIGHT, required=False)
    evidence = forms.ChoiceField(
        label=gettext_lazy("Bukti di sampingnya"),
        required=False,
        choices=[("", gettext_lazy("Tidak ada")), *Evidence.choices],
    )
    gone = forms.BooleanField(label=gettext_lazy("Hapus kriteria ini"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, missing in (
            ("title", _("Tulis kriterianya, atau centang hapus.")),
            ("weight", _("Tulis bobotnya, misalnya 20.")),
        ):
            self.fields[name].required = bool(self.initial)
            self.fields[name].error_messages["required"] = missing

    @property
    def helper(self) -> Any:
        gone = ("gone",) if self.initial else ()
        row = Div("place", "weight", "evidence", css_class="field-row")
        return helper("pk", "title", "guidance", row, *gone)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("gone"):  # whatever stands in its fields
            self.errors.clear()
        elif not self.is_blank:
            for name in ("title", "weight"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned

    @property
    def is_blank(self) -> bool:
        """A spare row that nobody used."""
        told = self.cleaned_data
        return not (told.get("pk") or told.get("title") or told.get("weight") or self.errors)


class CriteriaForm:
    """All criteria of a phase on one page: change, order by number, remove, add in the spare rows."""

    def __init__(self, data: Any = None, *, phase: Phase) -> None:
        rows = list(phase.criteria.order_by("number"))
        count = (
            _sent(data) if data is not None else max(len(rows), min(len(rows) + SPARE_ROWS, MOST_CRITERIA))
        )
        self.refusal = ""
        self.rows = [
            CriterionRow(data, prefix=f"kriteria-{number}", initial=_initial(rows, number), auto_id="id_%s")
            for number in range(count)
        ]

    def is_valid(self) -> bool:
        return all(row.is_valid() for row in self.rows)

    def criteria(self) -> list[Judged]:
        kept = [row for row in self.rows if not (row.cleaned_data.get("gone") or row.is_blank)]
        ordered = sorted(enumerate(kept), key=lambda pair: (pair[1].cleaned_data["place"] or 99, pair[0]))
        names = ("title", "guidance", "weight", "evidence", "pk")
        return [Judged(**{name: row.cleaned_data[name] for name in names}) for _number, row in ordered]


def _sent(data: Any) -> int:
    """As many rows as the page had, whatever somebody else did meanwhile."""
    return next(number for number in range(MOST_CRITERIA + SPARE_ROWS + 1) if not _has(data, number))


def _has(data: Any, number: int) -> bool:
    return number < MOST_CRITERIA + SPARE_ROWS and f"kriteria-{number}-title" in data


def _initial(rows: list[Criterion], number: int) -> dict[str, Any]:
    if number >= len(rows):
        return {}
    row = rows[number]
    told = {name: getattr(row, name) for name in ("pk", "title", "guidance", "weight", "evidence")}
    return {"place": row.number, **told}
