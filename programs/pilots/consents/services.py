"""An owner agrees to be proposed, or takes that back; a paper speaks for one without an account."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.partnership.models import Phase
from programs.pilots.choices import OPEN_NOMINATIONS, NominationState
from programs.pilots.errors import NotConsenting
from programs.pilots.models import Nomination, NominationConsent
from programs.pilots.permissions import may_nominate_business
from programs.pilots.services.eligibility import consent_of
from programs.pilots.services.locking import lock_nomination, lock_seats, save_decision
from programs.pilots.services.needs import today_in
from programs.pilots.services.offering import end_offer_of, offer_among
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from umkm.businesses.choices import BusinessState
from umkm.businesses.models import Business
from umkm.cadres.choices import ConsentPurpose
from umkm.cadres.models import ConsentText
from umkm.cadres.services import current_consent_text

from .messages import tell_asked, tell_consent_withdrawn


def text_in_force() -> ConsentText:
    return current_consent_text(ConsentPurpose.NOMINATION)


@transaction.atomic
def give_consent(*, business: Business, by: User) -> NominationConsent:
    """The owner agrees to the text in force. Twice is once. Raises NotConsenting."""
    business = _locked(business)
    if business.owner.user_id != by.pk:
        raise NotConsenting(_("Hanya pemilik usaha ini yang dapat menyetujuinya."))
    if business.owner.restricted_at is not None:
        raise NotConsenting(
            _("Data Anda sedang tidak diproses atas permintaan Anda. Izinkan dahulu di halaman Data saya.")
        )
    return _recorded(business, by=by, signed_on=None)


@transaction.atomic
def record_paper_consent(*, business: Business, signed_on: date, by: User) -> NominationConsent:
    """The nominating side keeps the signed paper of an owner without an account. Raises NotConsenting."""
    business = _locked(business)
    if business.owner.user_id is not None:
        raise NotConsenting(_("Pemiliknya punya akun, jadi ia menyetujui sendiri di halaman usahanya."))
    if not may_nominate_business(by, business):
        raise NotConsenting(_("Hanya koordinator provinsi usaha ini yang mencatat persetujuan tertulis."))
    if signed_on > today_in(business.province):
        raise NotConsenting(_("Tanggal tanda tangannya belum tiba."), field="signed_on")
    return _recorded(business, by=by, signed_on=signed_on)


def _recorded(business: Business, *, by: User, signed_on: date | None) -> NominationConsent:
    if business.state != BusinessState.VERIFIED:
        raise NotConsenting(_("Persetujuan diberikan setelah usaha ini terverifikasi."))
    given = consent_of(business)
    if given is not None:
        return given
    with because(_("Pemilik setuju usahanya diusulkan."), by=by):
        return NominationConsent.objects.create(
            business=business, owner=business.owner, text=text_in_force(), recorded_by=by, signed_on=signed_on
        )


@transaction.atomic
def withdraw_consent(*, business: Business, by: User) -> int:
    """The owner takes the consent back; proposals that are not decided go with it, and a seat that one of them was
    asked to take is offered to the next. How many it were.

    Who sits on a seat already leaves it through Jamkrindo. Raises NotConsenting.
    """
    open_ones = Nomination.objects.filter(business=business, state__in=OPEN_NOMINATIONS)
    nominations, seats = [], {}
    for one in open_ones.order_by("phase", "pk"):  # as everywhere: seats, nomination, then the business
        seats[one.pk] = lock_seats(one.phase_id, one.province_id)
        nominations.append(lock_nomination(one))
    business = _locked(business)
    consent = consent_of(business)
    if consent is None:
        raise NotConsenting(_("Tidak ada persetujuan yang berlaku untuk usaha ini."))
    if business.owner.user_id != by.pk and not (consent.signed_on and may_nominate_business(by, business)):
        raise NotConsenting(_("Hanya pemilik usaha ini yang dapat menarik persetujuannya."))
    if open_ones.exclude(pk__in=[one.pk for one in nominations]).exists():
        raise NotConsenting(_("Usaha ini baru saja diusulkan. Coba sekali lagi."))
    waiting = [one for one in nominations if one.state in OPEN_NOMINATIONS]
    reason = _("Pemilik menarik persetujuannya.")
    with because(reason, by=by):
        consent.withdrawn_at = timezone.now()
        consent.save(update_fields=["withdrawn_at"])
    for one in waiting:
        asked = end_offer_of(one, by=by, reason=reason)
        save_decision(one, NominationState.WITHDRAWN, by=by, reason=reason)
        tell_consent_withdrawn(one)
        if asked:
            offer_among(seats[one.pk])
    return len(waiting)


@transaction.atomic
def ask_consent(*, business: Business, phase: Phase, by: User) -> bool:
    """Ask the owner by a message, once for each phase; False where that was done before. Raises NotConsenting."""
    if not may_nominate_business(by, business):
        raise NotConsenting(_("Hanya koordinator provinsi usaha ini yang meminta persetujuannya."))
    owner = business.owner.user
    if owner is None:
        raise NotConsenting(
            _("Pemiliknya belum punya akun. Mintalah tanda tangannya di kertas, lalu catat di sini.")
        )
    if consent_of(business) is not None:
        raise NotConsenting(_("Pemiliknya sudah menyetujui."))
    return tell_asked(business, phase, owner=owner, by=by) is not None


def _locked(business: Business) -> Business:
    rows = Business.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("owner__user", "province").get(pk=business.pk)
