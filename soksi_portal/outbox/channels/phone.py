"""WhatsApp and SMS to a person's number, by whichever provider apprise knows: its URL stands in the settings.

    SMS_URL=twilio://AccountSID:AuthToken@+62215550001/{phone}
    WHATSAPP_URL=whatsapp://Token@PhoneID/{phone}
    SMS_URL=jsons://kunci@gateway.example.id/kirim?:to={phone}      a gateway of one's own

`{phone}` is the recipient's number (E.164 without the plus sign). The secrets stay in the environment.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

import requests
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from soksi_portal.accounts.models import User
from soksi_portal.outbox.choices import Channel
from soksi_portal.outbox.models import Message

from .base import Refused, WrongAddress
from .outcomes import TIMEOUT, of_error, of_status

PLACE = "{phone}"
LINK = re.compile(r"https?://\S+")
_only_one = Lock()


class PhoneSender:
    """One number, one request. apprise says no more than whether it worked, so its request is watched."""

    channel: Channel
    setting: str
    no_address: Any = gettext_lazy("Penerima belum punya nomor HP.")

    @classmethod
    def url(cls) -> str:
        return str(getattr(settings, cls.setting))

    @classmethod
    def is_offered(cls) -> bool:
        return bool(cls.url())

    @classmethod
    def address_of(cls, recipient: User) -> str:
        return (recipient.phone or "") if cls.is_offered() else ""

    def open(self) -> None:
        """Nothing is kept open: a provider's client connects for each message."""

    def send(self, message: Message) -> str:
        plugin = plugin_for(self.url(), message.address)
        if plugin is None:
            raise Refused(_("Saluran %(name)s salah diatur.") % {"name": self.channel.label})
        with watched_requests() as watched:
            worked = plugin.send(body=short_form(message))
        return watched.outcome(worked)

    def close(self) -> None:
        return


def _no_address(sender: type[PhoneSender]) -> str:
    if not sender.is_offered():
        return _("Saluran %(name)s belum diatur.") % {"name": sender.channel.label}
    return _("Penerima belum punya nomor HP.")


class WhatsappSender(PhoneSender):
    channel = Channel.WHATSAPP
    setting = "WHATSAPP_URL"


class SmsSender(PhoneSender):
    channel = Channel.SMS
    setting = "SMS_URL"


for _sender in (WhatsappSender, SmsSender):
    _sender.no_address = lazy(_no_address, str)(_sender)


def plugin_for(url: str, phone: str) -> Any:
    """apprise's client for this number; None where it does not understand the URL."""
    from apprise import Apprise  # reads all its plugins: only where such a channel is set up

    plugin = Apprise.instantiate(url.replace(PLACE, phone.removeprefix("+")))
    if plugin is not None:
        plugin.socket_connect_timeout, plugin.socket_read_timeout = TIMEOUT
    return plugin


def short_form(message: Message) -> str:
    """The text for small screens; where a row was planned before there was one, its title and the first address in it."""
    if message.short:
        return message.short
    link = LINK.search(message.body)
    return "\n".join([message.title, *([link.group()] if link else [])])


class Watched:
    """The last request made, and how it ended."""

    def __init__(self) -> None:
        self.response: requests.Response | None = None
        self.error: requests.RequestException | None = None

    def outcome(self, worked: bool) -> str:
        """The provider's number for the message; raises where it was not taken, or nobody knows."""
        if self.error:
            raise of_error(self.error) from self.error
        if self.response is None:
            raise WrongAddress(_("Nomor ini tidak diterima penyedia."))
        if not worked:
            raise (
                of_status(self.response.status_code)
                if self.response.status_code >= 300
                else Refused(_("Penyedia menolak pesan ini."))
            )
        return _number_in(self.response)


@contextmanager
def watched_requests() -> Iterator[Watched]:
    """Notes what `requests` does inside; one at a time, since it is the library itself that is watched."""
    watched, send = Watched(), requests.Session.send

    def noting(session: requests.Session, request: Any, **options: Any) -> requests.Response:
        try:
            watched.response = send(session, request, **options)
        except requests.RequestException as error:
            watched.error = error
            raise
        return watched.response

    with _only_one:
        requests.Session.send = noting  # type: ignore[method-assign,assignment]
        try:
            yield watched
        finally:
            requests.Session.send = send  # type: ignore[method-assign]


def _number_in(response: requests.Response) -> str:
    """As Twilio, WhatsApp Cloud and others say it; empty where the answer has none."""
    try:
        answer = response.json()
    except (json.JSONDecodeError, requests.RequestException, UnicodeDecodeError):
        return ""
    if not isinstance(answer, dict):
        return ""
    listed = answer.get("messages")
    inner = listed[0] if isinstance(listed, list) and listed and isinstance(listed[0], dict) else {}
    found = answer.get("sid") or inner.get("id") or inner.get("message-id") or answer.get("id") or ""
    return str(found)[:200]
