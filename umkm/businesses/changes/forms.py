"""What is asked of whoever wants another value, of a new owner, and of the coordinator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.common.errors import RuleViolation
from soksi_portal.common.fields import DIGITS, CheckedField
from soksi_portal.common.phones import MobileField
from umkm.businesses import checks
from umkm.businesses.choices import KeyField
from umkm.cadres.fields import full_name_field, nik_field
from umkm.cadres.identity import Nik
from umkm.regions.fields import RegencyField
from umkm.regions.models import Province

VALUE_FIELDS: dict[KeyField, Callable[[], forms.Field]] = {
    KeyField.NAME: lambda: CheckedField(
        checks.check_name,
        label=_("Nama usaha yang baru"),
        help_text=_("Seperti di papan nama atau nota."),
        longest=checks.LONGEST["name"],
    ),
    KeyField.NIB: lambda: CheckedField(
        checks.check_nib,
        label=_("NIB yang benar"),
        help_text=_("13 angka, seperti di dokumen dari oss.go.id."),
        longest=40,
        widget=forms.TextInput(attrs=DIGITS),
    ),
    KeyField.OWNER_NAME: lambda: full_name_field(label=_("Nama lengkap yang benar")),
    KeyField.NIK: lambda: nik_field(label=_("NIK yang benar")),
}


class ChangeForm(forms.Form):
    """The new value of one field, with the reason and a picture that proves it."""

    def __init__(self, data: Any = None, files: Any = None, *, field: KeyField) -> None:
        super().__init__(data, files)
        self.field = field
        if field == KeyField.OWNER:
            self.fields["phone"] = MobileField(
                label=_("Nomor HP pemilik baru"),
                help_text=_(
                    "Nomor yang dipakai pemilik baru di portal ini. Ia harus menyetujui lebih dahulu, jadi kabari dia."
                ),
            )
        elif field == KeyField.REGENCY:
            self._ask_place()
        else:
            self.fields["value"] = VALUE_FIELDS[field]()
        self.fields["reason"] = forms.CharField(
            label=_("Mengapa berubah?"),
            help_text=_("Contoh: merek baru sudah terdaftar sejak Maret."),
            max_length=500,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        self.fields["evidence"] = forms.FileField(
            label=_("Foto bukti"),
            help_text=_("Misalnya foto dokumen NIB, KTP, atau papan nama. Koordinator mencocokkannya."),
            widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
            error_messages={"required": _("Sertakan foto yang membuktikannya.")},
        )

    def _ask_place(self) -> None:
        self.fields["province"] = forms.ModelChoiceField(
            label=_("Provinsi yang baru"),
            queryset=Province.objects.existing().order_by("name"),
            empty_label=_("Pilih provinsi"),
        )
        regency = RegencyField(label=_("Kabupaten/kota yang baru"))
        self.fields["regency"] = regency
        regency.follow(self.fields["province"], self["province"] if self.is_bound else None)

    def clean_value(self) -> Any:
        value = self.cleaned_data["value"]
        return value.digits if isinstance(value, Nik) else value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        province, regency = cleaned.get("province"), cleaned.get("regency")
        if province and regency and regency.province_id != province.code:
            self.add_error(
                "regency",
                _("%(regency)s bukan bagian dari %(province)s. Pilih lagi salah satunya.")
                % {"regency": regency.full_name, "province": province.name},
            )
        return cleaned

    def show(self, refusal: RuleViolation) -> None:
        """The sentence beside the field that it is about."""
        field = "evidence" if refusal.field == "pictures" else refusal.field
        if field == "value" and field not in self.fields:
            field = "phone" if "phone" in self.fields else "regency"
        self.add_error(field if field in self.fields else None, refusal.message)


class ApproveForm(forms.Form):
    seen = forms.BooleanField(
        label=gettext_lazy("Bukti dan alasannya sudah saya cocokkan"),
        error_messages={"required": gettext_lazy("Centang setelah Anda mencocokkannya.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Catatan untuk pemilik"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RefuseForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Mengapa ditolak?"),
        help_text=gettext_lazy("Pemilik membaca kalimat ini."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Tulis mengapa permintaan ini ditolak.")},
    )
