"""What allauth asks of us: mobile numbers as sign-in names. Its mails: outbox/account_mails.py."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.common.phones import MobileField

from .models import User


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy("E-mail atau kata sandi tidak cocok."),
        "phone_password_mismatch": gettext_lazy("Nomor HP atau kata sandi tidak cocok."),
        "email_taken": gettext_lazy(
            "E-mail ini sudah dipakai sebuah akun. Masuk saja, atau atur ulang kata sandi bila lupa."
        ),
        "phone_taken": gettext_lazy(
            "Nomor ini sudah dipakai sebuah akun. Masuk saja, atau tanyakan kepada koordinator bila nomor ini milik Anda."
        ),
        "too_many_login_attempts": gettext_lazy(
            "Terlalu banyak percobaan masuk yang gagal. Coba lagi beberapa menit lagi."
        ),
    }

    # --- phone numbers

    def phone_form_field(self, **kwargs: Any) -> MobileField:
        kwargs["label"] = _("Nomor HP")
        return MobileField(**kwargs)

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return (user.phone, user.phone_verified) if user.phone else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        user.phone, user.phone_verified = phone, verified
        if user.pk:
            user.save(update_fields=["phone", "phone_verified"])

    def set_phone_verified(self, user: User, phone: str) -> None:
        self.set_phone(user, phone, True)

    def get_user_by_phone(self, phone: str) -> User | None:
        return User.objects.filter(phone=phone).first()

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kwargs: Any) -> None:
        """Numbers are not verified by code (ACCOUNT_PHONE_VERIFICATION_ENABLED is off): no SMS channel yet."""

    # --- sign-up

    def save_user(self, request: HttpRequest, user: User, form: forms.Form, commit: bool = True) -> User:
        user.full_name = form.cleaned_data["full_name"]
        user.phone = form.cleaned_data[
            "phone"
        ]  # before the first save: an account without address is refused
        return super().save_user(request, user, form, commit)
