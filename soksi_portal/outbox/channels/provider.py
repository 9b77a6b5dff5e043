"""E-mail through a provider's API by django-anymail, where `EMAIL_PROVIDER` names one; else it goes by SMTP."""

from __future__ import annotations

from typing import Any

import requests
from anymail.exceptions import AnymailError, AnymailRecipientsRefused, AnymailRequestsAPIError
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import get_connection
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.outbox.models import Message

from .base import AnswerLost, Refused, TryLater, Unavailable, WrongAddress
from .email import EmailSender, compose
from .outcomes import of_error, of_status

NUMBER = "pesan"  # under this name a provider's reports bring the row's number back


class ProviderSender:
    no_address: Any = EmailSender.no_address

    @staticmethod
    def address_of(recipient: User) -> str:
        return EmailSender.address_of(recipient)

    def __init__(self) -> None:
        backend = f"anymail.backends.{settings.EMAIL_PROVIDER}.EmailBackend"
        self._backend: Any = get_connection(backend, fail_silently=False)

    def open(self) -> None:
        self._backend.open()

    def send(self, message: Message) -> str:
        try:
            validate_email(message.address)
            mail: Any = compose(message)
            mail.metadata = {NUMBER: str(message.pk)}
            self._backend.send_messages([mail])
        except AnymailRequestsAPIError as error:
            raise _outcome(error) from error
        except (AnymailRecipientsRefused, ValidationError) as error:
            raise WrongAddress(
                _("Penyedia e-mail menolak alamat ini: %(what)s") % {"what": message.address}
            ) from error
        except ValueError as error:
            raise Refused(_("Alamat e-mail tidak sah: %(what)s") % {"what": message.address}) from error
        except AnymailError as error:  # of its settings, or a feature that this provider lacks
            raise Refused(
                _("Penyedia e-mail tidak dapat dipakai: %(why)s") % {"why": type(error).__name__}
            ) from error
        return str(mail.anymail_status.message_id or "")

    def close(self) -> None:
        self._backend.close()


def _outcome(error: AnymailRequestsAPIError) -> Unavailable | TryLater | Refused | AnswerLost:
    if isinstance(error.__cause__, requests.RequestException):
        return of_error(error.__cause__)
    if error.status_code is None or error.status_code < 300:  # taken, and its answer is not to be understood
        return AnswerLost(_("Jawaban penyedia e-mail tidak terbaca."))
    return of_status(error.status_code)
