"""What is asked of a bank, and what the bank records."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from programs.bankaccess.choices import DeclineReason
from programs.bankaccess.models import BankOrganisation, Offer
from programs.bankaccess.models.referrals import MOST_MONTHS
from programs.bankaccess.products.forms import date_field
from soksi_portal.common.fields import RupiahField

FILES = (("xlsx", _("Excel")), ("csv", _("CSV")))


def words_field(
    label: Any, *, required: bool = True, help_text: Any = "", missing: Any = ""
) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=500,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": missing},
    )


def months_field(*, required: bool = True) -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Jangka waktu (bulan)"),
        required=required,
        min_value=1,
        max_value=MOST_MONTHS,
        widget=forms.NumberInput(attrs={"class": "width-10"}),
        error_messages={
            "required": _("Tulis jangka waktunya."),
            "invalid": _("Tulis dengan angka, misalnya 24."),
            "min_value": _("Paling sedikit 1 bulan."),
            "max_value": _("Paling lama %(limit_value)s bulan."),
        },
    )


class OfferChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.bank} – {obj.product.name}"


class ReferralForm(forms.Form):
    offer = OfferChoice(
        label=_("Bank dan produk"),
        queryset=Offer.objects.none(),
        empty_label=_("Pilih bank dan produknya"),
        error_messages={
            "required": _("Pilih bank dan produknya."),
            "invalid_choice": _("Pilih dari daftar."),
        },
    )
    amount = RupiahField(
        label=_("Jumlah yang diajukan"), min_value=1, error_messages={"required": _("Tulis jumlahnya.")}
    )
    months = months_field(required=False)
    purpose = forms.CharField(
        label=_("Untuk apa"),
        max_length=300,
        help_text=_("Misalnya: membeli dua kompor dan etalase."),
        error_messages={"required": _("Tulis uangnya untuk apa.")},
    )
    wants_guarantee = forms.BooleanField(label=_("Minta penjaminan Jamkrindo"), required=False, initial=True)

    def __init__(self, *args: Any, offers: QuerySet[Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(OfferChoice, self.fields["offer"]).queryset = offers


class WordsForm(forms.Form):
    words = words_field(_("Catatan"), required=False, help_text=_("Terbaca oleh pemilik dan Jamkrindo."))


class ApprovalForm(forms.Form):
    amount = RupiahField(
        label=_("Jumlah yang disetujui"), min_value=1, error_messages={"required": _("Tulis jumlahnya.")}
    )
    months = months_field()
    rate = forms.DecimalField(
        label=_("Bunga per tahun (%)"),
        min_value=Decimal(0),
        max_value=Decimal(100),
        max_digits=5,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "width-10"}),
        help_text=_("Misalnya: 6 atau 6,5."),
        error_messages={
            "required": _("Tulis bunganya; 0 bila tanpa bunga."),
            "invalid": _("Tulis dengan angka, misalnya 6,5."),
            "min_value": _("Bunga antara 0 dan 100 persen."),
            "max_value": _("Bunga antara 0 dan 100 persen."),
            "max_digits": _("Bunga antara 0 dan 100 persen."),
            "max_decimal_places": _("Paling banyak dua angka di belakang koma."),
            "max_whole_digits": _("Bunga antara 0 dan 100 persen."),
        },
    )
    guaranteed_percent = forms.IntegerField(
        label=_("Dijamin Jamkrindo (%)"),
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"class": "width-10"}),
        help_text=_("0 bila tanpa penjaminan."),
        error_messages={
            "required": _("Tulis bagian yang dijamin; 0 bila tidak ada."),
            "invalid": _("Tulis dengan angka, misalnya 70."),
            "min_value": _("Antara 0 dan 100 persen."),
            "max_value": _("Antara 0 dan 100 persen."),
        },
    )
    approved_on = date_field(_("Disetujui tanggal"))
    words = words_field(_("Catatan"), required=False)


class DeclineForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Alasan"),
        choices=DeclineReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih alasannya."), "invalid_choice": _("Pilih alasan dari daftar.")},
    )
    words = words_field(
        _("Penjelasan"),
        help_text=_("Pemilik usaha membacanya dan memperbaiki. Apa yang kurang?"),
        missing=_("Tulis penjelasannya. Pemilik usaha membacanya dan memperbaiki."),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)  # the last step that the page showed


class DisbursementForm(forms.Form):
    amount = RupiahField(
        label=_("Jumlah yang dicairkan"), min_value=1, error_messages={"required": _("Tulis jumlahnya.")}
    )
    disbursed_on = date_field(_("Dicairkan tanggal"))


class SikpForm(forms.Form):
    bank: forms.ModelChoiceField[BankOrganisation] = forms.ModelChoiceField(
        label=_("Bank"),
        queryset=BankOrganisation.objects.order_by("short_name", "pk"),
        required=False,
        empty_label=_("Semua bank"),
        error_messages={"invalid_choice": _("Pilih bank dari daftar.")},
    )
    file_kind = forms.ChoiceField(
        label=_("Bentuk berkas"), choices=FILES, initial="xlsx",
        error_messages={"required": _("Pilih bentuknya."), "invalid_choice": _("Pilih bentuk dari daftar.")},
    )  # fmt: skip
    unmasked = forms.BooleanField(
        label=_("Dengan NIK lengkap"),
        required=False,
        help_text=_("Hanya yang berwenang. Setiap NIK yang dibuka tercatat dan dibaca pemiliknya."),
    )
    words = words_field(_("Untuk apa NIK dibuka"), required=False, help_text=_("Wajib bila NIK lengkap."))
