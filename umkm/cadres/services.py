"""How a person becomes a cadre of the portal."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.accounts.services import grant_role
from soksi_portal.common.errors import RuleViolation
from umkm.regions.models import Regency

from .choices import CadreState, ConsentPurpose
from .identity import nik_columns, nik_hash, parse_nik
from .models import Cadre, Consent, ConsentText
from .tries import count_nik_try


class MembershipTaken(RuleViolation):
    """The membership number belongs to another cadre."""


class PhoneTaken(RuleViolation):
    """The mobile number belongs to another cadre."""


class NikTaken(RuleViolation):
    """The NIK belongs to another cadre."""


class NikFixed(RuleViolation):
    """The NIK is examined, or waits to be: it changes only by a request."""


class Restricted(RuleViolation):
    """The person's data is not to be processed now."""


class NotOwnCard(RuleViolation):
    """Only the member hands in the own card."""


def current_consent_text(purpose: ConsentPurpose = ConsentPurpose.PROCESSING) -> ConsentText:
    """The version in force. Without one nobody can consent, so nobody can sign up."""
    texts = ConsentText.objects.filter(purpose=purpose, valid_from__lte=timezone.now())
    return texts.latest("valid_from")


@transaction.atomic
def register_cadre(*, user: User, regency: Regency, membership_number: str, consent_to: ConsentText) -> Cadre:
    """Make the person who just signed up a cadre, with role and consent. Raises PhoneTaken, MembershipTaken."""
    try:
        with transaction.atomic():
            cadre = Cadre.objects.create(
                user=user,
                full_name=user.full_name,
                phone=user.phone or "",  # the sign-up form requires one
                membership_number=membership_number,
                regency=regency,
                province_id=regency.province_id,
            )
    except IntegrityError as error:
        if "membership" in str(error):
            sentence = _(
                "Nomor anggota ini sudah terdaftar atas nama lain. Periksa lagi, atau kosongkan dahulu."
            )
            raise MembershipTaken(sentence, field="membership_number") from error
        sentence = _(
            "Nomor HP ini sudah terdaftar. Masuk saja, atau tanyakan kepada koordinator provinsi Anda."
        )
        raise PhoneTaken(sentence, field="phone") from error
    grant_role(user=user, role=Role.CADRE, by=None)
    Consent.objects.create(user=user, text=consent_to)
    return cadre


@transaction.atomic
def submit_cadre(*, cadre: Cadre, by: User) -> Cadre:
    """Hand the membership to the coordinator, with the first business or after mending it.

    One that waits or is verified stays as it is. Raises NotOwnCard, Restricted.
    """
    cadre = locked_cadre(cadre)
    if cadre.user_id != by.pk:
        raise NotOwnCard(_("Hanya pemiliknya yang dapat mengirim kartu anggota ini."))
    if cadre.restricted_at is not None:
        raise Restricted(
            _(
                "Data Anda sedang tidak diproses atas permintaan Anda. Izinkan dahulu di halaman Data saya, lalu kirim."
            )
        )
    if cadre.state in (CadreState.DRAFT, CadreState.RETURNED):
        cadre.state, cadre.state_since = CadreState.SUBMITTED, timezone.now()
        cadre.save(update_fields=["state", "state_since"])
    return cadre


@transaction.atomic
def set_nik(*, cadre: Cadre, nik: str, by: User) -> Cadre:
    """Keep the NIK of a member whose NIK is not verified. `by` is the member, or who registers the member.

    Who was verified before the NIK was asked for brings it later.

    Raises ValidationError where the NIK cannot be one, NotOwnCard, NikFixed, TooManyTries, NikTaken.
    """
    digits = parse_nik(nik).digits
    cadre = locked_cadre(cadre)
    if cadre.user_id is not None and cadre.user_id != by.pk:
        raise NotOwnCard(_("Hanya pemiliknya yang dapat mengisi NIK ini."), field="nik")
    if cadre.nik_hash is not None and bytes(cadre.nik_hash) == nik_hash(digits):
        return cadre  # the same again, also after verification
    examined = cadre.state == CadreState.VERIFIED and cadre.nik_hash is not None
    if examined or cadre.erased_at is not None:
        sentence = _(
            "NIK Anda sudah diperiksa. Untuk memperbaikinya, buka Data saya, lalu minta perubahan dengan foto KTP."
        )
        raise NikFixed(sentence, field="nik")
    count_nik_try(by)
    for column, value in nik_columns(digits).items():
        setattr(cadre, column, value)
    try:
        with transaction.atomic():
            cadre.save(update_fields=["nik_encrypted", "nik_hash", "sex"])
    except IntegrityError as error:
        if "nik_hash" not in str(error):
            raise
        # whose it is stays unsaid
        sentence = _(
            "NIK ini sudah terdaftar. Bila ini NIK Anda, masuklah dengan akun Anda yang lama,"
            " atau tanyakan kepada koordinator provinsi Anda."
        )
        raise NikTaken(sentence, field="nik") from error
    return cadre


def locked_cadre(cadre: Cadre) -> Cadre:
    """A fresh state of the row that nobody else changes before the transaction ends."""
    rows = Cadre.objects.select_for_update(of=("self",)).select_related("user", "province", "regency")
    return rows.get(pk=cadre.pk)
