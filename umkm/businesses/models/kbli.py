"""KBLI, the official classification of business activities (BPS)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..searchvector import search_is_stale


class KbliQuerySet(models.QuerySet["Kbli"]):
    def in_force(self) -> KbliQuerySet:
        """What is chosen from today; codes of an older version stay on the records that have them."""
        return self.filter(replaced_on=None)


class Kbli(models.Model):
    """A five-digit class of one version of KBLI, with everyday words to find it by."""

    code = models.CharField(_("Kode KBLI"), max_length=5)
    version = models.CharField(_("Versi"), max_length=4)
    title = models.CharField(_("Judul"), max_length=200)
    section = models.CharField(_("Kategori"), max_length=1)
    words = ArrayField(models.CharField(max_length=40), default=list)
    search_text = models.TextField(default="")  # title and words in lower case, for trigram search
    replaced_on = models.DateField(_("Diganti pada"), null=True, blank=True)

    objects = KbliQuerySet.as_manager()

    class Meta:
        verbose_name = _("KBLI")
        constraints = (
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9]{5}$"), name="kbli_five_digits"),
            models.UniqueConstraint(fields=["code", "version"], name="kbli_code_once_a_version"),
            models.UniqueConstraint("code", condition=Q(replaced_on=None), name="kbli_code_in_force_once"),
        )
        indexes = (GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="kbli_search"),)
        triggers = (search_is_stale("kbli", key="id", renamed=("title", "section")),)

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
