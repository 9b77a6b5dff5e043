"""Asking about one's own data, answering within 3 × 24 hours, and keeping data without working with it."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from soksi_portal.common.errors import RuleViolation

from ..choices import DataRequestKind, DataRequestState
from ..locking import locked_with_records
from ..models import TIME_TO_ANSWER, Cadre, Consent, ConsentText, DataRequest
from . import messages

LONGEST_ANSWER = DataRequest._meta.get_field("answer").max_length


class AskedAlready(RuleViolation):
    """The same request waits for its answer."""


class RequestEnded(RuleViolation):
    """It was answered or taken back in the meantime."""


class AnswerMissing(RuleViolation):
    """A person is owed an answer in words."""


class OwnRequest(RuleViolation):
    """Nobody answers an own request."""


class NotRestrictable(RuleViolation):
    """There is no member's record to restrict."""


class NotOwnRequest(RuleViolation):
    """Only who asked takes a request back."""


class ConsentNeeded(RuleViolation):
    """Without a consent nothing may be done with the data."""


@transaction.atomic
def ask(*, user: User, kind: DataRequestKind, words: str = "") -> DataRequest:
    """A person asks about the own data. Who withdraws the consent is taken at the word at once. Raises AskedAlready."""
    now = timezone.now()
    try:
        with transaction.atomic():
            request = DataRequest.objects.create(
                user=user, kind=kind, words=words.strip(), created_at=now, due_at=now + TIME_TO_ANSWER
            )
    except IntegrityError as error:
        if "data_asked_once" not in str(error):
            raise
        raise AskedAlready(
            _(
                "Permintaan yang sama masih menunggu jawaban. Jawabannya datang dalam 3 × 24 jam sejak Anda minta."
            ),
            field="kind",
        ) from error
    if kind == DataRequestKind.WITHDRAW:
        Consent.objects.filter(user=user, withdrawn_at=None).update(withdrawn_at=now)
        _restrict(user)
    return request


@transaction.atomic
def take_back(*, request: DataRequest, by: User) -> DataRequest:
    """The person no longer wants it. Raises NotOwnRequest, RequestEnded."""
    request = open_request(request)
    if request.user_id != by.pk:
        raise NotOwnRequest(_("Hanya yang mengajukan dapat menarik permintaan ini."))
    end_request(request, DataRequestState.WITHDRAWN, by=by, answer="")
    messages.cancel_about(subject_ref=messages.subject_of(request), reason=_("Permintaan ditarik kembali."))
    return request


@transaction.atomic
def finish_request(*, request: DataRequest, by: User, answer: str) -> DataRequest:
    """It is done; what was asked for takes effect. Erasing has a service of its own.

    Raises RequestEnded, OwnRequest, AnswerMissing, NotRestrictable.
    """
    request = _answerable(request, by=by, answer=answer)
    if request.kind == DataRequestKind.ERASE:
        raise ValueError("erase_person ends these")
    if request.kind == DataRequestKind.RESTRICT and not _restrict(request.user):
        raise NotRestrictable(_("Orang ini bukan kader, jadi tidak ada catatan yang dapat dibatasi."))
    end_request(request, DataRequestState.DONE, by=by, answer=answer)
    messages.tell_answered(request)
    return request


@transaction.atomic
def refuse_request(*, request: DataRequest, by: User, answer: str) -> DataRequest:
    """It cannot be done, and why. Raises RequestEnded, OwnRequest, AnswerMissing."""
    request = _answerable(request, by=by, answer=answer)
    end_request(request, DataRequestState.REFUSED, by=by, answer=answer)
    messages.tell_answered(request)
    return request


@transaction.atomic
def lift_restriction(*, cadre: Cadre, by: User, consent_to: ConsentText | None = None) -> Cadre:
    """Work with the data goes on: the member wants it, or an admin on the member's word.

    Who had withdrawn the consent gives it anew with `consent_to`. Twice is once. Raises ConsentNeeded.
    """
    cadre = locked_with_records(cadre.pk)
    if cadre.restricted_at is None or cadre.erased_at is not None:
        return cadre
    if (
        cadre.user_id is not None
        and not Consent.objects.filter(user=cadre.user_id, withdrawn_at=None).exists()
    ):
        if consent_to is None or by.pk != cadre.user_id:
            raise ConsentNeeded(
                _(
                    "Persetujuan sudah ditarik. Hanya pemilik data yang dapat memberikannya lagi, di halaman Data saya."
                )
            )
        Consent.objects.create(user=by, text=consent_to)
    cadre.restricted_at = None
    with because(_("Pembatasan dicabut"), by=by):
        cadre.save(update_fields=["restricted_at"])
    return cadre


def locked_request(request: DataRequest) -> DataRequest:
    """A fresh state of the row that nobody else changes before the transaction ends."""
    rows = DataRequest.objects.select_for_update(of=("self",)).select_related("user", "handled_by")
    return rows.get(pk=request.pk)


def open_request(request: DataRequest) -> DataRequest:
    """Locked, and still to be answered. Raises RequestEnded."""
    request = locked_request(request)
    if not request.is_open:
        raise RequestEnded(
            _("Permintaan ini sudah berakhir: %(state)s, oleh %(who)s.")
            % {"state": request.get_state_display(), "who": request.handled_by}
        )
    return request


def _answerable(request: DataRequest, *, by: User, answer: str) -> DataRequest:
    request = open_request(request)
    if request.user_id == by.pk:
        raise OwnRequest(_("Permintaan Anda sendiri dijawab oleh administrator lain."))
    if len(answer.strip()) < 5:
        raise AnswerMissing(_("Tulis jawabannya dengan kata-kata. Orang ini membacanya."), field="answer")
    return request


def end_request(request: DataRequest, state: DataRequestState, *, by: User, answer: str) -> None:
    """Of a locked, open request."""
    request.state, request.answer = state, answer.strip()[:LONGEST_ANSWER]
    request.handled_by, request.handled_at = by, timezone.now()
    request.save(update_fields=["state", "answer", "handled_by", "handled_at"])


def _restrict(user: User) -> bool:
    """Whether there is a record to restrict."""
    found = Cadre.objects.filter(user=user).values_list("pk", flat=True).first()
    if found is None:
        return False
    cadre = locked_with_records(found)
    if cadre.restricted_at is None and cadre.erased_at is None:
        cadre.restricted_at = timezone.now()
        with because(_("Diminta pemilik data")):
            cadre.save(update_fields=["restricted_at"])
    return True
