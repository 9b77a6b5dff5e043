"""That the provider which the settings name is one whose reports can be believed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Error

from .providers import VIEWS


def provider_is_known(**_given: Any) -> list[Error]:
    """Amazon SES is used by its SMTP address: django-anymail does not verify what its SNS signs, and the error of its
    client does not tell whether a message was taken.
    """
    provider = settings.EMAIL_PROVIDER
    if not provider or provider in VIEWS:
        return []
    known = ", ".join(sorted(VIEWS))
    return [
        Error(
            f"EMAIL_PROVIDER={provider} tidak dikenal. Yang dikenal: {known}. Penyedia lain dipakai lewat SMTP (EMAIL_HOST).",
            id="outbox.E001",
        )
    ]
