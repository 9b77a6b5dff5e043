"""How a key field of what is verified changes: asked for, agreed to by a new owner, decided by a coordinator.

Every rule locks the business first and then the request, so that two who press at once come one after the other.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.functions import TransactionNow
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.common.display import moment
from soksi_portal.outbox.services import cancel_about
from umkm.businesses.choices import KeyField, RequestState
from umkm.businesses.documents.services import add_evidence
from umkm.businesses.documents.storing import files_with_rows
from umkm.businesses.models import Business, ChangeRequest
from umkm.businesses.ties import owner_tie_of, tie_of
from umkm.cadres.choices import CadreState
from umkm.cadres.locking import locked_with_records
from umkm.cadres.models import Cadre
from umkm.cadres.tries import count_nik_try

from . import messages, proposals
from .errors import (
    AlreadyAsked,
    AlreadyDecided,
    EvidenceMissing,
    NoSuchCadre,
    NotAgreed,
    NotChangeable,
    NoteMissing,
    OwnRequest,
    Tied,
)


def request_change(
    *,
    business: Business,
    field: KeyField,
    value: Any,
    reason: str,
    by: User,
    evidence: UploadedFile | None,
) -> ChangeRequest:
    """Ask for another value; until it is approved, the old one stands. Pressing twice asks once.

    Raises EvidenceMissing, NotChangeable, TooManyTries, NothingNew, ValueTaken, AlreadyAsked, Tied, and what keeping the
    evidence raises.
    """
    if evidence is None:
        raise EvidenceMissing(_("Sertakan foto yang membuktikannya."), field="evidence")
    with files_with_rows(), transaction.atomic():
        business = _locked_business(business.pk)
        if business.owner.user_id != by.pk:
            raise NotChangeable(_("Hanya pemiliknya yang dapat meminta perubahan."))
        if field not in proposals.changeable(business):
            raise NotChangeable(_("Isian ini tidak memerlukan permintaan; ubah langsung di data usaha."))
        if field == KeyField.NIK:
            count_nik_try(by, field="value")
        proposal = proposals.propose(business, field, value)
        _must_be_free_to_move(business, proposal)
        waiting = _waiting(business, field)
        if waiting:
            return _the_same(waiting, proposal.new_value, reason, by)
        change = ChangeRequest.objects.create(
            business=business,
            province_id=business.province_id,
            field=field,
            reason=reason,
            requested_by=by,
            evidence=add_evidence(business=business, upload=evidence, by=by),
            **vars(proposal),
        )
        if change.new_owner:
            messages.ask_new_owner(change)
        return change


def _the_same(waiting: ChangeRequest, new_value: str, reason: str, by: User) -> ChangeRequest:
    """What waits, where it is just what is asked again. Raises AlreadyAsked."""
    if (waiting.new_value, waiting.reason, waiting.requested_by_id) == (new_value, reason, by.pk):
        return waiting
    raise AlreadyAsked(
        _("Permintaan untuk %(field)s sudah menunggu. Tarik dulu yang lama bila ingin menggantinya.")
        % {"field": waiting.get_field_display()},
        field="value",
    )


def find_new_owner(*, phone: str) -> Cadre:
    """The verified cadre with an account of exactly that number. Raises NoSuchCadre, in one sentence for every cause."""
    found = Cadre.objects.filter(phone=phone, state=CadreState.VERIFIED, user__is_active=True).first()
    if found is None:
        raise NoSuchCadre(
            _(
                "Tidak ada kader terverifikasi yang memakai nomor ini. Pemilik baru mendaftar dan diverifikasi"
                " sebagai kader lebih dahulu."
            ),
            field="phone",
        )
    return found


@transaction.atomic
def agree_to_own(*, change: ChangeRequest, by: User) -> ChangeRequest:
    """The new owner takes the business, if the coordinator approves. Raises NotChangeable, AlreadyDecided."""
    change = _locked(change)
    _must_be_new_owner(change, by)
    _must_be_open(change)
    if change.agreed_at is None:
        change.agreed_at = timezone.now()
        change.save(update_fields=["agreed_at"])
    return change


@transaction.atomic
def decline_to_own(*, change: ChangeRequest, by: User) -> ChangeRequest:
    """The new owner does not want it; the owner is told. Raises NotChangeable, AlreadyDecided."""
    change = _locked(change)
    _must_be_new_owner(change, by)
    _must_be_open(change)
    return _end(change, RequestState.REFUSED, by, _("Calon pemilik baru tidak bersedia."))


@transaction.atomic
def withdraw_change(*, change: ChangeRequest, by: User) -> ChangeRequest:
    """Whoever asked takes it back. Raises NotChangeable, AlreadyDecided."""
    change = _locked(change)
    if change.requested_by_id != by.pk:
        raise NotChangeable(_("Hanya yang meminta yang dapat menariknya."))
    if change.state == RequestState.WITHDRAWN:
        return change
    _must_be_open(change)
    change.state = RequestState.WITHDRAWN
    change.save(update_fields=["state"])
    cancel_about(subject_ref=messages.subject_of(change), reason=_("Permintaannya ditarik."), by=by)
    return change


@transaction.atomic
def approve_change(*, change: ChangeRequest, by: User, note: str = "") -> ChangeRequest:
    """Decide and write the new value in one transaction: the database lets it pass in no other.

    Raises OwnRequest, AlreadyDecided, NotAgreed, EvidenceMissing, Tied, NoSuchCadre, ValueTaken.
    """
    change = _locked(change)
    business = _locked_business(change.business_id)
    _must_be_decidable(change, by)
    _must_be_proven(change)
    if change.field == KeyField.OWNER:
        _new_owner_must_stand(change)
    _must_be_free_to_move(business, change)
    old_owner = business.owner
    change.state, change.decided_by, change.decision_note = RequestState.APPROVED, by, note
    change.decided_at = TransactionNow()  # type: ignore[assignment]  # which the trigger compares
    change.save(update_fields=["state", "decided_by", "decided_at", "decision_note"])
    change.refresh_from_db(fields=["decided_at"])
    proposals.apply(change, business)
    if change.field == KeyField.OWNER:  # what the old owner still asked for is not the new one's wish
        end_changes_of(business=business, by=by, note=_("Pemilik usaha ini sudah berganti."))
    if business.province_id != change.province_id:
        _hand_over(business)
    messages.tell_approved(change, business=business, old_owner=old_owner)
    return change


@transaction.atomic
def refuse_change(*, change: ChangeRequest, by: User, note: str) -> ChangeRequest:
    """With words for who asked. Raises NoteMissing, OwnRequest, AlreadyDecided."""
    if not note.strip():
        raise NoteMissing(_("Tulis mengapa permintaan ini ditolak."), field="note")
    change = _locked(change)
    _must_not_be_own(change, by)
    _must_be_open(change)
    return _end(change, RequestState.REFUSED, by, note.strip())


@transaction.atomic
def end_changes_of(*, business: Business, by: User, note: str) -> None:
    """Refuse all that waits, where the business itself ends: it went into another."""
    for change in ChangeRequest.objects.open().filter(business=business).order_by("pk"):
        _end(_locked(change), RequestState.REFUSED, by, note)


@transaction.atomic
def end_offers_to(*, cadre: Cadre, note: str) -> None:
    """Refuse what waits for a new owner who is no more; whoever asked is told."""
    if cadre.user is None:
        return
    for change in ChangeRequest.objects.open().filter(new_owner=cadre).order_by("pk"):
        _end(_locked(change), RequestState.REFUSED, cadre.user, note)


def _end(change: ChangeRequest, state: RequestState, by: User, note: str) -> ChangeRequest:
    change.state, change.decided_by, change.decided_at = state, by, timezone.now()
    change.decision_note = note
    change.save(update_fields=["state", "decided_by", "decided_at", "decision_note"])
    messages.tell_refused(change)
    return change


def _hand_over(business: Business) -> None:
    """What else waits for this business now waits for the coordinator of its new province, who is told."""
    ChangeRequest.objects.open().filter(business=business).update(province_id=business.province_id)
    messages.tell_new_province(business)


def _locked_business(pk: int) -> Business:
    rows = Business.objects.select_for_update(of=("self", "owner"))
    return rows.select_related("owner__user", "province", "regency__province").get(pk=pk)


def _locked(change: ChangeRequest) -> ChangeRequest:
    """Of business, person and request, always in that order; what is a person's own is found by in all businesses."""
    if change.field in proposals.OF_PERSON:
        locked_with_records(change.business.owner_id)
    _locked_business(change.business_id)
    rows = ChangeRequest.objects.select_for_update(of=("self",))
    return rows.select_related(
        "business__owner__user", "province", "new_owner__user", "new_regency__province", "requested_by"
    ).get(pk=change.pk)


def _waiting(business: Business, field: KeyField) -> ChangeRequest | None:
    """What waits for the same field; for a person's own, through whichever of the person's businesses."""
    asked = ChangeRequest.objects.open().filter(field=field)
    if field in proposals.OF_PERSON:
        return asked.filter(business__owner=business.owner).first()
    return asked.filter(business=business).first()


def _must_be_free_to_move(business: Business, wish: proposals.Proposal | ChangeRequest) -> None:
    if wish.new_regency and wish.new_regency.province_id != business.province_id:
        sentence = tie_of(business)
        if sentence:
            raise Tied(sentence, field="regency")
    if wish.new_owner and (sentence := owner_tie_of(business)):
        raise Tied(sentence)


def _must_be_decidable(change: ChangeRequest, by: User) -> None:
    _must_not_be_own(change, by)
    _must_be_open(change)
    if change.awaits_new_owner:
        raise NotAgreed(_("Pemilik baru belum menyetujui. Permintaan ini menunggu jawabannya."))
    if KeyField(change.field) not in proposals.changeable(change.business):
        raise NotChangeable(_("Usaha ini tidak lagi terverifikasi, jadi isiannya tidak berubah di sini."))


def _must_be_proven(change: ChangeRequest) -> None:
    if change.evidence is None or change.evidence.removed_at is not None:
        raise EvidenceMissing(
            _(
                "Foto buktinya tidak ada. Tolak permintaan ini, dan minta pemiliknya mengirim lagi dengan foto."
            )
        )


def _must_not_be_own(change: ChangeRequest, by: User) -> None:
    new_owner = change.new_owner.user_id if change.new_owner else None
    if by.pk in (change.requested_by_id, change.business.owner.user_id, new_owner):
        raise OwnRequest(_("Permintaan ini menyangkut Anda sendiri, jadi koordinator lain yang memutuskan."))


def _must_be_open(change: ChangeRequest) -> None:
    if change.state == RequestState.OPEN:
        return
    if change.state == RequestState.WITHDRAWN:
        raise AlreadyDecided(_("Permintaan ini sudah ditarik oleh yang memintanya."))
    sentence = (
        _("Permintaan ini sudah disetujui oleh %(who)s pada %(at)s.")
        if change.state == RequestState.APPROVED
        else _("Permintaan ini sudah ditolak oleh %(who)s pada %(at)s.")
    )
    at = moment(change.decided_at, change.province.time_zone)
    raise AlreadyDecided(sentence % {"who": change.decided_by, "at": at})


def _must_be_new_owner(change: ChangeRequest, by: User) -> None:
    if change.new_owner is None or change.new_owner.user_id != by.pk:
        raise NotChangeable(_("Hanya calon pemilik barunya yang dapat menjawab."))


def _new_owner_must_stand(change: ChangeRequest) -> None:
    """Whoever agreed may have left, or be verified no more, since."""
    assert change.new_owner is not None  # a constraint: an owner is named  # noqa: S101
    person = Cadre.objects.select_for_update().get(pk=change.new_owner.pk)
    if person.state != CadreState.VERIFIED:
        raise NoSuchCadre(_("Pemilik baru belum terverifikasi sebagai kader."))
