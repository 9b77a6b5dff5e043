"""Requests to change what stands still once it is verified."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from umkm.cadres.models import Cadre
from umkm.regions.scoping import ScopedQuerySet

from ..choices import KeyField, RequestState
from .business import Business
from .documents import Document


class ChangeRequestQuerySet(ScopedQuerySet["ChangeRequest"]):
    province_field = "business__province"

    def open(self) -> ChangeRequestQuerySet:
        return self.filter(state=RequestState.OPEN)


@pghistory.track(exclude=["new_secret"])
class ChangeRequest(models.Model):
    """One key field that is to have another value. Until it is approved the old value stands.

    `new_value` is what the column is to hold, as text: a name, a NIB, a regency's code, a cadre's id; a NIK is
    masked there and kept encrypted in `new_secret`.
    """

    business = models.ForeignKey(Business, models.PROTECT, related_name="change_requests")
    field = models.CharField(_("Isian"), max_length=10, choices=KeyField.choices)
    old_value = models.CharField(_("Sekarang"), max_length=120, blank=True)
    new_value = models.CharField(_("Menjadi"), max_length=120)
    new_secret = models.BinaryField(null=True, editable=False)
    reason = models.CharField(_("Alasan"), max_length=500)
    evidence = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(
        _("Status"), max_length=10, choices=RequestState.choices, default=RequestState.OPEN
    )
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(_("Diminta"), default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(
        null=True, blank=True
    )  # approved: the moment of the transaction that applies it
    decision_note = models.CharField(_("Catatan"), max_length=500, blank=True)

    objects = ChangeRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("permintaan perubahan")
        constraints = (
            models.UniqueConstraint(
                fields=["business", "field"], condition=Q(state=RequestState.OPEN), name="change_asked_once"
            ),
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="change_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=(RequestState.OPEN, RequestState.WITHDRAWN))
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="change_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.APPROVED) | ~Q(decided_by=F("requested_by")),
                name="change_approved_by_another",
            ),
        )
        indexes = (
            models.Index("requested_at", "id", condition=Q(state=RequestState.OPEN), name="change_waiting"),
        )

    def __str__(self) -> str:
        return f"{self.business}: {self.get_field_display()}"

    @property
    def state_tone(self) -> str:
        return RequestState(self.state).tone


class KeptCadre(Cadre):
    """A cadre as this slice guards it: once verified, name and NIK change only by an approved request."""

    class Meta:
        proxy = True
        verbose_name = _("kader")
        triggers = (
            pgtrigger.Trigger(
                name="state_keeps_person",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.state = 'verified' AND (OLD.full_name IS DISTINCT FROM NEW.full_name"
                    " OR (OLD.nik_hash IS NOT NULL AND OLD.nik_hash IS DISTINCT FROM NEW.nik_hash))"
                ),
                func="""
                    IF (OLD.full_name IS DISTINCT FROM NEW.full_name AND NOT EXISTS (
                            SELECT FROM businesses_changerequest AS r
                              JOIN businesses_business AS b ON b.id = r.business_id AND b.owner_id = NEW.id
                             WHERE r.field = 'owner_name' AND r.state = 'approved' AND r.decided_at = now()
                               AND r.new_value = NEW.full_name))
                    OR (OLD.nik_hash IS NOT NULL AND OLD.nik_hash IS DISTINCT FROM NEW.nik_hash AND NOT EXISTS (
                            SELECT FROM businesses_changerequest AS r
                              JOIN businesses_business AS b ON b.id = r.business_id AND b.owner_id = NEW.id
                             WHERE r.field = 'nik' AND r.state = 'approved' AND r.decided_at = now()))
                    THEN
                        RAISE EXCEPTION 'state_keeps_person' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )
