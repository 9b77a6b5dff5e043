"""Known words near a misspelled one."""

from __future__ import annotations

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Max, Q

from ..models import SearchWord
from ..models.finding import VOWELS, consonants

MOST_COMPARED = 60
MOST_NEAR = 3
SHORTEST_MISSPELLED = 4
FEWEST_CONSONANTS = 3
SHORT = 5  # letters: only a longer word may be wrong in two places


def near_words(word: str) -> list[str]:
    """At most three known words that `word` may stand for, the nearest and most usual first."""
    if len(word) < SHORTEST_MISSPELLED or not word.isalpha():
        return []
    condition = Q(word__trigram_similar=word) | Q(letters="".join(sorted(word)))
    hard = _without_vowels(word)
    if len(hard) >= FEWEST_CONSONANTS:
        condition |= Q(hard=hard)
    alike = (
        SearchWord.objects.alias(hard=consonants("word"))
        .filter(condition)
        .values("word")
        .annotate(most=Max("businesses"), likeness=TrigramSimilarity("word", word))
        .order_by("-likeness", "-most")[:MOST_COMPARED]
    )
    most = {row["word"]: row["most"] for row in alike}
    bound = 1 if len(word) <= SHORT or word in most else 2  # a known word is hardly wrong twice
    near = sorted((distance(word, known, 2), -count, known) for known, count in most.items() if known != word)
    return [
        known
        for steps, _, known in near
        if steps <= bound
        or (
            steps == 2
            and word not in most
            and len(hard) >= FEWEST_CONSONANTS
            and _without_vowels(known) == hard
        )
    ][:MOST_NEAR]


def _without_vowels(word: str) -> str:
    return word.translate(str.maketrans("", "", VOWELS))


def distance(one: str, other: str, bound: int) -> int:
    """How many letters were added, left out, mistaken or swapped; at most `bound` + 1."""
    if abs(len(one) - len(other)) > bound:
        return bound + 1
    before, above = [0] * (len(other) + 1), list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        line = [row]
        for column, against in enumerate(other, start=1):
            steps = min(above[column] + 1, line[-1] + 1, above[column - 1] + (letter != against))
            swapped = row > 1 and column > 1 and (letter, one[row - 2]) == (other[column - 2], against)
            line.append(min(steps, before[column - 2] + 1) if swapped else steps)
        before, above = above, line
    return min(above[-1], bound + 1)
