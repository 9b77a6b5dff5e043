"""Ways to read businesses and what belongs to them."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, FloatField, Q, QuerySet, Value, When
from django.db.models.functions import Greatest

from .choices import BusinessState, Decision
from .models import Business, Kbli, Verification
from .reasons import has_changed

KBLI_RESULTS = 12
KBLI_WORDS_LENGTH = 80
KBLI_MOST_WORDS = 6
# said with almost every business, so they find nothing in particular
COMMON_WORDS = frozenset(
    {"dan", "di", "yang", "usaha", "jual", "jualan", "jasa", "buat", "bikin", "dari", "untuk"}
)
NAMED, INSIDE = 3.0, 1.0  # how much more a whole everyday word counts than a part, and a part than a likeness


def find_kbli(words: str, *, chosen: str = "") -> list[Kbli]:
    """The classes that fit everyday words, a code or its beginning, best first; the chosen one leads."""
    found = list(_matching(words)[:KBLI_RESULTS])
    if chosen and "\x00" not in chosen:
        first = (
            next((kbli for kbli in found if kbli.code == chosen), None)
            or Kbli.objects.in_force().filter(code=chosen).first()
        )
        if first:
            found = [first, *(kbli for kbli in found if kbli.code != chosen)]
    return found


def _matching(words: str) -> QuerySet[Kbli]:
    typed = re.findall(r"[^\W_]+", words.lower()[:KBLI_WORDS_LENGTH])
    if len(typed) == 1 and re.fullmatch(r"[0-9]{1,5}", typed[0]):
        return Kbli.objects.in_force().filter(code__startswith=typed[0]).order_by("code")
    asked = [word for word in typed if len(word) > 1 and word not in COMMON_WORDS][:KBLI_MOST_WORDS]
    asked = asked or [word for word in typed if len(word) > 1][:KBLI_MOST_WORDS]
    if not asked:
        return Kbli.objects.none()
    condition = Q()
    score: Any = Value(0.0, output_field=FloatField())
    phrase = " ".join(asked)
    for word in asked:
        condition |= Q(search_text__contains=word) | Q(search_text__trigram_word_similar=word)
        score = score + _score(word)
    if len(asked) > 1:
        score = score + Case(When(words__contains=[phrase], then=Value(NAMED)), default=Value(0.0))
    return Kbli.objects.in_force().filter(condition).annotate(score=score).order_by("-score", "code")


def _score(word: str) -> Greatest:
    return Greatest(
        Case(
            When(words__contains=[word], then=Value(NAMED)),
            When(search_text__contains=word, then=Value(INSIDE)),
            default=Value(0.0),
            output_field=FloatField(),
        ),
        TrigramWordSimilarity(word, "search_text"),
        output_field=FloatField(),
    )


def latest_return(business: Business) -> Verification | None:
    """The return that the owner answers now; none once the business is submitted or verified."""
    if business.state not in (BusinessState.RETURNED, BusinessState.DRAFT):
        return None
    decisions = business.verifications.prefetch_related("remarks").order_by("-decided_at", "-pk")
    return decisions.filter(decision=Decision.RETURNED).first()


def remarks_of(verification: Verification | None) -> dict[str, str]:
    """{field: what is to be mended} of one return."""
    return {remark.field: remark.text for remark in verification.remarks.all()} if verification else {}


def mended_fields(business: Business, verification: Verification | None) -> set[str]:
    """Which of the remarked fields have changed since that return."""
    if verification is None:
        return set()
    events = business.events  # type: ignore[attr-defined]  # the audit trail's
    then = events.filter(state=BusinessState.RETURNED, state_since=verification.decided_at)
    returned = then.order_by("pgh_id").first()
    if returned is None:
        return set()
    return {
        field for field in remarks_of(verification) if has_changed(business, returned, field, verification)
    }
