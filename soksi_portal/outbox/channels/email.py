"""E-mail over SMTP, one open connection for a batch."""

from __future__ import annotations

import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from soksi_portal.outbox.models import Message

from .base import AnswerLost, Refused, TryLater, Unavailable

TEMPORARY = range(400, 500)  # RFC 5321 section 4.2.1


class EmailSender:
    def __init__(self) -> None:
        self._backend = EmailBackend(fail_silently=False)

    def open(self) -> None:
        try:
            self._backend.open()
        except (OSError, smtplib.SMTPException) as error:
            self._backend.connection = None
            raise Unavailable(_("Server e-mail tidak terjangkau: %(why)s") % {"why": error}) from error

    def send(self, message: Message) -> str:
        if self._backend.connection is None:
            self.open()
        mail = compose(message)
        self._address(mail)
        self._hand_over(mail.message().as_bytes(linesep="\r\n"))
        return message_id(message)

    def _address(self, mail: EmailMultiAlternatives) -> None:
        """Envelope; until here nothing has gone over."""
        server = self._backend.connection
        try:
            steps = [server.mail(parseaddr(mail.from_email)[1]), *(server.rcpt(to) for to in mail.to)]
        except (OSError, smtplib.SMTPException) as error:
            self._forget()
            raise TryLater(_("Sambungan ke server e-mail terputus: %(why)s") % {"why": error}) from error
        for code, words in steps:
            if code not in (250, 251):
                self._reset()
                raise _refusal(code, words)

    def _hand_over(self, data: bytes) -> None:
        try:
            code, words = self._backend.connection.data(data)
        except smtplib.SMTPDataError as error:  # refused before the data went over
            self._reset()
            raise _refusal(error.smtp_code, error.smtp_error) from error
        except (OSError, smtplib.SMTPException) as error:
            self._forget()
            raise AnswerLost(
                _("Sambungan terputus sebelum server e-mail menjawab: %(why)s") % {"why": error}
            ) from error
        if code != 250:
            self._reset()
            raise _refusal(code, words)

    def _reset(self) -> None:
        try:
            self._backend.connection.rset()
        except (OSError, smtplib.SMTPException):
            self._forget()

    def _forget(self) -> None:
        connection, self._backend.connection = self._backend.connection, None
        if connection:
            connection.close()

    def close(self) -> None:
        try:
            self._backend.close()
        except (OSError, smtplib.SMTPException):
            self._forget()


def compose(message: Message) -> EmailMultiAlternatives:
    """As text and as simple HTML. The Message-ID is the row's own, so that a double would be recognised."""
    title = " ".join(message.title.split())  # a line break in a header would end it
    mail = EmailMultiAlternatives(
        subject=title, body=message.body, to=[message.address], headers={"Message-ID": message_id(message)}
    )
    html = render_to_string("soksi_portal/outbox/message_mail.html", {"title": title, "body": message.body})
    mail.attach_alternative(html, "text/html")
    return mail


def message_id(message: Message) -> str:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<pesan-{message.pk}@{domain}>"


def _refusal(code: int, words: bytes | str) -> TryLater | Refused:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    sentence = _("Server e-mail menolak (%(code)s): %(words)s") % {
        "code": code,
        "words": " ".join(text.split()),
    }
    return TryLater(sentence) if code in TEMPORARY else Refused(sentence)
