"""What a change request holds for each key field: read from what was asked, shown in words, written when approved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from soksi_portal.common.display import phone
from soksi_portal.common.encryption import decrypt, encrypt
from umkm.businesses.choices import BusinessState, KeyField
from umkm.businesses.models import Business, ChangeRequest
from umkm.cadres.choices import CadreState
from umkm.cadres.identity import masked, masked_stored, nik_columns, nik_hash
from umkm.cadres.models import Cadre
from umkm.regions.models import Regency

from .errors import NothingNew, ValueTaken

OF_BUSINESS = (KeyField.NAME, KeyField.OWNER, KeyField.NIB, KeyField.REGENCY)
OF_PERSON = (KeyField.OWNER_NAME, KeyField.NIK)


@dataclass(frozen=True)
class Proposal:
    """The columns of a request that say from what to what."""

    old_value: str
    new_value: str
    new_secret: bytes | None = None
    new_hash: bytes | None = None
    new_owner: Cadre | None = None
    new_regency: Regency | None = None


def changeable(business: Business) -> list[KeyField]:
    """The fields that stand still, and so change by a request: all others their owner simply writes."""
    found = list(OF_BUSINESS) if business.state == BusinessState.VERIFIED else []
    person: Cadre = business.owner
    if person.state == CadreState.VERIFIED and business.state != BusinessState.MERGED:
        found.append(KeyField.OWNER_NAME)
        if person.nik_hash is not None:
            found.append(KeyField.NIK)
    return found


def stands(business: Business, field: KeyField) -> str:
    """The value of today as people read it; a NIK masked."""
    if field == KeyField.NAME:
        return business.name
    if field == KeyField.NIB:
        return business.nib or ""
    if field == KeyField.REGENCY:
        return place(business.regency) if business.regency else ""
    if field == KeyField.NIK:
        return masked_stored(business.owner.nik_encrypted)
    return str(business.owner.full_name)


def propose(business: Business, field: KeyField, value: Any) -> Proposal:
    """`value` as the form gives it: text, a Cadre, a Regency, the digits of a NIK. Raises NothingNew, ValueTaken."""
    old = stands(business, field)
    if field == KeyField.OWNER:
        _must_differ(business.owner_id != value.pk)
        return Proposal(old, str(value.pk), new_owner=value)
    if field == KeyField.REGENCY:
        _must_differ(business.regency_id != value.pk)
        return Proposal(old, value.pk, new_regency=value)
    if field == KeyField.NIK:
        found = nik_hash(value)
        _must_differ(bytes(business.owner.nik_hash or b"") != found)
        if Cadre.objects.filter(nik_hash=found).exists():
            raise nik_taken()
        return Proposal(old, masked(value), new_secret=encrypt(value), new_hash=found)
    _must_differ(old != value)
    if field == KeyField.NIB and Business.objects.filter(nib=value).exists():
        raise nib_taken()
    return Proposal(old, value)


def apply(change: ChangeRequest, business: Business) -> None:
    """Write the new value, in the transaction that approved it. Raises ValueTaken."""
    try:
        with transaction.atomic():
            _write(change, business)
    except IntegrityError as error:
        if change.field == KeyField.NIB:
            raise nib_taken() from error
        if change.field == KeyField.NIK:
            raise nik_taken() from error
        raise


def _write(change: ChangeRequest, business: Business) -> None:
    if change.new_owner:
        business.owner = change.new_owner
        business.save(update_fields=["owner"])
    elif change.new_regency:
        business.regency = change.new_regency
        business.province_id = change.new_regency.province_id
        business.save(update_fields=["regency", "province"])
    elif change.field in OF_BUSINESS:
        setattr(business, change.field, change.new_value)
        business.save(update_fields=[change.field])
    else:
        _write_person(change, business.owner)


def _write_person(change: ChangeRequest, person: Cadre) -> None:
    values: dict[str, Any] = {"full_name": change.new_value}
    if change.field == KeyField.NIK and change.new_secret:
        values = nik_columns(decrypt(change.new_secret))
    for name, value in values.items():
        setattr(person, name, value)
    person.save(update_fields=list(values))
    if change.field == KeyField.OWNER_NAME and person.user:  # the account is greeted by the same name
        person.user.full_name = change.new_value
        person.user.save(update_fields=["full_name"])


def place(regency: Regency) -> str:
    return f"{regency.full_name}, {regency.province.name}"


def wished(change: ChangeRequest) -> str:
    """The wished value in words. Who is behind the phone is told once that person has agreed."""
    if change.new_owner:
        number = phone(change.new_owner.phone)
        return f"{change.new_owner.full_name} ({number})" if change.agreed_at else number
    return place(change.new_regency) if change.new_regency else change.new_value


def nib_taken() -> ValueTaken:
    return ValueTaken(
        _(
            "NIB ini dipakai usaha lain yang terdaftar di sini. Bila memang milik Anda, tanyakan kepada koordinator."
        ),
        field="value",
    )


def nik_taken() -> ValueTaken:
    return ValueTaken(
        _(
            "NIK ini dipakai kader lain yang terdaftar di sini. Bila memang milik Anda, tanyakan kepada koordinator."
        ),
        field="value",
    )


def _must_differ(differs: bool) -> None:
    if not differs:
        raise NothingNew(_("Itu nilai yang berlaku sekarang. Tulis nilai yang baru."), field="value")
