"""A member whom an import has brought gets an account: by the own sign-up, or because a coordinator knows the person.

A service module of its own beside services.py.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.accounts.services import grant_role
from soksi_portal.audit.services import because, forget
from soksi_portal.common.errors import RuleViolation

from .choices import CadreState
from .forgetting import NOBODY
from .identity import nik_hash, parse_nik
from .models import Cadre, Consent, ConsentText
from .services import PhoneTaken, locked_cadre


class NikDiffers(RuleViolation):
    """The NIK is not the one that stands with this mobile number."""


class HasAccount(RuleViolation):
    """The member signs in with an account already."""


class NotNew(RuleViolation):
    """The account has a membership of its own that somebody has examined or waits to examine."""


def member_without_account(phone: str) -> Cadre | None:
    """Who stands with this number (E.164) and never signed up; only with a NIK can such a person be told apart."""
    waiting = Cadre.objects.filter(user=None, erased_at=None, nik_hash__isnull=False)
    return waiting.filter(phone=phone).first()


def invitation(cadre: Cadre) -> str:
    """A WhatsApp link with which staff asks a member without an account to sign up; empty for everybody else."""
    if cadre.user_id is not None or not cadre.phone or cadre.nik_hash is None:
        return ""
    text = _(
        "Salam %(name)s. Data usaha Anda sudah dicatat SOKSI. Buat akun di %(address)s dengan nomor HP ini dan NIK Anda,"
        " supaya Anda dapat melihat dan memperbaikinya."
    ) % {"name": cadre.full_name, "address": settings.PORTAL_URL.rstrip("/") + reverse("account_signup")}
    return f"https://wa.me/{cadre.phone.removeprefix('+')}?{urlencode({'text': text}, quote_via=quote)}"


@transaction.atomic
def take_over(*, user: User, nik: str, consent_to: ConsentText) -> Cadre:
    """Make the person who just signed up the member with this phone and NIK. The record is as it was; its name counts.

    Raises ValidationError where the text cannot be a NIK, NikDiffers, PhoneTaken.
    """
    digits = parse_nik(nik).digits
    found = member_without_account(user.phone or "")
    cadre = locked_cadre(found) if found else None
    if cadre is None or cadre.user_id is not None:
        raise PhoneTaken(
            _("Nomor HP ini baru saja dipakai untuk akun lain. Masuk saja bila akun itu milik Anda."),
            field="phone",
        )
    if bytes(cadre.nik_hash or b"") != nik_hash(digits):
        raise NikDiffers(
            _(
                "NIK ini tidak sama dengan yang tercatat untuk nomor HP Anda. Periksa lagi di KTP,"
                " atau tanyakan kepada koordinator provinsi Anda."
            ),
            field="nik",
        )
    with because(_("Akun dibuat oleh pemilik data"), by=user):
        cadre.user = user
        cadre.save(update_fields=["user"])
    user.full_name = cadre.full_name
    user.save(update_fields=["full_name"])
    grant_role(user=user, role=Role.CADRE, by=None)
    Consent.objects.create(user=user, text=consent_to)
    return cadre


@transaction.atomic
def move_account(*, user: User, member: Cadre, by: User) -> Cadre:
    """Let who signed up anew have the record that was there before; the new one, without businesses by now, goes.

    `by` knows the person. Raises HasAccount, NotNew.
    """
    new = locked_cadre(Cadre.objects.get(user=user))
    member = locked_cadre(member)
    if member.user_id is not None:
        raise HasAccount(_("%(who)s sudah punya akun. Tidak ada yang diserahkan.") % {"who": member})
    if new.state != CadreState.DRAFT or new.nik_hash is not None:
        raise NotNew(
            _(
                "%(who)s sudah punya data anggota sendiri yang diperiksa atau ber-NIK. Jawab dengan penjelasan."
            )
            % {"who": user}
        )
    with because(_("Data anggota diserahkan kepada pemiliknya"), by=by):
        gone, phone = new.pk, new.phone
        new.delete()
        # the same person: what is erased for the one must not stay for the other
        forget(Cadre, [gone], full_name=NOBODY, phone=None, membership_number="")
        member.user, member.phone = user, phone
        member.save(update_fields=["user", "phone"])
        user.full_name = member.full_name
        user.save(update_fields=["full_name"])
    return member
