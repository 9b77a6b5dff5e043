"""The owner's consent to show this file to this bank: given with the file frozen, taken back at any time."""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.bankaccess.choices import ConsentEnding, Opened, ReferralState
from programs.bankaccess.errors import ConsentMissing, FileChanged, ReferralMoved
from programs.bankaccess.models import Consent, Opening, Referral
from programs.bankaccess.models.products import bank_of
from programs.bankaccess.shelf import kept_file
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from umkm.cadres.choices import ConsentPurpose
from umkm.cadres.models import ConsentText
from umkm.cadres.services import current_consent_text

from . import services
from .dossier import dossier_of
from .pdf import dossier_pdf
from .steps import lock_referral, take_step


def text_in_force() -> ConsentText:
    return current_consent_text(ConsentPurpose.BANK)


def give_consent(*, referral: Referral, fingerprint: str, text_version: str, by: User) -> Consent:
    """To the text and the file that she read: another one is shown again. Raises FileChanged, ReferralMoved, NotStored."""
    dossier, text = dossier_of(referral), text_in_force()
    if (dossier.fingerprint, text.version) != (fingerprint, text_version):
        raise FileChanged(_("Isi berkas berubah sejak Anda membukanya. Baca sekali lagi, lalu jawab."))
    content = dossier_pdf(dossier)
    consent = Consent(
        referral=referral,
        text=text,
        given_by=by,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        fingerprint=dossier.fingerprint,
    )
    with kept_file(consent.file, content), transaction.atomic():
        locked = lock_referral(referral)
        _refuse(locked, by)
        if dossier_of(locked).fingerprint != fingerprint:
            raise FileChanged(_("Isi berkas berubah sejak Anda membukanya. Baca sekali lagi, lalu jawab."))
        with because(_("Pemilik setuju berkasnya dibaca bank."), by=by):
            consent.save(force_insert=True)
        take_step(locked, ReferralState.CONSENTED, by=by, because_of=_("Pemilik setuju dirujuk."))
    return consent


def _refuse(referral: Referral, by: User) -> None:
    owner = referral.business.owner
    if owner.user_id != by.pk:
        raise ReferralMoved(_("Hanya pemilik usaha ini yang dapat menyetujuinya."))
    if owner.restricted_at is not None:
        raise ReferralMoved(
            _("Data Anda sedang tidak diproses atas permintaan Anda. Izinkan dahulu di halaman Data saya.")
        )
    if referral.state != ReferralState.PREPARED:
        raise ReferralMoved(_("Rujukan ini tidak lagi menunggu persetujuan. Muat ulang halaman."))


@transaction.atomic
def end_consent(*, referral: Referral, words: str = "", by: User) -> None:
    """The owner takes it back: what is under way is withdrawn with it; what was disbursed is shown no more.

    Raises ConsentMissing.
    """
    referral = lock_referral(referral)
    if referral.business.owner.user_id != by.pk:
        raise ConsentMissing(_("Hanya pemilik usaha ini yang dapat menarik persetujuannya."))
    if referral.is_open:
        services.withdraw_referral(referral=referral, words=words, by=by)
        return
    consent = Consent.objects.select_for_update().filter(referral=referral, ended_at=None).first()
    if consent is None:
        raise ConsentMissing(_("Tidak ada persetujuan yang masih berlaku untuk rujukan ini."))
    consent.ended_at, consent.ended_by, consent.ending = timezone.now(), by, ConsentEnding.WITHDRAWN
    with because(_("Pemilik menarik persetujuannya."), by=by):
        consent.save(update_fields=["ended_at", "ended_by", "ending"])


@transaction.atomic
def note_opening(*, referral: Referral, what: Opened, by: User) -> None:
    """Before the bank is shown anything; waits for a withdrawal under way, at the row where all queue. Raises ConsentMissing."""
    Referral.objects.select_for_update(no_key=True).get(pk=referral.pk)
    if bank_of(by) != referral.bank_id:
        raise ConsentMissing(_("Hanya petugas bank ini yang membuka berkasnya."))
    if not Consent.objects.filter(referral=referral, ended_at=None).exists():
        raise ConsentMissing(_("Persetujuan pemilik sudah berakhir."))
    Opening.objects.create(referral=referral, opened_by=by, what=what)
