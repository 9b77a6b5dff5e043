"""Taking an erased person out of the businesses. Their states, regions, sizes and days stay: totals are made of them."""

from __future__ import annotations

import pgtrigger
from django.db import connection
from django.db.models import Exists, OuterRef, Q

from soksi_portal.accounts.models import User
from soksi_portal.audit.services import forget
from soksi_portal.outbox.models import Message
from umkm.cadres.erasure import Eraser
from umkm.cadres.forgetting import GONE, NOBODY, forget_messages
from umkm.cadres.models import Cadre

from ..choices import BusinessState, KeyField, QuestionKind
from ..documents.services import erase_documents
from ..messages import subject_of
from ..models import (
    Business,
    ChangeRequest,
    Document,
    ImportedRow,
    OwnershipQuestion,
    PossibleDuplicate,
    Remark,
    SavedFilter,
    Verification,
)
from ..searchvector import counted_words
from ..ties import tie_of

# a name or number stands in them as text; of the others only a code or a record's number
TOLD_AS_TEXT = (KeyField.NAME, KeyField.NIB, KeyField.NIK, KeyField.OWNER_NAME)
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
    """The businesses before their owner, as everywhere."""
    list(Business.objects.filter(owner=cadre).select_for_update(of=("self",)).order_by("pk"))


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
    _forget_requests(cadre, kept)
    _forget_questions(cadre)
    ImportedRow.objects.filter(Q(business__in=kept) | Q(cadre=cadre)).update(
        business_before=None, cadre_before=None
    )
    SavedFilter.objects.filter(user=cadre.user_id).delete()
    about = [subject_of(Business(pk=pk)) for pk in kept]
    forget_messages(
        Message.objects.filter(subject_ref__in=about)
    )  # also those to others: they name the business
    _forget_words(words, kept)
    return {"businesses": len(kept), "drafts": drafts, "documents": documents}


def _delete_drafts(cadre: Cadre) -> int:
    """What was never sent and has no history goes whole; its trail with names too."""
    seen = (Document, Verification, ChangeRequest)
    drafts = Business.objects.filter(owner=cadre, state=BusinessState.DRAFT).exclude(
        Q(*(Exists(model.objects.filter(business=OuterRef("pk"))) for model in seen), _connector=Q.OR)
        | Exists(PossibleDuplicate.objects.filter(Q(first=OuterRef("pk")) | Q(second=OuterRef("pk"))))
        | Exists(OwnershipQuestion.objects.filter(business=OuterRef("pk")))
    )
    found = list(drafts.values_list("pk", flat=True))
    Business.objects.filter(pk__in=found).delete()
    forget(Business, found, **NO_PERSON)
    return len(found)


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
    with pgtrigger.ignore("businesses.Verification:keep_verification"):
        Verification.objects.filter(business__in=ids).exclude(note="").update(note="")
    Remark.objects.filter(verification__business__in=ids).update(text=GONE)
    pairs = PossibleDuplicate.objects.filter(Q(first__in=ids) | Q(second__in=ids)).exclude(reason="")
    found = list(pairs.values_list("pk", flat=True))
    with pgtrigger.ignore("businesses.PossibleDuplicate:merged_stays"):
        PossibleDuplicate.objects.filter(pk__in=found).update(reason=GONE)
    forget(PossibleDuplicate, found, reason=GONE)


def _forget_requests(cadre: Cadre, ids: list[int]) -> None:
    requests = ChangeRequest.objects.filter(Q(business__in=ids) | Q(requested_by=cadre.user_id))
    found = list(requests.values_list("pk", flat=True))
    with pgtrigger.ignore("businesses.ChangeRequest:change_stays"):
        wanted = ChangeRequest.objects.filter(pk__in=found)
        wanted.update(old_value="", reason=GONE, decision_note="")
        wanted.filter(field__in=TOLD_AS_TEXT).update(new_value=GONE)
        wanted.filter(field=KeyField.NIK).update(new_secret=b"", new_hash=b"")
    forget(ChangeRequest, found, old_value="", new_value=GONE, reason=GONE, decision_note="")
    forget(ChangeRequest, wanted.filter(field=KeyField.NIK).values_list("pk", flat=True), new_hash=None)


def _forget_questions(cadre: Cadre) -> None:
    """Those the person asked; what others asked is theirs."""
    found = list(OwnershipQuestion.objects.filter(asked_by=cadre.user_id).values_list("pk", "kind"))
    gone = {"words": GONE, "contact_name": "", "contact_phone": "", "answer": ""}
    with pgtrigger.ignore("businesses.OwnershipQuestion:answer_stays"):
        for pk, kind in found:  # each another number, since one person asks about a number once
            secret = kind == QuestionKind.NIK
            OwnershipQuestion.objects.filter(pk=pk).update(
                number="" if secret else str(pk), number_hash=str(pk).encode() if secret else None, **gone
            )
    forget(OwnershipQuestion, [pk for pk, _ in found], number="", number_hash=None, **gone)


ERASER = Eraser(lock=lock, obstacles=obstacles, erase=erase)
