"""The way out where a NIB, NIK or phone is refused as taken: the coordinator of the holder's province is asked.

Whoever asks never learns who holds the number, nor where: the answer comes from the coordinator.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.common.display import moment
from umkm.businesses.choices import BusinessState, QuestionKind, QuestionState
from umkm.businesses.models import Business, OwnershipQuestion
from umkm.cadres.handover import HasAccount, move_account
from umkm.cadres.identity import nik_hash
from umkm.cadres.models import Cadre
from umkm.regions.models import Province

from . import messages
from .errors import AlreadyAnswered, AnswerMissing, NotTaken, OwnQuestion, StillOwns, TooManyQuestions

MOST_OPEN = 5  # questions of one person, and of visitors about one number


@dataclass(frozen=True)
class Asker:
    """A person with an account, or a visitor who is called back."""

    user: User | None = None
    name: str = ""
    phone: str = ""
    province: Province | None = None

    @property
    def columns(self) -> dict[str, Any]:
        return {"asked_by": self.user, "contact_name": self.name, "contact_phone": self.phone}


@dataclass(frozen=True)
class Holder:
    """Who or what has the number, and whose coordinator answers."""

    province: Province
    business: Business | None = None
    cadre: Cadre | None = None
    user: User | None = None


@transaction.atomic
def ask(*, kind: QuestionKind, number: str, words: str, asker: Asker) -> OwnershipQuestion:
    """Ask about a number in its kept form: 13 digits of a NIB, 16 of a NIK, a phone as E.164. Asked twice is once.

    Raises NotTaken, TooManyQuestions.
    """
    if asker.user:  # one after the other
        User.objects.select_for_update(no_key=True).get(pk=asker.user.pk)
    holder = _holder(kind, number, asker)
    columns: dict[str, Any] = {"kind": kind, "number": number}
    if kind == QuestionKind.NIK:
        columns |= {"number": "", "number_hash": nik_hash(number)}
    waiting = OwnershipQuestion.objects.open()
    same = waiting.filter(**columns, **asker.columns).first()
    if same:
        return same
    others = waiting.filter(asked_by=asker.user) if asker.user else waiting.filter(asked_by=None, **columns)
    if others.count() >= MOST_OPEN:
        raise TooManyQuestions(
            _("Masih banyak pertanyaan yang menunggu jawaban. Tunggu jawabannya lebih dahulu.")
        )
    return OwnershipQuestion.objects.create(
        **columns,
        **asker.columns,
        words=words,
        province=holder.province,
        business=holder.business,
        cadre=holder.cadre,
    )


@transaction.atomic
def answer(*, question: OwnershipQuestion, by: User, text: str, hand_over: bool = False) -> OwnershipQuestion:
    """Who asked is told, or called by whoever answered. With `hand_over` the record becomes the asker's.

    Raises AnswerMissing, OwnQuestion, AlreadyAnswered, and with `hand_over` HasAccount, NotNew, StillOwns.
    """
    if not text.strip():
        raise AnswerMissing(_("Tulis jawaban Anda."), field="answer")
    question = (
        OwnershipQuestion.objects.select_for_update(of=("self",))
        .select_related("asked_by__cadre", "answered_by", "province", "business__owner", "cadre")
        .get(pk=question.pk)
    )
    if by.pk in (question.asked_by_id, *_holders(question)):
        raise OwnQuestion(_("Pertanyaan ini menyangkut Anda sendiri, jadi koordinator lain yang menjawab."))
    if question.state != QuestionState.OPEN:
        raise AlreadyAnswered(
            _("%(who)s sudah menjawab pada %(at)s.")
            % {
                "who": question.answered_by,
                "at": moment(question.answered_at, question.province.time_zone),
            }
        )
    if hand_over:
        _hand_over(question, by)
    question.state, question.answer = QuestionState.ANSWERED, text.strip()
    question.answered_by, question.answered_at = by, timezone.now()
    question.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    messages.tell_answered(question)
    return question


@transaction.atomic
def answer_open(questions: QuerySet[OwnershipQuestion], *, by: User, text: str) -> list[int]:
    """The same answer to all of these that wait, where the record behind them is no more. Returns which."""
    waiting = questions.filter(state=QuestionState.OPEN).select_for_update(of=("self",))
    found = list(waiting.select_related("asked_by").order_by("pk"))
    for question in found:
        question.state, question.answer = QuestionState.ANSWERED, text
        question.answered_by, question.answered_at = by, timezone.now()
        question.save(update_fields=["state", "answer", "answered_by", "answered_at"])
        messages.tell_answered(question)
    return [question.pk for question in found]


def waiting_member(question: OwnershipQuestion) -> Cadre | None:
    """Whom the number belongs to, where that is a member without an account, and whoever asked has one to give."""
    cadre = question.cadre or (question.business.owner if question.business else None)
    if cadre is None or cadre.user_id is not None or cadre.erased_at is not None:
        return None
    return cadre if question.asked_by and hasattr(question.asked_by, "cadre") else None


def _hand_over(question: OwnershipQuestion, by: User) -> None:
    """Drafts of the asker come along; what somebody examines or has examined does not change hands this way."""
    member = waiting_member(question)
    if member is None or question.asked_by is None:
        raise HasAccount(_("Data ini tidak dapat diserahkan: sudah ada akunnya, atau penanya bukan kader."))
    own = Business.objects.select_for_update(of=("self",)).filter(owner__user=question.asked_by)
    businesses = list(own.order_by("pk"))
    if any(business.state != BusinessState.DRAFT for business in businesses):
        raise StillOwns(
            _(
                "%(who)s sudah mengirim usaha dengan akunnya sendiri. Minta ia menariknya kembali, lalu serahkan."
            )
            % {"who": question.asked_by}
        )
    for business in businesses:
        business.owner = member
        business.save(update_fields=["owner"])
    move_account(user=question.asked_by, member=member, by=by)


def _holder(kind: QuestionKind, number: str, asker: Asker) -> Holder:
    """Raises NotTaken."""
    holder = _found(kind, number, asker)
    if holder is None:
        raise NotTaken(_("Nomor ini belum dipakai siapa pun di sini. Anda dapat memakainya."), field="number")
    if asker.user and holder.user == asker.user:
        raise NotTaken(_("Nomor ini tercatat pada data Anda sendiri."), field="number")
    return holder


def _found(kind: QuestionKind, number: str, asker: Asker) -> Holder | None:
    if kind == QuestionKind.NIB:
        business = Business.objects.select_related("owner__user", "province").filter(nib=number).first()
        return Holder(business.province, business=business, user=business.owner.user) if business else None
    cadres = Cadre.objects.select_related("user", "province")
    wanted = {"nik_hash": nik_hash(number)} if kind == QuestionKind.NIK else {"phone": number}
    cadre = cadres.filter(**wanted).first()
    if cadre:
        return Holder(cadre.province, cadre=cadre, user=cadre.user)
    person = User.objects.filter(phone=number).first() if kind == QuestionKind.PHONE else None
    return Holder(asker.province, user=person) if person and asker.province else None


def _holders(question: OwnershipQuestion) -> list[int | None]:
    found = [question.business.owner.user_id] if question.business else []
    return [*found, question.cadre.user_id] if question.cadre else found
