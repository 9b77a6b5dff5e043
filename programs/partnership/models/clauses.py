"""What a memorandum says, clause by clause, and the amendments that say it anew."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..agreement_walls import amendment_triggers, clause_text_triggers, clause_triggers
from .memoranda import Memorandum


@pghistory.track()
class Amendment(models.Model):
    """An addendum: signed later, it supersedes clauses and may change until when the memorandum is valid."""

    memorandum = models.ForeignKey(Memorandum, models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField(_("Nomor"))
    signed_on = models.DateField(_("Ditandatangani pada"))
    signed_at_place = models.CharField(_("Tempat"), max_length=120)
    summary = models.CharField(_("Ringkasan"), max_length=1000)
    changes_validity = models.BooleanField(default=False)
    valid_until = models.DateField(_("Berlaku sampai"), null=True, blank=True)
    valid_until_before = models.DateField(null=True, blank=True)  # what stood until then
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("adendum")
        ordering = ("memorandum", "number")
        constraints = (
            models.UniqueConstraint(fields=["memorandum", "number"], name="amendment_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="amendment_number_positive"),
            models.CheckConstraint(
                condition=Q(changes_validity=True, valid_until__isnull=False)
                | Q(changes_validity=False, valid_until=None, valid_until_before=None),
                name="amendment_validity_told",
            ),
        )
        triggers = amendment_triggers()

    def __str__(self) -> str:
        return str(_("Adendum %(number)s") % {"number": self.number})


@pghistory.track()
class Clause(models.Model):
    """One numbered point of the scope. Its words are its newest text; the earlier ones stay readable."""

    memorandum = models.ForeignKey(Memorandum, models.PROTECT, related_name="clauses")
    number = models.PositiveSmallIntegerField(_("Butir"))

    class Meta:
        verbose_name = _("butir")
        ordering = ("memorandum", "number")
        constraints = (
            models.UniqueConstraint(fields=["memorandum", "number"], name="clause_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="clause_number_positive"),
        )
        triggers = clause_triggers()

    def __str__(self) -> str:
        return str(_("Butir %(number)s") % {"number": self.number})


@pghistory.track()
class ClauseText(models.Model):
    """A clause's words from its first day, or from an amendment on. Superseded words are never edited."""

    clause = models.ForeignKey(Clause, models.PROTECT, related_name="texts")
    version = models.PositiveSmallIntegerField()
    amendment = models.ForeignKey(Amendment, models.PROTECT, null=True, blank=True, related_name="texts")
    text = models.TextField(_("Isi"), max_length=4000, blank=True)
    is_repealed = models.BooleanField(_("Dicabut"), default=False)

    class Meta:
        verbose_name = _("isi butir")
        ordering = ("clause", "version")
        constraints = (
            models.UniqueConstraint(fields=["clause", "version"], name="clause_version_once"),
            models.UniqueConstraint(fields=["clause", "amendment"], name="clause_amended_once"),
            models.CheckConstraint(
                condition=Q(version=1) | Q(version__gt=1, amendment__isnull=False),
                name="clause_changed_by_amendment",
            ),
            models.CheckConstraint(
                condition=(Q(is_repealed=False) & ~Q(text="")) | Q(is_repealed=True, text="", version__gt=1),
                name="clause_says_something",
            ),
        )
        triggers = clause_text_triggers()

    def __str__(self) -> str:
        return self.text or str(_("Dicabut"))
