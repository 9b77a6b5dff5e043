"""Sign-up of a cadre; named to allauth by settings."""

from __future__ import annotations

import re
from typing import Any

from allauth.account.forms import SignupForm
from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from soksi_portal.accounts.forms import PASSWORD_HINT, say_plainly
from soksi_portal.accounts.models import User
from umkm.regions.fields import RegencyField
from umkm.regions.models import Province

from . import services
from .models import ConsentText

LOOKS_LIKE_LINK = re.compile(r"[/@]|www\.", re.IGNORECASE)


class CadreSignupForm(SignupForm):
    full_name = forms.CharField(
        label=_("Nama lengkap"),
        help_text=_("Seperti di KTP, misalnya Siti Rahmawati"),
        min_length=3,
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    province = forms.ModelChoiceField(
        label=_("Provinsi"),
        queryset=Province.objects.existing().order_by("name"),
        empty_label=_("Pilih provinsi"),
    )
    regency = RegencyField(label=_("Kabupaten atau kota"))
    membership_number = forms.CharField(
        label=_("Nomor anggota SOKSI"),
        help_text=_("Bila Anda tahu, misalnya SK32000123"),
        max_length=30,
        required=False,
    )
    consent = forms.BooleanField(
        label=_("Saya menyetujui pemrosesan data pribadi saya seperti dijelaskan di bawah"),
        error_messages={"required": _("Tanpa persetujuan ini data Anda tidak boleh disimpan.")},
    )
    field_order = (
        "full_name",
        "phone",
        "email",
        "password1",
        "province",
        "regency",
        "membership_number",
        "consent",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].required = self.fields["phone"].widget.is_required = True
        say_plainly(self.fields["phone"], _("Nomor HP"), _("Dipakai untuk masuk, misalnya 0812 3456 7890"))
        say_plainly(self.fields["email"], _("Alamat e-mail"), _("Undangan pelatihan dikirim ke sini"))
        say_plainly(self.fields["password1"], _("Kata sandi"), PASSWORD_HINT)
        self.fields["regency"].follow(self.fields["province"], self["province"])

    @cached_property
    def consent_text(self) -> ConsentText:
        return services.current_consent_text()

    def clean_full_name(self) -> str:
        name = " ".join(self.cleaned_data["full_name"].split())
        if LOOKS_LIKE_LINK.search(name):  # it stands in mails, and they are not for advertising
            raise forms.ValidationError(_("Tulis nama orang saja, tanpa alamat situs atau e-mail."))
        return name

    def clean_membership_number(self) -> str:
        return "".join(self.cleaned_data["membership_number"].split()).upper()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        province, regency = cleaned.get("province"), cleaned.get("regency")
        if province and regency and regency.province_id != province.code:
            self.add_error(
                "regency",
                _("%(regency)s bukan bagian dari %(province)s. Pilih lagi salah satunya.")
                % {"regency": regency.full_name, "province": province.name},
            )
        return cleaned

    def try_save(self, request: HttpRequest) -> tuple[User | None, Any]:
        """All or nothing: without a cadre and a consent there is no account either."""
        with transaction.atomic():
            return super().try_save(request)

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        services.register_cadre(
            user=user,
            regency=self.cleaned_data["regency"],
            membership_number=self.cleaned_data["membership_number"],
            consent_to=self.consent_text,
        )
