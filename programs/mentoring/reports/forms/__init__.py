"""One page of the sheet as a form, and the small forms around it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.mentoring.models import MONEY, Report
from programs.mentoring.models.reports import GONE, MOST_YEARS
from programs.mentoring.reports.months import MOST_BACK, first_of, month_code, month_words, read_month, today
from programs.mentoring.reports.sheet import Asked, Page
from programs.mentoring.statements.figures import month_after
from soksi_portal.common.display import figure, rupiah
from soksi_portal.common.fields import CheckedField, RupiahField
from soksi_portal.common.layout import helper
from soksi_portal.common.typed import clean_text, whole_number

from .disposal import Held, choice_field, clean_gone, folded, held_before

__all__ = ["CloseForm", "PageForm", "SendForm", "StartForm", "held_before"]
MOST_PEOPLE = 10_000
REQUIRED = gettext_lazy("Tulis jumlahnya. Bila tidak ada, tulis 0.")


def _employees(text: str) -> int | None:
    most = _("Jumlah pekerja ini terlalu besar. Periksa lagi.")
    return whole_number(text, name=_("Jumlah pekerja"), example="2", most=MOST_PEOPLE, too_large=most)


def _years(text: str) -> int | None:
    wrong = _("Umur alat antara 1 dan %(most)s tahun.") % {"most": MOST_YEARS}
    text = text.strip().removesuffix("tahun").removesuffix("th")
    years = whole_number(text, name=_("Umur alat"), example="5", most=MOST_YEARS, too_large=wrong)
    return years or None


def _name(text: str) -> str:
    return clean_text(text, longest=120, name=_("Nama alat"))


CHECKS: dict[str, Callable[[str], Any]] = {
    "employees": _employees,
    "equipment_years": _years,
    "equipment_name": _name,
}


class PageForm(forms.Form):
    """`partial` keeps what is there and asks for nothing more."""

    def __init__(
        self,
        data: Any = None,
        *,
        report: Report,
        page: Page,
        before: Report | None,
        partial: bool = False,
        held: Sequence[Held] = (),
    ) -> None:
        self.page, self.partial, self.held = page, partial, held
        initial = {name: getattr(report, name) for name in page.names}
        if page.is_optional and not any(initial.values()):
            initial = {}  # zeros that nobody typed
        super().__init__(data, initial=initial)
        for asked in page.fields:
            self.fields[asked.name] = _field(asked, before, required=not (asked.may_be_empty or partial))
        self.helper = helper(*self.fields, *self._rare(initial))

    def _rare(self, initial: dict[str, Any]) -> list[Any]:
        """Only where there is equipment that can leave."""
        if not self.page.rare or not self.held:
            return []
        for asked in self.page.rare:
            common = {"label": asked.label, "help_text": asked.hint, "required": False}
            is_choice = asked.name == "gone_from"
            self.fields[asked.name] = (
                choice_field(self.held, **common) if is_choice else RupiahField(**common)
            )
        if initial.get("gone_from"):
            self.initial["gone_from"] = month_code(initial["gone_from"])
        return list(folded(self, [asked.name for asked in self.page.rare]))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "gone_from" in self.fields:
            clean_gone(self, self.held)
        bought = cleaned.get("equipment_bought")
        if "equipment_bought" in self.fields and not self.partial and not self.errors:
            self._clean_equipment(cleaned, bought)
        return cleaned

    def _clean_equipment(self, cleaned: dict[str, Any], bought: int | None) -> None:
        if bought:
            if not cleaned.get("equipment_name"):
                self.add_error("equipment_name", _("Tulis alat apa."))
            if not cleaned.get("equipment_years"):
                self.add_error("equipment_years", _("Tulis kira-kira berapa tahun alat itu terpakai."))
        elif cleaned.get("equipment_name") or cleaned.get("equipment_years"):
            self.add_error(
                "equipment_bought", _("Tulis harganya, atau kosongkan semua bila tidak membeli alat.")
            )

    def told(self) -> dict[str, Any]:
        """As the sheet keeps it: nothing written where it may be empty is nothing happened."""
        found = {}
        for asked in self.page.fields:
            value = self.cleaned_data.get(asked.name)
            if asked.name == "equipment_name":
                value = value or ""
            elif value is None and asked.may_be_empty and not self.partial:
                value = 0
            found[asked.name] = value
        return found | {name: self.cleaned_data.get(name) for name in GONE if name in self.fields}


def _field(asked: Asked, before: Report | None, *, required: bool) -> forms.Field:
    common: dict[str, Any] = {
        "label": asked.label,
        "help_text": _hint(asked, before),
        "required": required,
        "error_messages": {"required": REQUIRED},
    }
    if asked.name in MONEY:
        return RupiahField(**common)
    return CheckedField(
        CHECKS[asked.name],
        widget=forms.TextInput(
            attrs={} if asked.name == "equipment_name" else {"inputmode": "numeric", "autocomplete": "off"}
        ),
        **common,
    )


def _hint(asked: Asked, before: Report | None) -> Any:
    """With what was told of the month before."""
    version = before.current if before else None
    if version is None or (
        before
        and before.is_opening
        and asked.name not in ("cash", "bank", "receivables", "payables", "stock")
    ):
        return asked.hint
    value = getattr(version, asked.name)
    if asked.name == "equipment_name" or (asked.name == "equipment_years" and not value):
        return asked.hint
    told = rupiah(value) if asked.name in MONEY else figure(value)
    words = _("Saldo awal: %(value)s") if before and before.is_opening else _("Bulan lalu: %(value)s")
    return format_html('{} <span class="last-month">{}</span>', asked.hint, words % {"value": told})


class SendForm(forms.Form):
    """What is to be said with it: why counted cash differs, why it is mended."""

    difference_reason = forms.CharField(
        label=gettext_lazy("Menurut Anda, dari mana selisih itu?"),
        help_text=gettext_lazy("Contoh: belanja kecil tidak tercatat. Tulis “belum tahu” bila memang belum."),
        max_length=300,
        error_messages={"required": gettext_lazy("Tulis penjelasannya, atau perbaiki angkanya dahulu.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Mengapa laporan ini diperbaiki?"),
        help_text=gettext_lazy("Tersimpan bersama laporan. Contoh: satu nota belanja tertinggal."),
        max_length=300,
        error_messages={"required": gettext_lazy("Tulis mengapa laporan ini diperbaiki.")},
    )

    def __init__(self, data: Any = None, *, report: Report, difference: int) -> None:
        super().__init__(data, initial={"difference_reason": report.difference_reason})
        if not difference:
            del self.fields["difference_reason"]
        if report.sent_at is None:
            del self.fields["reason"]
        self.helper = helper(*self.fields)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        return {
            name: clean_text(value, longest=300, name=self.fields[name].label or "")
            for name, value in cleaned.items()
        }


class StartForm(forms.Form):
    month = forms.ChoiceField(
        label=gettext_lazy("Sejak kapan Anda mulai mencatat?"),
        help_text=gettext_lazy(
            "Saldo awal dihitung pada akhir bulan yang Anda pilih; laporan pertama adalah bulan sesudahnya."
        ),
        error_messages={
            "required": gettext_lazy("Pilih salah satu bulan."),
            "invalid_choice": gettext_lazy("Pilih salah satu bulan."),
        },
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        now = first_of(today())
        months = [month_after(now, -back) for back in range(1, MOST_BACK + 1)]
        words = _("Akhir %(month)s")
        choices = [(month_code(one), words % {"month": month_words(one)}) for one in months]
        self.fields["month"].choices = choices  # type: ignore[attr-defined]
        self.helper = helper("month")

    def clean_month(self) -> Any:
        return read_month(self.cleaned_data["month"])


class CloseForm(forms.Form):
    partner = forms.CharField(
        label=gettext_lazy("Kepada siapa angkanya dilaporkan?"),
        help_text=gettext_lazy("Contoh: Bank Rakyat Indonesia cabang Bandung, lewat rujukan."),
        max_length=160,
        error_messages={"required": gettext_lazy("Tulis kepada siapa angkanya dilaporkan.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.helper = helper("partner")

    def clean_partner(self) -> str:
        return clean_text(self.cleaned_data["partner"], longest=160, name=_("Nama mitra"))
