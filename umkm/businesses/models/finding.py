"""What finding needs beside the businesses: a vocabulary, and the filters that people keep."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import connections, models, transaction
from django.db.models import F, Func, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from umkm.cadres.models import Cadre
from umkm.regions.models import Province, Regency

from ..searchvector import LONGEST_WORD, counted_words, search_is_stale
from .business import Business

VOWELS = "aiueo"


def consonants(word: Any) -> Func:
    """What remains where vowels are mistaken, the usual error: `kripik`, `krepek`, `keripik` are one."""
    return Func(
        word,
        Value(VOWELS),
        Value(""),
        function="translate",
        output_field=models.CharField(max_length=LONGEST_WORD),
    )


class SearchWordQuerySet(models.QuerySet["SearchWord"]):
    def fold(self) -> int:
        """One row for each word again, where two writers brought it at once; returns how many rows went."""
        return self._execute(
            """
            WITH crowded AS (SELECT word FROM businesses_searchword GROUP BY word HAVING count(*) > 1),
            taken AS (SELECT s.id FROM businesses_searchword AS s JOIN crowded USING (word)
                      FOR UPDATE OF s SKIP LOCKED),
            gone AS (DELETE FROM businesses_searchword AS s USING taken WHERE s.id = taken.id
                     RETURNING s.word, s.letters, s.businesses),
            kept AS (INSERT INTO businesses_searchword (word, letters, businesses)
                     SELECT word, letters, sum(businesses) FROM gone GROUP BY word, letters)
            SELECT count(*) FROM gone
            """
        )

    def rebuild(self) -> int:
        """Count all words anew and forget those that nobody has any more; returns how many there are.

        Reads every business. What others bring meanwhile stays, and is folded later.
        """
        return self._execute(
            f"""
            WITH counted AS ({counted_words("SELECT search FROM businesses_business")}),
            gone AS (DELETE FROM businesses_searchword),
            kept AS (INSERT INTO businesses_searchword (word, businesses, letters)
                     SELECT word, businesses,
                            (SELECT string_agg(letter, '' ORDER BY letter)
                               FROM unnest(string_to_array(word, NULL)) AS letter)
                       FROM counted RETURNING 1)
            SELECT count(*) FROM kept
            """  # noqa: S608 — our own words
        )

    def _execute(self, sql: str) -> int:
        with connections[self.db].cursor() as cursor:
            cursor.execute(sql)
            return int(cursor.fetchone()[0])


class SearchWord(models.Model):
    """A word that businesses are found by, as written: the nearest of them stand in for a misspelled one.

    Triggers on the businesses append what is new; `businesses` is how many had it when last counted.
    """

    word = models.CharField(max_length=LONGEST_WORD)
    letters = models.CharField(
        max_length=LONGEST_WORD
    )  # of the word in order: two swapped letters are found by it
    businesses = models.BigIntegerField()

    objects = SearchWordQuerySet.as_manager()

    class Meta:
        verbose_name = _("kata pencarian")
        indexes = (
            models.Index("word", name="searchword_word"),
            models.Index("letters", name="searchword_letters"),
            models.Index(consonants("word"), name="searchword_consonants"),
            GinIndex(OpClass(F("word"), name="gin_trgm_ops"), name="searchword_alike"),
        )

    def __str__(self) -> str:
        return self.word


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    def visible_to(self, user: Any) -> SavedFilterQuerySet:
        """Everyone's own."""
        return self.filter(user=user) if user.is_authenticated else self.none()


class SavedFilter(models.Model):
    """A search with its filters that somebody comes back to."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters")
    name = models.CharField(_("Nama saringan"), max_length=60)
    query = models.CharField(max_length=1000)  # the query string of the list, cleaned
    created_at = models.DateTimeField(default=timezone.now)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("saringan tersimpan")
        constraints = (models.UniqueConstraint(fields=["user", "name"], name="saved_filter_named_once"),)

    def __str__(self) -> str:
        return self.name


class FoundOwner(Cadre):
    """A cadre as finding guards it: businesses are found by the owner's new name at once."""

    class Meta:
        proxy = True
        verbose_name = _("kader")
        triggers = (
            pgtrigger.Trigger(
                name="search_by_new_name",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("full_name"),
                condition=pgtrigger.Condition("OLD.full_name IS DISTINCT FROM NEW.full_name"),
                # sets nothing new: the trigger on the businesses makes the vector anew
                func="UPDATE businesses_business SET owner_id = owner_id WHERE owner_id = NEW.id; RETURN NULL;",
            ),
        )


class StaleSearchQuerySet(models.QuerySet["StaleSearch"]):
    def renew(self, *, most: int = 2_000) -> int | None:
        """Make the vectors of up to `most` businesses anew; returns how many, None when nothing is stale.

        Each call is one short transaction that keeps how far it came, so a killed worker costs one stretch.
        """
        with transaction.atomic():
            stale = self.select_for_update(skip_locked=True).order_by("pk").first()
            if stale is None:
                return None
            found = Business.objects.filter(**{f"{stale.column}_id": stale.value}, pk__gt=stale.after)
            numbers = list(found.order_by("pk").values_list("pk", flat=True)[:most])
            # sets nothing new: the trigger on the businesses makes the vector anew
            Business.objects.filter(pk__in=numbers).update(owner_id=F("owner_id"))
            if len(numbers) < most:
                stale.delete()
            else:
                stale.after = numbers[-1]
                stale.save(update_fields=["after"])
            return len(numbers)


class StaleSearch(models.Model):
    """A place or a KBLI title whose new name its businesses are not found by yet; up to `after` they are."""

    column = models.CharField(max_length=10)  # of the business: province, regency or kbli
    value = models.CharField(max_length=20)
    after = models.BigIntegerField(default=0)

    objects = StaleSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("pencarian yang diperbarui")
        constraints = (models.UniqueConstraint(fields=["column", "value"], name="stale_search_once"),)

    def __str__(self) -> str:
        return f"{self.column} {self.value}"


class FoundProvince(Province):
    """A province as finding guards it: its businesses are found by its new name after a while."""

    class Meta:
        proxy = True
        verbose_name = _("provinsi")
        triggers = (search_is_stale("province", key="code", renamed=("name",)),)


class FoundRegency(Regency):
    """A regency as finding guards it, like its province."""

    class Meta:
        proxy = True
        verbose_name = _("kabupaten/kota")
        triggers = (search_is_stale("regency", key="code", renamed=("kind", "name")),)
