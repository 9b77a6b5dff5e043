"""What a provider's webhook brings, read by django-anymail once its signature, or the agreed secret, is right."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

VIEWS = {
    "brevo": "brevo.BrevoTrackingWebhookView",
    "mailersend": "mailersend.MailerSendTrackingWebhookView",
    "mailgun": "mailgun.MailgunTrackingWebhookView",
    "mailjet": "mailjet.MailjetTrackingWebhookView",
    "mailtrap": "mailtrap.MailtrapTrackingWebhookView",
    "mandrill": "mandrill.MandrillCombinedWebhookView",
    "postal": "postal.PostalTrackingWebhookView",
    "postmark": "postmark.PostmarkTrackingWebhookView",
    "resend": "resend.ResendTrackingWebhookView",
    "sendgrid": "sendgrid.SendGridTrackingWebhookView",
    "sparkpost": "sparkpost.SparkPostTrackingWebhookView",
    "unisender_go": "unisender_go.UnisenderGoTrackingWebhookView",
}
# these sign each request, and django-anymail refuses to work without their key
SIGNING = {"mailersend", "mailgun", "mandrill", "postal", "unisender_go"}
# these sign where they were given a key; the others, and these without one, send an agreed secret (Resend, too: its
# signature needs a further library)
KEYS = {
    "mailtrap": "MAILTRAP_TRACKING_SECRET",
    "sendgrid": "SENDGRID_TRACKING_WEBHOOK_VERIFICATION_KEY",
}


class NotFromProvider(Exception):
    """Neither signed nor with the secret; or it cannot be read."""


UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError)


def is_listened_to(provider: str) -> bool:
    """Only the provider in use, and only where a stranger could not speak for it."""
    if provider not in VIEWS or provider != settings.EMAIL_PROVIDER:
        return False
    keyed = settings.ANYMAIL.get(KEYS.get(provider, ""))
    return bool(provider in SIGNING or keyed or settings.ANYMAIL.get("WEBHOOK_SECRET"))


def events_in(request: HttpRequest, provider: str) -> Iterable[Any]:
    """Anymail's events. Raises NotFromProvider."""
    # with them come the providers' clients
    from anymail.exceptions import AnymailConfigurationError, AnymailWebhookValidationFailure

    try:
        view = import_string(f"anymail.webhooks.{VIEWS[provider]}")()
        view.run_validators(request)
        return list(view.parse_events(request))
    except (AnymailWebhookValidationFailure, AnymailConfigurationError) as error:  # or its key is not set
        raise NotFromProvider(str(error)) from error
    except UNREADABLE as error:  # not as agreed; read before the signature where that stands inside
        raise NotFromProvider(type(error).__name__) from error
