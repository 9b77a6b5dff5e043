"""Signing in and passwords, in our words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from django import forms
from django.utils.translation import gettext_lazy as _

from soksi_portal.common.phones import mobile_e164

from .models import User

PASSWORD_HINT = _("Paling sedikit 10 karakter. Contoh yang mudah diingat: tiga kata dan sebuah angka.")


def say_plainly(field: forms.Field, label: Any, hint: Any = "") -> None:
    """Our label and hint instead of the library's; no placeholder, since it vanishes while one types."""
    field.label, field.help_text = label, hint
    field.widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):
    """With e-mail or mobile number, the number in any spelling."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_plainly(self.fields["login"], _("E-mail atau nomor HP"), _("Misalnya 0812 3456 7890"))
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "autocapitalize": "none"}
        self.fields["login"].max_length = 254
        say_plainly(self.fields["password"], _("Kata sandi"))

    def clean_login(self) -> str:
        login = super().clean_login()
        return login.lower() if "@" in login else mobile_e164(login) or login


class ForgottenPasswordForm(ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_plainly(self.fields["email"], _("Alamat e-mail"), _("Yang tercatat di akun Anda"))

    def clean_email(self) -> str:
        """Any address is taken: whether it has an account is not told to a stranger."""
        try:
            return str(super().clean_email())
        except forms.ValidationError:
            self.users: list[User] = []
            return str(self.cleaned_data["email"])


class NewPasswordForm(ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_plainly(self.fields["password1"], _("Kata sandi baru"), PASSWORD_HINT)
        say_plainly(self.fields["password2"], _("Ulangi kata sandi baru"))
