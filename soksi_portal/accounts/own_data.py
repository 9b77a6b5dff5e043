"""What the portal holds about a person, from parts that each slice brings (registered in its AppConfig.ready).

The page `/akun/data-saya/`, its JSON and its PDF show the same parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from soksi_portal.common.display import day, moment, phone

from .models import User

Value = str | int | bool | date | datetime | None
TIME_ZONE = "Asia/Jakarta"


@dataclass(frozen=True)
class Fact:
    """One thing that is held: `key` names it in the file for machines, `label` on the page."""

    key: str
    label: str
    value: Value
    on_page: str = ""  # shown there instead, masked or in groups; the files have the value

    @property
    def shown(self) -> str:
        return self.on_page or self.written

    @property
    def written(self) -> str:
        value = self.value
        if value is None or value == "":
            return "–"
        if isinstance(value, bool):
            return _("Ya") if value else _("Tidak")
        if isinstance(value, datetime):
            return moment(value, TIME_ZONE)
        if isinstance(value, date):
            return day(value)
        return number_format(value, force_grouping=True) if isinstance(value, int) else str(value)


@dataclass(frozen=True)
class Record:
    """One row of what is held: a business, a consent, a message."""

    title: str
    facts: tuple[Fact, ...]
    url: str = ""
    when: datetime | None = None


@dataclass(frozen=True)
class Section:
    """What one slice holds of one kind."""

    key: str
    title: str
    purpose: str  # why it is held, in one sentence
    records: tuple[Record, ...]
    empty: str = ""  # said where there is nothing
    rank: int = 50  # the lower, the higher on the page


Provider = Callable[[User], Iterable[Section]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    if provider not in _providers:
        _providers.append(provider)
    return provider


def held_about(user: User) -> list[Section]:
    """Everything, in the order of the page."""
    found = [section for provider in _providers for section in provider(user)]
    return sorted(found, key=lambda section: section.rank)


def as_document(user: User, sections: Iterable[Section]) -> dict[str, Any]:
    """For machines: the file that a person takes along (UU 27/2022, article 13)."""
    return {
        "format": "soksi-umkm/data-saya",
        "versi": 1,
        "dibuat": timezone.now().isoformat(timespec="seconds"),
        "orang": user.full_name,
        "bagian": [
            {
                "kunci": section.key,
                "judul": section.title,
                "tujuan": section.purpose,
                "isi": [
                    {fact.key: _plain(fact.value) for fact in record.facts} for record in section.records
                ],
            }
            for section in sections
        ],
    }


def _plain(value: Value) -> str | int | bool | None:
    return value.isoformat() if isinstance(value, date) else value


def account_held(user: User) -> Iterable[Section]:
    """The provider of this slice: the account itself and its roles."""
    yield Section(
        key="akun",
        title=_("Akun"),
        purpose=_("Untuk masuk ke portal dan menerima pesan."),
        rank=0,
        records=(
            Record(
                title=user.full_name,
                facts=(
                    Fact("nama", _("Nama"), user.full_name),
                    Fact("email", _("Alamat e-mail"), user.email),
                    Fact("hp", _("Nomor HP"), user.phone, on_page=phone(user.phone)),
                    Fact("dibuat", _("Akun dibuat"), user.joined_at),
                    Fact("terakhir_masuk", _("Terakhir masuk"), user.last_login),
                    Fact("dua_langkah", _("Masuk dengan dua langkah"), _has_second_factor(user)),
                ),
            ),
        ),
    )
    grants = user.role_grants.select_related("granted_by", "ended_by").order_by("granted_at")
    yield Section(
        key="peran",
        title=_("Peran"),
        purpose=_("Untuk menentukan halaman mana yang boleh Anda buka."),
        rank=60,
        records=tuple(
            Record(
                title=grant.get_role_display(),
                facts=(
                    Fact("peran", _("Peran"), grant.get_role_display()),
                    Fact("sejak", _("Sejak"), grant.granted_at),
                    Fact("sampai", _("Sampai"), grant.ended_at),
                ),
            )
            for grant in grants
        ),
        empty=_("Anda belum memegang peran."),
    )


def _has_second_factor(user: User) -> bool:
    from allauth.mfa.utils import is_mfa_enabled  # its models must be loaded first

    return bool(is_mfa_enabled(user))
