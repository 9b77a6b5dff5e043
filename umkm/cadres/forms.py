"""Sign-up of a cadre; named to allauth by settings."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import SignupForm
from allauth.core.ratelimit import consume
from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from soksi_portal.accounts.forms import PASSWORD_HINT, say_plainly
from soksi_portal.accounts.models import User
from soksi_portal.common.phones import MOST_CHARACTERS, mobile_e164
from umkm.regions.fields import RegencyField
from umkm.regions.models import Province

from . import handover, services
from .fields import full_name_field, membership_field, nik_field
from .models import Cadre, ConsentText

TOO_MANY_TRIES = _(
    "Terlalu banyak percobaan untuk nomor HP ini. Coba lagi besok, atau tanyakan kepada koordinator."
)


class CadreSignupForm(SignupForm):
    full_name = full_name_field()
    province = forms.ModelChoiceField(
        label=_("Provinsi"),
        queryset=Province.objects.existing().order_by("name"),
        empty_label=_("Pilih provinsi"),
        error_messages={"required": _("Pilih provinsi tempat tinggal Anda.")},
    )
    regency = RegencyField(
        label=_("Kabupaten atau kota"),
        error_messages={"required": _("Pilih kabupaten atau kota tempat tinggal Anda.")},
    )
    membership_number = membership_field(help_text=_("Bila Anda tahu, misalnya SK32000123"))
    consent = forms.BooleanField(
        label=_("Saya menyetujui pemrosesan data pribadi saya seperti dijelaskan di bawah"),
        error_messages={"required": _("Tanpa persetujuan ini data Anda tidak boleh disimpan.")},
    )
    nik = nik_field(
        help_text=_("16 angka, seperti di KTP. Hanya untuk memastikan bahwa data itu milik Anda."),
        error_messages={
            "required": _(
                "Pengurus SOKSI sudah mencatat data dengan nomor HP ini. Ketik NIK Anda, supaya data itu masuk ke akun Anda."
            )
        },
    )
    field_order = (
        "full_name",
        "phone",
        "nik",
        "email",
        "password1",
        "province",
        "regency",
        "membership_number",
        "consent",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        phone = self.fields["phone"]
        phone.required = phone.widget.is_required = True
        phone.error_messages["required"] = _("Tulis nomor HP Anda, misalnya 0812 3456 7890.")
        say_plainly(phone, _("Nomor HP"), _("Dipakai untuk masuk, misalnya 0812 3456 7890"))
        say_plainly(self.fields["email"], _("Alamat e-mail"), _("Undangan pelatihan dikirim ke sini"))
        say_plainly(self.fields["password1"], _("Kata sandi"), PASSWORD_HINT)
        self.fields["regency"].follow(self.fields["province"], self["province"])
        if self.known_member is None:
            del self.fields["nik"]

    @cached_property
    def consent_text(self) -> ConsentText:
        return services.current_consent_text()

    @cached_property
    def known_member(self) -> Cadre | None:
        """Who stands with the typed number without an account: that person shows the NIK and goes on with the record."""
        number = mobile_e164(str(self["phone"].value() or "")[:MOST_CHARACTERS])
        return handover.member_without_account(number) if number else None

    def clean_nik(self) -> str:
        return str(self.cleaned_data["nik"].digits)

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
        if self.known_member:
            self._take_over(request, user)
            return
        services.register_cadre(
            user=user,
            regency=self.cleaned_data["regency"],
            membership_number=self.cleaned_data["membership_number"],
            consent_to=self.consent_text,
        )

    def _take_over(self, request: HttpRequest, user: User) -> None:
        """Numbers cannot be tried through: each phone has few tries a day."""
        if not consume(request, action="take_over", key=user.phone or ""):
            raise handover.NikDiffers(
                str(TOO_MANY_TRIES),
                field="nik",
            )
        handover.take_over(user=user, nik=self.cleaned_data["nik"], consent_to=self.consent_text)
        messages.success(
            request, _("Data yang dicatat pengurus SOKSI sekarang ada di akun Anda. Periksa isinya.")
        )
