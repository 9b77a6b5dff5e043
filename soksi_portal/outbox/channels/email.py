"""E-mail over SMTP, one open connection for a batch."""

from __future__ import annotations

import contextlib
import re
import secrets
import smtplib
from dataclasses import dataclass
from email.utils import parseaddr
from functools import lru_cache
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

WELCOME, GO_ON, TEMPORARY, REFUSAL = (  # by the first digit (RFC 5321 section 4.2.1)
    range(200, 300),
    range(300, 400),
    range(400, 500),
    range(400, 600),
)
ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
RCPT = "RCPT TO"
GOODBYE = 421  # the server closes after it


@dataclass(frozen=True)
class Prepared:
    """A mail as it goes over the line."""

    envelope: tuple[bytes, ...]
    data: bytes


class EmailSender:
    no_address = gettext_lazy("Penerima belum punya alamat e-mail.")

    def __init__(self) -> None:
        self._backend: Any = EmailBackend(fail_silently=False)
        self._prepared = Prepared((), b"")
        self._later: tuple[bytes, ...] = ()  # of the envelope, not told yet
        self._unanswered: tuple[bytes, ...] = ()  # commands

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
        try:
            validate_email(message.address)  # Django would encode a name with accents that no server has
        except ValidationError as error:
            raise WrongAddress(_("Alamat e-mail tidak sah: %(what)s") % {"what": message.address}) from error
        try:
            mail = compose(message)
            envelope = _command("MAIL FROM", mail.from_email), _command(RCPT, message.address)
            self._prepared = Prepared(envelope, _as_data(_as_bytes(mail)))
        except ValueError as error:  # BadHeaderError is one, too
            raise Refused(_("Alamat e-mail tidak sah: %(what)s") % {"what": message.address}) from error

    def begin(self) -> None:
        """The envelope; whole where the server takes commands in a row (RFC 2920)."""
        envelope = self._prepared.envelope
        first = len(envelope) if self._backend.connection.has_extn("pipelining") else 1
        self._later = envelope[first:]
        self._tell(*envelope[:first])

    def abandon(self) -> None:
        with contextlib.suppress(TryLater, Refused):
            self._hear(WELCOME)
            self._reset()

    def give(self) -> None:
        self._hear(WELCOME)
        for command in self._later:
            self._tell(command)
            self._hear(WELCOME)
        self._tell(b"DATA\r\n")
        self._hear(GO_ON)
        try:
            self._backend.connection.send(self._prepared.data)
        except (OSError, smtplib.SMTPException) as error:
            raise self._lost(error) from error

    def send(self, message: Message) -> str:
        """Its answer: from here on it may have been sent."""
        try:
            code, words = self._backend.connection.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise self._lost(error) from error
        if code in WELCOME:
            return message_id(message)
        if code not in REFUSAL:  # garbled, or cut off: it may have been a welcome
            raise self._lost(_garbled(words))
        self._reset()
        raise _refusal(code, words)

    def _tell(self, *commands: bytes) -> None:
        try:
            self._backend.connection.send(b"".join(commands))
        except (OSError, smtplib.SMTPException) as error:
            raise self._cut(error) from error
        self._unanswered = commands

    def _hear(self, welcome: range) -> None:
        """The answers to all that was told; raises for the first that is no welcome."""
        answers: list[tuple[bytes, int, bytes]] = []
        try:
            while self._unanswered:
                command, *later = self._unanswered
                code, words = self._backend.connection.getreply()
                answers.append((command, code, words))
                self._unanswered = () if code == GOODBYE else tuple(later)
        except (OSError, smtplib.SMTPException) as error:
            raise self._cut(error) from error
        for command, code, words in answers:
            if code not in welcome and code not in REFUSAL:
                raise self._cut(_garbled(words))
            if code not in welcome:
                self._reset()
                refusal = _refusal(code, words)
                is_of_address = command.startswith(RCPT.encode()) and _is_of_address(code, words)
                raise WrongAddress(str(refusal)) if is_of_address else refusal

    def _cut(self, error: Exception) -> TryLater:
        self._forget()
        return TryLater(_("Sambungan ke server e-mail terputus: %(why)s") % {"why": error})

    def _lost(self, error: Exception) -> AnswerLost:
        self._forget()
        return AnswerLost(_("Sambungan terputus sebelum server e-mail menjawab: %(why)s") % {"why": error})

    def _reset(self) -> None:
        try:
            self._backend.connection.rset()
        except (OSError, smtplib.SMTPException):
            self._forget()

    def _forget(self) -> None:
        self._unanswered = ()
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


@lru_cache(maxsize=64)  # the sender's is the same each time
def _command(verb: str, address: str) -> bytes:
    """The address without a name, and a domain with accents as servers know it."""
    bare = parseaddr(sanitize_address(address, settings.DEFAULT_CHARSET))[1]
    return f"{verb}:{smtplib.quoteaddr(bare)}\r\n".encode("ascii")


def _as_bytes(mail: EmailMultiAlternatives) -> bytes:
    """With a boundary of our own: Python looks for one by an expression that it compiles anew for each mail."""
    made: Any = mail.message()
    made.set_boundary(secrets.token_hex(16))
    data: bytes = made.as_bytes(linesep="\r\n")
    return data


def _as_data(data: bytes) -> bytes:
    """RFC 5321 section 4.5.2: a dot that begins a line is doubled; a line of one dot ends the data."""
    ending = b"" if data.endswith(b"\r\n") else b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", data) + ending + b".\r\n"


def _garbled(words: bytes | str) -> Exception:
    return ValueError(_("jawaban tidak terbaca (%(words)s)") % {"words": _as_text(words)[:100]})


def _as_text(words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join(text.replace("\x00", "").split())


def _is_of_address(code: int, words: bytes | str) -> bool:
    """No such mailbox, or closed (RFC 3463: 5.1.x, 5.2.1); not that this server may not send, or is not liked."""
    if detail := ENHANCED.match(_as_text(words)):
        return detail[0].startswith("5.1.") or detail[0] == "5.2.1"
    return code in (550, 551, 553)


def _refusal(code: int, words: bytes | str) -> TryLater | Refused:
    sentence = _("Server e-mail menolak (%(code)s): %(words)s") % {"code": code, "words": _as_text(words)}
    return TryLater(sentence) if code in TEMPORARY else Refused(sentence)
