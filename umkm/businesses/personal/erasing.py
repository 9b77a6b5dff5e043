"""Taking an erased person out of the businesses. Their states, regions, sizes and days stay: totals are made of them."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import connection
from django.db.models import PROTECT, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from soksi_portal.accounts.models import User
from soksi_portal.audit.services import forget
from soksi_portal.outbox.models import Message
from umkm.cadres.erasure import Eraser
from umkm.cadres.forgetting import GONE, NOBODY, forget_messages
from umkm.cadres.models import Cadre

from ..changes.services import end_offers_to
from ..choices import BusinessState, KeyField, QuestionKind, RequestState
from ..documents.services import erase_documents
from ..importing.forgetting import forget_refused_rows
from ..messages import subject_of
from ..models import (
    Business,
    ChangeRequest,
    ImportedRow,
    OwnershipQuestion,
    PossibleDuplicate,
    Remark,
    SavedFilter,
    Verification,
)
from ..ownership.services import answer_open
from ..searchvector import counted_words
from ..ties import tie_of

# a name or number stands in them as text; of the others only a code or a record's number
TOLD_AS_TEXT = (KeyField.NAME, KeyField.NIB, KeyField.NIK, KeyField.OWNER_NAME)
FREE = gettext_noop("Nomor ini tidak lagi dipakai siapa pun di sini. Anda dapat memakainya.")
NO_PERSON = {
    "name": NOBODY,
    "address": GONE,
    "description": GONE,
    "nib": None,
    "npwp_hash": None,
    "latitude": None,
    "longitude": None,
}


def lock(cadre: Cadre) -> None:
    """The businesses before their owner, as everywhere; also those that were to become the person's."""
    offered = ChangeRequest.objects.open().filter(new_owner=cadre).values("business")
    touched = Business.objects.filter(Q(owner=cadre) | Q(pk__in=offered))
    list(touched.select_for_update(of=("self",)).order_by("pk"))


def obstacles(cadre: Cadre) -> list[str]:
    return [
        sentence
        for business in Business.objects.filter(owner=cadre).order_by("pk")
        if (sentence := tie_of(business))
    ]


def erase(cadre: Cadre, by: User) -> dict[str, int]:
    documents = erase_documents(cadre=cadre, by=by)
    words = _words_of(list(Business.objects.filter(owner=cadre).values_list("pk", flat=True)))
    drafts = _delete_drafts(cadre)
    kept = list(Business.objects.filter(owner=cadre).values_list("pk", flat=True))
    _forget_businesses(kept)
    _forget_decisions(kept)
    messages = _forget_requests(cadre, kept)
    messages += _forget_questions(cadre, kept, by)
    refused = forget_refused_rows(cadre)
    ImportedRow.objects.filter(Q(business__in=kept) | Q(cadre=cadre)).update(
        business_before=None, cadre_before=None
    )
    SavedFilter.objects.filter(user=cadre.user_id).delete()
    messages += _forget_told(kept)
    _forget_words(words, kept)
    return {
        "businesses": len(kept),
        "drafts": drafts,
        "documents": documents,
        "messages_to_others": messages,
        "refused_rows": refused,
    }


def _forget_told(ids: list[int]) -> int:
    """Also those to others: they name the business, or the one into which theirs went."""
    merged = Business.objects.filter(merged_into__in=ids).values_list("pk", flat=True)
    about = Message.objects.filter(subject_ref__in=[subject_of(Business(pk=pk)) for pk in ids])
    into = Message.objects.filter(
        occasion="business_merged", subject_ref__in=[subject_of(Business(pk=pk)) for pk in merged]
    )
    return forget_messages(about) + forget_messages(into)


def _delete_drafts(cadre: Cadre) -> int:
    """What was never sent and has no history goes whole; its trail with names too."""
    drafts = Business.objects.filter(owner=cadre, state=BusinessState.DRAFT).exclude(_referred_to())
    found = list(drafts.values_list("pk", flat=True))
    Business.objects.filter(pk__in=found).delete()
    forget(Business, found, **NO_PERSON)
    return len(found)


def _referred_to() -> Q:
    """Somebody has built on it, whichever slice's record says so: then the row stays, without the person."""
    held = [one for one in Business._meta.related_objects if one.on_delete is PROTECT]
    rows = (
        one.related_model._base_manager.filter(**{one.field.name: OuterRef("pk")})  # type: ignore[union-attr]
        for one in held
    )
    return Q(*(Exists(found) for found in rows), _connector=Q.OR)


def _forget_businesses(ids: list[int]) -> None:
    with pgtrigger.ignore("businesses.Business:state_keeps_facts", "businesses.Business:state_keeps_keys"):
        Business.objects.filter(pk__in=ids).update(**NO_PERSON, npwp_encrypted=None)
    forget(Business, ids, **NO_PERSON)


def _words_of(ids: list[int]) -> list[str]:
    """What these businesses are found by."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT word FROM ({counted_words('SELECT search FROM businesses_business WHERE id = ANY(%s)')}) AS own",  # noqa: S608 — our own words
            [ids],
        )
        return [word for (word,) in cursor.fetchall()]


def _forget_words(words: list[str], ids: list[int]) -> None:
    """Out of the vocabulary of the search goes what only these businesses were found by: an unusual name, say."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            DELETE FROM businesses_searchword AS s
             WHERE s.word = ANY(%s) AND NOT EXISTS (
                   SELECT FROM businesses_business AS b
                    WHERE b.search @@ plainto_tsquery('simple', s.word) AND b.id <> ALL(%s))
            """,
            [words, ids],
        )


def _forget_decisions(ids: list[int]) -> None:
    """What coordinators wrote, since it may say whom it is about; that and how they decided stays."""
    with pgtrigger.ignore("businesses.Verification:keep_verification", "businesses.Remark:keep_remark"):
        Verification.objects.filter(business__in=ids).exclude(note="").update(note="")
        Remark.objects.filter(verification__business__in=ids).update(text=GONE)
    pairs = PossibleDuplicate.objects.filter(Q(first__in=ids) | Q(second__in=ids)).exclude(reason="")
    found = list(pairs.values_list("pk", flat=True))
    with pgtrigger.ignore("businesses.PossibleDuplicate:merged_stays"):
        PossibleDuplicate.objects.filter(pk__in=found).update(reason=GONE)
    forget(PossibleDuplicate, found, reason=GONE)


def _forget_requests(cadre: Cadre, ids: list[int]) -> int:
    """Those about the person's businesses, and what others were told of one that was to become the person's."""
    offered = ChangeRequest.objects.filter(new_owner=cadre)
    asked = ChangeRequest.objects.filter(Q(business__in=ids) | Q(requested_by=cadre.user_id))
    told = {f"change:{pk}" for rows in (offered, asked) for pk in rows.values_list("pk", flat=True)}
    gone = forget_messages(Message.objects.filter(subject_ref__in=told))
    end_offers_to(cadre=cadre, note=_("Calon pemilik baru tidak lagi terdaftar."))
    requests = ChangeRequest.objects.filter(Q(business__in=ids) | Q(requested_by=cadre.user_id))
    found = list(requests.values_list("pk", flat=True))
    with pgtrigger.ignore("businesses.ChangeRequest:change_stays"):
        wanted = ChangeRequest.objects.filter(pk__in=found)
        wanted.filter(state=RequestState.OPEN).update(state=RequestState.WITHDRAWN)
        wanted.update(old_value="", reason=GONE, decision_note="")
        wanted.filter(field__in=TOLD_AS_TEXT).update(new_value=GONE)
        wanted.filter(field=KeyField.NIK).update(new_secret=b"", new_hash=b"")
    forget(ChangeRequest, found, old_value="", new_value=GONE, reason=GONE, decision_note="")
    forget(ChangeRequest, wanted.filter(field=KeyField.NIK).values_list("pk", flat=True), new_hash=None)
    return gone


def _forget_questions(cadre: Cadre, ids: list[int], by: User) -> int:
    """Those the person asked, with an account or before; of those about the person's numbers the number and the words.

    Who asked stays, and reads that the number is free.
    """
    own = Q(asked_by=cadre.user_id) | Q(asked_by=None, contact_phone=cadre.phone)
    about = Q(cadre=cadre) | Q(business__in=ids) | Q(kind=QuestionKind.PHONE, number=cadre.phone)
    if cadre.nik_hash:
        about |= Q(number_hash=cadre.nik_hash)
    asked = list(OwnershipQuestion.objects.filter(own).values_list("pk", flat=True))
    told = list(OwnershipQuestion.objects.filter(about).exclude(own).values_list("pk", flat=True))
    messages = forget_messages(
        Message.objects.filter(subject_ref__in=[f"question:{pk}" for pk in (*asked, *told)])
    )
    free = answer_open(OwnershipQuestion.objects.filter(pk__in=told), by=by, text=_(FREE))
    _empty_questions(asked, words=GONE, answer="", contact_name=NOBODY, contact_phone="-")
    _empty_questions([pk for pk in told if pk not in free], words=GONE, answer=GONE)
    _empty_questions(free, words=GONE)
    return messages


def _empty_questions(ids: list[int], **gone: str) -> None:
    with pgtrigger.ignore("businesses.OwnershipQuestion:answer_stays"):
        for question in OwnershipQuestion.objects.filter(pk__in=ids).only("pk", "kind"):
            # each another number, since one person asks about a number once
            number: dict[str, Any]
            if question.kind == QuestionKind.NIK:
                number = {"number": "", "number_hash": str(question.pk).encode()}
            else:
                number = {"number": str(question.pk), "number_hash": None}
            OwnershipQuestion.objects.filter(pk=question.pk).update(**number, **gone)
    forget(OwnershipQuestion, ids, number="", number_hash=None, **gone)


ERASER = Eraser(lock=lock, obstacles=obstacles, erase=erase)
