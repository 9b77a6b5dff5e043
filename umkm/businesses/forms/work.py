"""Who works there, what it earns, how it sells, and its loan."""

from __future__ import annotations

from typing import Any, ClassVar

from crispy_forms.layout import HTML
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.common.fields import CheckedField, RupiahInput

from .. import checks
from ..choices import MarketingChannel, Wish
from ..figures import has_full_year, sales_problem, this_year
from .step import StepForm

YES_NO = (("True", gettext_lazy("Ya, ada")), ("False", gettext_lazy("Tidak ada")))


class PeopleForm(StepForm):
    """Asked apart, since two small numbers are told more easily than a sum and a part of it."""

    slug, title = "pekerja", gettext_lazy("Pekerja")
    purpose = gettext_lazy("Menunjukkan berapa keluarga yang hidup dari usaha ini.")
    lead = gettext_lazy("Yang Anda bayar, tanpa Anda sendiri. Tulis 0 bila belum ada.")
    facts = ("employees", "women_employees")
    remarked: ClassVar[dict[str, str]] = {"women": "women_employees", "men": "employees"}

    women = CheckedField(
        checks.check_women_employees,
        label=gettext_lazy("Berapa pekerja perempuan?"),
        help_text=gettext_lazy("Contoh: 2"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": gettext_lazy("Tulis jumlah pekerja perempuan. Bila tidak ada, tulis 0.")},
    )
    men = CheckedField(
        checks.check_men_employees,
        label=gettext_lazy("Berapa pekerja laki-laki?"),
        help_text=gettext_lazy("Contoh: 1"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": gettext_lazy("Tulis jumlah pekerja laki-laki. Bila tidak ada, tulis 0.")},
    )

    def stored(self) -> dict[str, Any]:
        everybody, women = self.business.employees, self.business.women_employees
        return {"women": women, "men": None if everybody is None else everybody - (women or 0)}

    def told(self) -> dict[str, Any]:
        """Of a page that is saved half filled, each number stays what it is."""
        women, men = self.cleaned_data.get("women"), self.cleaned_data.get("men")
        return {"employees": None if men is None else men + (women or 0), "women_employees": women}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (cleaned.get("women") or 0) + (cleaned.get("men") or 0) > checks.MOST_EMPLOYEES:
            self.add_error("men", str(checks.TOO_MANY_PEOPLE))
        return cleaned


class MoneyForm(StepForm):
    slug, title = "usaha", gettext_lazy("Penjualan dan modal")
    purpose = gettext_lazy("Menentukan kelas usaha dan pinjaman yang cocok.")
    lead = gettext_lazy("Hanya Anda dan petugas program yang membaca angka ini.")
    facts = ("last_year_sales", "capital")

    last_year_sales = CheckedField(checks.check_last_year_sales, required=False, widget=RupiahInput)
    not_a_full_year = forms.BooleanField(required=False)
    capital = CheckedField(
        checks.check_capital,
        label=gettext_lazy("Berapa modal usaha sekarang?"),
        help_text=gettext_lazy(
            "Nilai alat, barang dagangan, bahan, dan uang usaha. Tanah dan bangunan tidak dihitung."
            " Contoh: 15.000.000."
        ),
        widget=RupiahInput,
        error_messages={"required": gettext_lazy("Tulis modal usaha. Kira-kira saja bila tidak pasti.")},
    )

    def arrange(self) -> None:
        year = {"year": this_year() - 1}
        sales, tick = self.fields["last_year_sales"], self.fields["not_a_full_year"]
        sales.label = _("Berapa penjualan sepanjang tahun %(year)s?") % year
        sales.help_text = _("Semua penjualan Januari–Desember, sebelum dikurangi biaya. Contoh: 120.000.000.")
        tick.label = _("Tahun %(year)s usaha belum berjalan satu tahun penuh") % year
        full_year = has_full_year(self.business.start_year)
        if full_year:
            del self.fields["not_a_full_year"]
            sales.error_messages["required"] = sales_problem(
                start_year=self.business.start_year, last_year_sales=None
            )
            sales.required = True
        elif full_year is False:
            del self.fields["last_year_sales"], self.fields["not_a_full_year"]
        elif self.initial.get("last_year_sales") is None and self.business.capital is not None:
            self.initial.setdefault("not_a_full_year", True)

    def layout(self) -> list[Any]:
        parts: list[Any] = list(self.fields)
        if "last_year_sales" not in self.fields:
            why = _(
                "Usaha Anda mulai tahun ini, jadi penjualan setahun belum ditanya. Kelasnya dihitung dari modal."
            )
            parts.insert(0, HTML(format_html('<p class="quiet">{}</p>', why)))
        return parts

    def told(self) -> dict[str, Any]:
        """Sales that are not asked are none: the year of the start may have been mended."""
        return {name: self.cleaned_data.get(name) for name in self.facts}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "not_a_full_year" not in self.fields or "last_year_sales" in self.errors:
            return cleaned
        told, ticked = cleaned.get("last_year_sales") is not None, cleaned.get("not_a_full_year")
        if told and ticked:
            self.add_error(
                "last_year_sales", _("Pilih salah satu: tulis penjualannya, atau centang kotak di bawah.")
            )
        elif not told and not ticked and not self.partial:
            self.add_error("last_year_sales", _("Tulis penjualannya, atau centang kotak di bawah."))
        return cleaned


class SellingForm(StepForm):
    slug, title = "pemasaran", gettext_lazy("Cara menjual dan keinginan Anda")
    purpose = gettext_lazy("Pelatihan disusun dari yang ingin Anda perbaiki.")
    facts = ("marketing_channels", "wishes")
    may_be_skipped = True

    marketing_channels = forms.MultipleChoiceField(
        label=gettext_lazy("Bagaimana Anda menjual sekarang?"),
        help_text=gettext_lazy("Pilih semua yang cocok."),
        choices=MarketingChannel.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Pilih cara menjual dari daftar.")},
    )
    wishes = forms.MultipleChoiceField(
        label=gettext_lazy("Apa yang ingin Anda perbaiki?"),
        help_text=gettext_lazy("Pilih semua yang cocok."),
        choices=Wish.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Pilih keinginan Anda dari daftar.")},
    )


class LoanForm(StepForm):
    slug, title = "pinjaman", gettext_lazy("Pinjaman bank")
    purpose = gettext_lazy("Titik awal: program ini menjembatani usaha ke bank.")
    facts = ("has_bank_loan",)

    has_bank_loan = forms.TypedChoiceField(
        label=gettext_lazy("Apakah usaha ini sekarang punya pinjaman dari bank?"),
        help_text=gettext_lazy(
            "Termasuk KUR. Koperasi, pegadaian, dan pinjaman daring tidak dihitung. Jawaban ini tidak"
            " memengaruhi peluang Anda."
        ),
        choices=YES_NO,
        coerce=checks.check_has_bank_loan,
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Pilih salah satu jawaban."),
            "invalid_choice": gettext_lazy("Pilih salah satu jawaban."),
        },
    )
