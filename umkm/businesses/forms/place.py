"""Where the business is, and what it does."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import HTML
from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.common.fields import CheckedField
from soksi_portal.common.parts import Fact
from umkm.regions.fields import RegencyField
from umkm.regions.models import Province

from .. import checks
from ..choices import BusinessState
from ..models import Kbli
from ..queries import KBLI_WORDS_LENGTH, find_kbli
from .step import StepForm


class PlaceForm(StepForm):
    slug, title = "tempat", gettext_lazy("Nama dan tempat usaha")
    purpose = gettext_lazy("Supaya koordinator dapat menemukan dan mendatangi usaha Anda.")
    facts = ("name", "address", "regency", "position")
    never_empty = ("name",)

    name = CheckedField(
        checks.check_name,
        longest=checks.LONGEST["name"],
        label=gettext_lazy("Nama usaha"),
        help_text=gettext_lazy("Seperti di papan nama atau nota. Contoh: Keripik Bu Sari."),
        error_messages={"required": gettext_lazy("Tulis nama usaha Anda.")},
    )
    address = CheckedField(
        checks.check_address,
        longest=checks.LONGEST["address"],
        label=gettext_lazy("Alamat usaha"),
        help_text=gettext_lazy("Contoh: Jalan Melati 5 RT 02/RW 07, Desa Cibeureum."),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
        error_messages={"required": gettext_lazy("Tulis alamat tempat usaha.")},
    )
    province = forms.ModelChoiceField(
        label=gettext_lazy("Provinsi"),
        help_text=gettext_lazy("Tempat usahanya, bukan alamat di KTP."),
        queryset=Province.objects.existing().order_by("name"),
        empty_label=None,
        error_messages={"invalid_choice": gettext_lazy("Pilih provinsi dari daftar.")},
    )
    regency = RegencyField(
        label=gettext_lazy("Kabupaten/kota"),
        error_messages={"required": gettext_lazy("Pilih kabupaten atau kota tempat usaha.")},
    )

    position = CheckedField(
        checks.check_position,
        label=gettext_lazy("Letak di peta"),
        help_text=gettext_lazy(
            "Lintang dan bujur dari peta di HP. Contoh: -6.914744, 107.609810. Membantu petugas menemukan Anda."
        ),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": 50, "autocomplete": "off"}),
    )

    def stored(self) -> dict[str, Any]:
        found = super().stored()
        latitude = self.business.latitude
        return found | {"position": "" if latitude is None else f"{latitude}, {self.business.longitude}"}

    def hold(self) -> None:
        """The province stands still too; its regency may be mended."""
        super().hold()
        self.fixed.append(Fact(_("Provinsi"), str(self.business.province)))

    def arrange(self) -> None:
        self.initial.setdefault("province", self.business.province_id)
        regency: Any = self.fields["regency"]
        if self.business.pk:
            regency.keep(self.business.regency_id or "")
        if self.business.state == BusinessState.VERIFIED:
            del self.fields["province"]
            regency.queryset = regency.queryset.filter(province=self.business.province_id)
            return
        regency.follow(self.fields["province"], self["province"])

    def layout(self) -> list[Any]:
        show = format_html(
            '<noscript><p><button class="btn btn-outline-primary" type="submit" name="ganti" value="1">{}</button>'
            "</p></noscript>",
            _("Tampilkan kabupaten/kota provinsi ini"),
        )
        locate = HTML('{% include "umkm/businesses/_locate.html" %}')
        if "province" not in self.fields:
            return ["address", "regency", "position", locate]
        return ["name", "address", "province", HTML(show), "regency", "position", locate]


class ActivityForm(StepForm):
    slug, title = "kegiatan", gettext_lazy("Yang dibuat atau dijual")
    purpose = gettext_lazy("Menentukan pelatihan dan pembeli yang cocok.")
    facts = ("description", "kbli")

    description = CheckedField(
        checks.check_description,
        longest=checks.LONGEST["description"],
        label=gettext_lazy("Apa yang Anda buat atau jual?"),
        help_text=gettext_lazy("Contoh: keripik singkong pedas dan kerupuk udang dalam kemasan."),
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
