"""Forms around banks, their conditions, and what an owner declares about credit."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from programs.bankaccess.choices import Paper, SlikStatus
from programs.bankaccess.models import BankPost, Product, Terms
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.common.errors import RuleViolation
from soksi_portal.common.fields import RupiahField
from umkm.businesses.documents.decoder import MOST_SHEETS
from umkm.businesses.documents.forms import ManyFiles, PicturesField

YES_NO = ((True, _("Ya")), (False, _("Tidak")))


def show_refusal(form: forms.BaseForm, refusal: RuleViolation) -> None:
    """The rule's sentence next to the field it is about, where the form has that field; of pictures, next to the pages."""
    field = "pages" if refusal.field == "pictures" else refusal.field
    form.add_error(field if field in form.fields else None, refusal.message)


def date_field(label: Any, *, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date", "class": "width-10"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Pilih tanggalnya."),
            "invalid": _("Tanggal ini tidak ada. Pilih lagi, misalnya 23 November 2026."),
        },
    )


class PagesField(PicturesField):
    """None, where it may be left empty."""

    most = MOST_SHEETS

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        return super().clean(data, initial) if self.required or any(data or []) else []


class CreditAnswerForm(forms.Form):
    has_programme_credit = forms.TypedChoiceField(
        label=_("Apakah Anda sedang menerima KUR atau kredit program lain?"),
        choices=YES_NO,
        coerce=lambda value: str(value) == "True",
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih Ya atau Tidak."), "invalid_choice": _("Pilih Ya atau Tidak.")},
    )
    slik = forms.ChoiceField(
        label=_("Status SLIK Anda"),
        choices=SlikStatus.choices,
        initial=SlikStatus.UNKNOWN,
        help_text=_(
            "SLIK ialah catatan kredit Anda di OJK. Statusnya tertulis sebagai kolektibilitas pada hasil dari"
            " idebku.ojk.go.id, tanpa biaya."
        ),
        error_messages={"required": _("Pilih statusnya."), "invalid_choice": _("Pilih status dari daftar.")},
    )
    answered_on = date_field(_("Keadaan per tanggal"))
    pages = PagesField(
        label=_("Hasil SLIK"),
        required=False,
        widget=ManyFiles(attrs={"accept": "application/pdf,image/jpeg,image/png,image/webp"}),
        help_text=_("PDF atau foto halamannya. Wajib bila Anda menyebut statusnya."),
    )


class BankUserForm(forms.Form):
    user: forms.ModelChoiceField[User] = forms.ModelChoiceField(
        label=_("Petugas"),
        queryset=User.objects.none(),
        empty_label=_("Pilih orangnya"),
        help_text=_("Yang memegang peran Mitra bank dan belum bertugas di bank mana pun."),
        error_messages={"required": _("Pilih orangnya."), "invalid_choice": _("Pilih orang dari daftar.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = User.objects.with_role(Role.BANK).exclude(bank_posts__in=BankPost.objects.active())
        cast("forms.ModelChoiceField[User]", self.fields["user"]).queryset = free.order_by("full_name", "pk")


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Tulis alasannya.")},
    )


class ProductForm(forms.Form):
    name = forms.CharField(
        label=_("Nama produk"),
        max_length=Product._meta.get_field("name").max_length,
        help_text=_("Misalnya: Kredit Modal Kerja."),
        error_messages={"required": _("Tulis nama produknya.")},
    )


class TermsForm(forms.ModelForm):  # type: ignore[type-arg]
    """What is left empty is no condition."""

    valid_from = date_field(_("Berlaku sejak"))
    floor = RupiahField(
        label=_("Untuk jumlah di atas"), required=False, help_text=_("Kosongkan bila tidak ada.")
    )
    ceiling = RupiahField(
        label=_("Sampai dengan"), min_value=1, error_messages={"required": _("Tulis jumlah paling banyak.")}
    )
    sales_ceiling = RupiahField(label=_("Penjualan setahun paling banyak"), required=False)
    npwp_above = RupiahField(label=_("NPWP wajib di atas"), required=False)
    papers = forms.MultipleChoiceField(
        label=_("Dokumen yang diminta"),
        choices=Paper.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Terms
        fields: ClassVar[list[str]] = [
            "valid_from", "regulation", "source", "floor", "ceiling", "rate", "most_months", "sales_ceiling",
            "npwp_above", "needs_nib", "least_months", "no_programme_credit", "needs_good_slik", "papers", "remarks",
        ]  # fmt: skip
        help_texts: ClassVar[dict[str, Any]] = {
            "regulation": _("Misalnya: Permenko Perekonomian 1/2026, atau nomor edaran bank."),
            "source": _("Di mana naskahnya dapat dibaca."),
        }
        error_messages: ClassVar[dict[str, Any]] = {
            "regulation": {"required": _("Tulis nomor peraturannya.")}
        }

    def clean_floor(self) -> int:
        return int(self.cleaned_data.get("floor") or 0)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        floor, ceiling = cleaned.get("floor"), cleaned.get("ceiling")
        if floor is not None and ceiling is not None and ceiling <= floor:
            self.add_error("ceiling", _("Jumlah paling banyak harus lebih besar dari batas bawahnya."))
        rate = cleaned.get("rate")
        if rate is not None and not 0 <= rate <= 100:
            self.add_error("rate", _("Bunga antara 0 dan 100 persen."))
        return cleaned
