"""What admins wrote instead of an occasion's first text."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .filling import LONGEST_SHORT, LONGEST_TITLE, Wording

LONGEST_BODY = 5_000
LONGEST_REASON = 300


class WordingVersion(models.Model):
    """One version of the text of an occasion. The newest holds for what is planned from then on; none ever changes."""

    key = models.CharField(max_length=60)  # of the occasion, with its variant
    number = models.PositiveIntegerField(_("Versi"))
    title = models.CharField(_("Judul"), max_length=LONGEST_TITLE)
    body = models.TextField(_("Isi"), max_length=LONGEST_BODY)
    short = models.CharField(_("Bentuk pendek"), max_length=LONGEST_SHORT)
    reason = models.CharField(_("Alasan"), max_length=LONGEST_REASON)
    restores = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("versi naskah")
        constraints = (
            models.UniqueConstraint("key", F("number").desc(), name="wording_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="wording_version_counts"),
            models.CheckConstraint(
                condition=Q(title__gt="", body__gt="", short__gt="", reason__gt=""), name="wording_complete"
            ),
        )
        triggers = (
            pgtrigger.Protect(name="keep_wording", operation=pgtrigger.Delete | pgtrigger.Update),
            pgtrigger.Trigger(
                name="wording_follows_the_last",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NEW.number <> 1 + (
                        SELECT coalesce(max(number), 0) FROM outbox_wordingversion WHERE key = NEW.key
                    ) OR NOT EXISTS (
                        SELECT 1 FROM outbox_wordingversion WHERE id = NEW.restores_id AND key = NEW.key
                        UNION ALL SELECT 1 WHERE NEW.restores_id IS NULL
                    ) THEN
                        RAISE EXCEPTION 'wording_follows_the_last' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return f"{self.key} {self.number}"

    @property
    def wording(self) -> Wording:
        return Wording(self.title, self.body, self.short)
