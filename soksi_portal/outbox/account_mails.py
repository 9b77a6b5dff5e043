"""The sign-in library's mails go through the outbox, as every message. Named by settings.ACCOUNT_ADAPTER."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from soksi_portal.accounts.adapter import AccountAdapter
from soksi_portal.accounts.models import User

from .choices import Kind
from .services import enqueue
from .texts.occasion import LINK, Field, Occasion

ACCOUNT = "account"
LABEL = _("Akun dan kata sandi")
OCCASIONS = (
    Occasion(
        ACCOUNT,
        LABEL,
        Kind.ACCOUNT,
        (LINK,),
        variant="pastikan",
        to=_("untuk memastikan alamat e-mail"),
        private=True,
        title=_("Pastikan alamat e-mail Anda"),
        body=_(
            "Halo,\n\nAlamat e-mail ini didaftarkan untuk akun {nama}. Bila benar, buka tautan ini:\n\n{tautan}\n\n"
            "Bila bukan Anda, abaikan pesan ini.\n\nSalam,\nPortal Kemitraan UMKM Soksi–Jamkrindo"
        ),
        short=_("Pastikan alamat e-mail Anda untuk Portal Kemitraan UMKM: {tautan}"),
    ),
    Occasion(
        ACCOUNT,
        LABEL,
        Kind.ACCOUNT,
        (LINK,),
        variant="sandi",
        to=_("untuk mengatur ulang kata sandi"),
        private=True,
        title=_("Atur ulang kata sandi Anda"),
        body=_(
            "Halo,\n\nAda yang meminta kata sandi baru untuk akun Anda. Bila itu Anda, buka tautan ini:\n\n{tautan}\n\n"
            "Bila bukan Anda, abaikan pesan ini. Kata sandi Anda tidak berubah.\n\n"
            "Salam,\nPortal Kemitraan UMKM Soksi–Jamkrindo"
        ),
        short=_("Atur ulang kata sandi Anda di Portal Kemitraan UMKM: {tautan}"),
    ),
    Occasion(
        ACCOUNT,
        LABEL,
        Kind.ACCOUNT,
        (
            Field("judul", _("Judul"), _("Kata sandi diubah")),
            Field("isi", _("Isi"), _("Kata sandi akun Anda baru saja diubah."), needed=True),
        ),
        variant="lain",
        to=_("surat lain dari sistem masuk"),
        private=True,
        title="{judul}",
        body="{isi}",
        short="{judul}",
    ),
)
# the library's template → our text, and where its context keeps the link; its other mails say what it says
WORDED = {
    "account/email/email_confirmation": ("pastikan", "activate_url"),
    "account/email/email_confirmation_signup": ("pastikan", "activate_url"),
    "account/email/password_reset_key": ("sandi", "password_reset_url"),
}


class MailingAccountAdapter(AccountAdapter):
    @transaction.atomic
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """To an address without an account nothing is sent."""
        user = context.get("user")
        if not isinstance(user, User):
            user = User.objects.filter(email=email.lower()).first()
        if user is None:
            return
        variant, fields = self._text(template_prefix, context)
        enqueue(
            occasion=ACCOUNT,
            variant=variant,
            subject_ref=f"account:{user.pk}:{secrets.token_hex(8)}",
            recipient=user,
            address=email,  # not always the person's own yet: an address is confirmed by who reads it
            fields=fields,
            ignores_quiet_hours=True,  # the person asked for it just now
        )

    def _text(self, template_prefix: str, context: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Which of the texts above, and its fields."""
        variant, link = WORDED.get(template_prefix, ("", ""))
        if context.get(link):
            return variant, {"tautan": context[link]}
        title = render_to_string(f"{template_prefix}_subject.txt", context, self.request)
        body = render_to_string(f"{template_prefix}_message.txt", context, self.request)
        return "lain", {"judul": title, "isi": body}
