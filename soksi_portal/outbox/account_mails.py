"""The sign-in library's mails go through the outbox, as every message. Named by settings.ACCOUNT_ADAPTER."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string

from soksi_portal.accounts.adapter import AccountAdapter
from soksi_portal.accounts.models import User

from .services import enqueue


class MailingAccountAdapter(AccountAdapter):
    @transaction.atomic
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """To an address without an account nothing is sent."""
        user = context.get("user")
        if not isinstance(user, User):
            user = User.objects.filter(email=email.lower()).first()
        if user is None:
            return
        title = render_to_string(f"{template_prefix}_subject.txt", context, self.request)
        enqueue(
            occasion="account",
            subject_ref=f"account:{user.pk}:{secrets.token_hex(8)}",
            recipient=user,
            address=email,  # not always the person's own yet: an address is confirmed by who reads it
            title=" ".join(title.split()),
            body=render_to_string(f"{template_prefix}_message.txt", context, self.request).strip(),
            ignores_quiet_hours=True,  # the person asked for it just now
        )
