"""The pages of a registration, one thing on each."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import HTML
from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.common.fields import RupiahField
from umkm.regions.fields import RegencyField
from umkm.regions.models import Province

from .choices import LegalForm
from .figures import has_full_year, sales_problem, start_year_sentence, this_year
from .models import EARLIEST_START, Kbli
from .queries import KBLI_WORDS_LENGTH, find_kbli
from .stepform import NibField, StepForm

MOST_EMPLOYEES = 100_000  # far above any UMKM
YES_NO = ((True, gettext_lazy("Ya, ada")), (False, gettext_lazy("Tidak ada")))


class PlaceForm(StepForm):
    slug, title = "tempat", gettext_lazy("Nama dan tempat usaha")
    facts = ("name", "address", "regency")
    never_empty = ("name",)

    name = forms.CharField(
        label=gettext_lazy("Nama usaha"),
        help_text=gettext_lazy("Seperti di papan nama atau nota. Contoh: Keripik Bu Sari."),
        max_length=120,
        error_messages={"required": gettext_lazy("Tulis nama usaha Anda.")},
    )
    address = forms.CharField(
        label=gettext_lazy("Alamat usaha"),
        help_text=gettext_lazy("Contoh: Jalan Melati 5 RT 02/RW 07, Desa Cibeureum."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
        error_messages={"required": gettext_lazy("Tulis alamat tempat usaha.")},
    )
    province = forms.ModelChoiceField(
        label=gettext_lazy("Provinsi"),
        queryset=Province.objects.existing(),
        empty_label=None,
        error_messages={"invalid_choice": gettext_lazy("Pilih provinsi dari daftar.")},
    )
    regency = RegencyField(
        label=gettext_lazy("Kabupaten/kota"),
        error_messages={"required": gettext_lazy("Pilih kabupaten atau kota tempat usaha.")},
    )

    def arrange(self) -> None:
        self.initial.setdefault("province", self.business.province_id)
        regency: Any = self.fields["regency"]
        regency.follow(self.fields["province"], self["province"])

    def layout(self) -> list[Any]:
        show = format_html(
            '<noscript><p><button class="btn btn-outline-primary" type="submit" name="ganti" value="1">{}</button>'
            "</p></noscript>",
            _("Tampilkan kabupaten/kota provinsi ini"),
        )
        return ["name", "address", "province", HTML(show), "regency"]


class ActivityForm(StepForm):
    slug, title = "kegiatan", gettext_lazy("Yang dibuat atau dijual")
    facts = ("description", "kbli")

    description = forms.CharField(
        label=gettext_lazy("Apa yang Anda buat atau jual?"),
        help_text=gettext_lazy("Contoh: keripik singkong pedas dan kerupuk udang dalam kemasan."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Tulis apa yang dibuat atau dijual.")},
    )
    kbli = forms.CharField(
        label=gettext_lazy("Jenis usaha"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Cari dengan satu kata, lalu pilih satu jenis usaha.")},
    )

    def arrange(self) -> None:
        source = self.data if self.is_bound else self.initial
        self.words = str(source.get("kata") or "")[:KBLI_WORDS_LENGTH]
        chosen = source.get("kbli") or ""
        # stored: the key of a class; typed: its code
        self.chosen = (
            self.business.kbli.code if self.business.kbli and isinstance(chosen, int) else str(chosen)
        )
        self.results = find_kbli(self.words, chosen=self.chosen)

    def layout(self) -> list[Any]:
        return ["description", HTML('{% include "umkm/businesses/_kbli_picker.html" %}')]

    def clean_kbli(self) -> Kbli | None:
        code = self.cleaned_data["kbli"]
        if not code:
            return None
        found = Kbli.objects.in_force().filter(code=code).first()
        if found is None:
            raise ValidationError(_("Pilih satu jenis usaha dari daftar."))
        return found


class PapersForm(StepForm):
    slug, title = "legalitas", gettext_lazy("Tahun mulai, bentuk, dan NIB")
    facts = ("start_year", "legal_form", "nib")

    start_year = forms.IntegerField(
        label=gettext_lazy("Usaha ini mulai tahun berapa?"),
        help_text=gettext_lazy("Contoh: 2019. Kira-kira saja bila lupa."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4, "size": 4}),
        error_messages={
            "required": gettext_lazy("Tulis tahun mulai usaha."),
            "invalid": gettext_lazy("Tulis tahunnya dengan empat angka, misalnya 2019."),
        },
    )
    legal_form = forms.ChoiceField(
        label=gettext_lazy("Bentuk usaha"),
        help_text=gettext_lazy("Belum punya badan hukum? Pilih Perorangan."),
        choices=LegalForm.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Pilih bentuk usaha."),
            "invalid_choice": gettext_lazy("Pilih bentuk usaha dari daftar."),
        },
    )
    nib = NibField(
        label=gettext_lazy("NIB (Nomor Induk Berusaha)"),
        help_text=gettext_lazy("13 angka, dari oss.go.id. Kosongkan bila belum punya."),
        required=False,
    )

    def clean_start_year(self) -> int | None:
        year = self.cleaned_data["start_year"]
        if year is not None and not EARLIEST_START <= year <= this_year():
            raise ValidationError(start_year_sentence())
        return year


class MoneyForm(StepForm):
    slug, title = "usaha", gettext_lazy("Pekerja, penjualan, dan modal")
    lead = gettext_lazy("Hanya Anda dan petugas program yang membaca angka ini.")
    facts = ("employees", "last_year_sales", "capital")

    employees = forms.IntegerField(
        label=gettext_lazy("Berapa pekerja yang Anda bayar?"),
        help_text=gettext_lazy("Tanpa Anda sendiri. Tulis 0 bila belum ada."),
        min_value=0,
        max_value=MOST_EMPLOYEES,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": gettext_lazy("Tulis jumlah pekerja. Bila belum ada, tulis 0."),
            "invalid": gettext_lazy("Tulis jumlah orang dengan angka, misalnya 2."),
            "min_value": gettext_lazy("Jumlah pekerja tidak boleh kurang dari 0."),
            "max_value": gettext_lazy("Jumlah pekerja ini terlalu besar. Periksa lagi angkanya."),
        },
    )
    last_year_sales = RupiahField(required=False)
    not_a_full_year = forms.BooleanField(required=False)
    capital = RupiahField(
        label=gettext_lazy("Berapa modal usaha sekarang?"),
        help_text=gettext_lazy(
            "Nilai alat, barang dagangan, bahan, dan uang usaha. Tanah dan bangunan tidak dihitung."
        ),
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
            parts.insert(1, HTML(format_html('<p class="quiet">{}</p>', why)))
        return parts

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


class LoanForm(StepForm):
    slug, title = "pinjaman", gettext_lazy("Pinjaman bank")
    facts = ("has_bank_loan",)

    has_bank_loan = forms.TypedChoiceField(
        label=gettext_lazy("Apakah usaha ini sekarang punya pinjaman dari bank?"),
        help_text=gettext_lazy(
            "Termasuk KUR. Koperasi, pegadaian, dan pinjaman daring tidak dihitung. Jawaban ini tidak"
            " memengaruhi peluang Anda."
        ),
        choices=YES_NO,
        coerce=lambda value: value == "True",
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Pilih salah satu jawaban."),
            "invalid_choice": gettext_lazy("Pilih salah satu jawaban."),
        },
    )


STEPS: tuple[type[StepForm], ...] = (PlaceForm, ActivityForm, PapersForm, MoneyForm, LoanForm)
