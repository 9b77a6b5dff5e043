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


def near_words(word: str) -> list[str]:
    """At most three known words that `word` may stand for, the nearest and most usual first."""
    if len(word) < SHORTEST_MISSPELLED or not word.isalpha():
        return []
    bound = 1 if len(word) <= 5 else 2
    condition = Q(word__trigram_similar=word) | Q(letters="".join(sorted(word)))
    hard = word.translate(str.maketrans("", "", VOWELS))
    if len(hard) >= FEWEST_CONSONANTS:
        condition |= Q(hard=hard)
    alike = (
        SearchWord.objects.alias(hard=consonants("word"))
        .filter(condition)
        .exclude(word=word)
        .values("word")
        .annotate(most=Max("businesses"), likeness=TrigramSimilarity("word", word))
        .order_by("-likeness", "-most")[:MOST_COMPARED]
    )
    ranked = sorted((distance(word, row["word"], bound), -row["most"], row["word"]) for row in alike)
    return [known for steps, _, known in ranked if steps <= bound][:MOST_NEAR]


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
