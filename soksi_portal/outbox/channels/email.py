"""E-mail over SMTP, one open connection for a batch."""

from __future__ import annotations

import re
import smtplib
from collections.abc import Callable
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.accounts.models import User
from soksi_portal.outbox import occasions
from soksi_portal.outbox.choices import Channel
from soksi_portal.outbox.choosing.stopping import stop_url
from soksi_portal.outbox.models import Message
from soksi_portal.outbox.texts.html import as_html

from .base import AnswerLost, Refused, TryLater, Unavailable, WrongAddress

TEMPORARY = range(400, 500)  # RFC 5321 section 4.2.1
ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


class EmailSender:
    no_address = gettext_lazy("Penerima belum punya alamat e-mail.")

    def __init__(self) -> None:
        self._backend: Any = EmailBackend(fail_silently=False)
        self._prepared: tuple[str, str, bytes] = "", "", b""

    @staticmethod
    def address_of(recipient: User) -> str:
        return recipient.email or ""

    def open(self) -> None:
        try:
            if self._backend.open():  # False where it is open already
                self._backend.connection.ehlo_or_helo_if_needed()
        except (OSError, smtplib.SMTPException) as error:
            self._forget()
            raise Unavailable(_("Server e-mail tidak terjangkau: %(why)s") % {"why": error}) from error

    def prepare(self, message: Message) -> None:
        """The mail as it goes over the line."""
        try:
            validate_email(message.address)  # Django would encode a name with accents that no server has
        except ValidationError as error:
            raise WrongAddress(_("Alamat e-mail tidak sah: %(what)s") % {"what": message.address}) from error
        try:
            mail = compose(message)
            data = mail.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's own
            sender, to = (_bare(address, mail.encoding) for address in (mail.from_email, message.address))
        except ValueError as error:  # BadHeaderError is one, too
            raise Refused(_("Alamat e-mail tidak sah: %(what)s") % {"what": message.address}) from error
        self._prepared = sender, to, data

    def begin(self) -> None:
        """The envelope; until `send` nothing has gone over."""
        sender, to, _data = self._prepared
        self._ask(self._backend.connection.mail, sender)
        self._ask(self._backend.connection.rcpt, to)

    def abandon(self) -> None:
        self._reset()

    def send(self, message: Message) -> str:
        self._ask(self._backend.connection.docmd, "DATA", welcome=354)
        self._hand_over(self._prepared[2])
        return message_id(message)

    def _ask(self, ask: Callable[[str], tuple[int, bytes]], what: str, *, welcome: int = 250) -> None:
        try:
            code, words = ask(what)
        except (OSError, smtplib.SMTPException) as error:
            self._forget()
            raise TryLater(_("Sambungan ke server e-mail terputus: %(why)s") % {"why": error}) from error
        except ValueError as error:
            self._reset()
            raise Refused(_("Alamat e-mail tidak sah: %(what)s") % {"what": what}) from error
        if code not in (welcome, 251):
            is_of_address = ask == self._backend.connection.rcpt and _is_of_address(code, words)
            self._reset()
            refusal = _refusal(code, words)
            raise WrongAddress(str(refusal)) if is_of_address else refusal

    def _hand_over(self, data: bytes) -> None:
        server = self._backend.connection
        try:
            server.send(_as_data(data))
            code, words = server.getreply()
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
    """As text and as HTML. The Message-ID is the row's own, so that a double would be recognised."""
    title = " ".join(message.title.split())  # a line break in a header would end it
    stop = _stop_url(message)
    headers = {"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"}  # RFC 3834
    if stop:  # RFC 8058: one click in the mail program stops it
        headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    mail = EmailMultiAlternatives(
        subject=title,
        body=_with_foot(message.body, stop),
        to=[message.address],
        reply_to=[settings.REPLY_TO_EMAIL] if settings.REPLY_TO_EMAIL else None,
        headers=headers,
    )
    mail.attach_alternative(as_html(title, message.body, stop_url=stop), "text/html")
    return mail


def _stop_url(message: Message) -> str:
    """Empty where this kind of message cannot be stopped, or goes to an address that is not yet the person's."""
    kind = occasions.kind_of(message.occasion)
    if message.address_is_given or not kind.is_stoppable:
        return ""
    return stop_url(user_id=message.recipient_id, kind=kind, channel=Channel.EMAIL)


def _with_foot(body: str, stop: str) -> str:
    if not stop:
        return body
    return f"{body}\n\n--\n" + _("Berhenti menerima jenis pesan ini lewat e-mail: %(url)s") % {"url": stop}


def message_id(message: Message) -> str:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<pesan-{message.pk}@{domain}>"


def _bare(address: str, encoding: str | None) -> str:
    return parseaddr(sanitize_address(address, encoding or settings.DEFAULT_CHARSET))[1]


def _as_data(data: bytes) -> bytes:
    """RFC 5321 section 4.5.2: a dot that begins a line is doubled; a line of one dot ends the data."""
    ending = b"" if data.endswith(b"\r\n") else b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", data) + ending + b".\r\n"


def _is_of_address(code: int, words: bytes | str) -> bool:
    """No such mailbox, or closed (RFC 3463: 5.1.x, 5.2.1); not that this server may not send, or is not liked."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    if detail := ENHANCED.match(text.strip()):
        return detail[0].startswith("5.1.") or detail[0] == "5.2.1"
    return code in (550, 551, 553)


def _refusal(code: int, words: bytes | str) -> TryLater | Refused:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    sentence = _("Server e-mail menolak (%(code)s): %(words)s") % {
        "code": code,
        "words": " ".join(text.split()),
    }
    return TryLater(sentence) if code in TEMPORARY else Refused(sentence)
