"""Requests to change what stands still once it is verified."""

from __future__ import annotations

from typing import Any, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from soksi_portal.accounts.choices import Role
from umkm.cadres.models import Cadre, processed_for
from umkm.regions.scoping import ScopedQuerySet, own_as

from ..choices import DocumentKind, KeyField, RequestState
from .business import Business
from .documents import Document

# what a request is about: another value would make it another request
SUBJECT = ("business_id", "field", "old_value", "new_value", "new_owner_id", "new_regency_id", "reason", "requested_by_id", "requested_at")  # fmt: skip


class ChangeRequestQuerySet(ScopedQuerySet["ChangeRequest"]):
    def own_of(self, user: Any) -> Q | None:
        """Of the one whose business it is, who asked for it, or who is to have the business."""
        own = Q(business__owner__user=user) | Q(requested_by=user) | Q(new_owner__user=user)
        return own_as(Role.CADRE, user, own)

    def visible_to(self, user: Any) -> Self:
        """As everywhere, but what is not to be processed is its owner's alone, save for admins."""
        own = self.own_of(user) if user.is_authenticated else None
        return super().visible_to(user).filter(processed_for(user, "business__owner", own=own))

    def open(self) -> ChangeRequestQuerySet:
        return self.filter(state=RequestState.OPEN)

    def decidable(self) -> ChangeRequestQuerySet:
        """Those that wait for a coordinator; a new owner has agreed before."""
        return self.open().exclude(field=KeyField.OWNER, agreed_at=None)


def _needs_evidence() -> pgtrigger.Trigger:
    """Nothing is approved without a picture of this business that proves it and is still there at that moment."""
    return pgtrigger.Trigger(
        name="state_needs_evidence",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
        condition=pgtrigger.Condition(f"NEW.state = '{RequestState.APPROVED.value}'"),
        # the only part put in is our own constant
        func=f"""
            IF NOT EXISTS (
                SELECT FROM businesses_document AS d
                 WHERE d.id = NEW.evidence_id AND d.business_id = NEW.business_id
                   AND d.kind = '{DocumentKind.EVIDENCE.value}' AND d.removed_at IS NULL
            ) THEN
                RAISE EXCEPTION 'state_needs_evidence' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


@pghistory.track(exclude=["new_secret"])
class ChangeRequest(models.Model):
    """One key field that is to have another value. Until it is approved the old value stands.

    `old_value` is what people read today. `new_value` is what the column is to hold, as text: a name, a NIB, a
    regency's code, a cadre's id; a NIK is masked there, kept encrypted in `new_secret`, and matched by `new_hash`.
    """

    business = models.ForeignKey(Business, models.PROTECT, related_name="change_requests")
    # whose coordinator decides: the business's province, also after it has moved away
    province = models.ForeignKey(
        "regions.Province", models.PROTECT, related_name="+", verbose_name=_("Provinsi")
    )
    field = models.CharField(_("Isian"), max_length=10, choices=KeyField.choices)
    old_value = models.CharField(_("Sekarang"), max_length=120, blank=True)
    new_value = models.CharField(_("Menjadi"), max_length=120)
    new_secret = models.BinaryField(null=True, editable=False)
    new_hash = models.BinaryField(max_length=16, null=True, editable=False)
    new_owner = models.ForeignKey(
        Cadre,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="offered_businesses",
        verbose_name=_("Pemilik baru"),
    )
    new_regency = models.ForeignKey(
        "regions.Regency",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Kabupaten/kota baru"),
    )
    agreed_at = models.DateTimeField(_("Pemilik baru setuju"), null=True, blank=True)
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
            models.CheckConstraint(
                condition=Q(field=KeyField.OWNER, new_owner__isnull=False)
                | (~Q(field=KeyField.OWNER) & Q(new_owner=None, agreed_at=None)),
                name="change_owner_named",
            ),
            models.CheckConstraint(
                condition=Q(field=KeyField.REGENCY, new_regency__isnull=False, new_value=F("new_regency"))
                | (~Q(field=KeyField.REGENCY) & Q(new_regency=None)),
                name="change_regency_named",
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.APPROVED, field=KeyField.OWNER) | Q(agreed_at__isnull=False),
                name="change_owner_agreed",
            ),
            models.CheckConstraint(
                condition=Q(field=KeyField.NIK, new_secret__isnull=False, new_hash__isnull=False)
                | (~Q(field=KeyField.NIK) & Q(new_secret=None, new_hash=None)),
                name="change_nik_kept_secret",
            ),
        )
        indexes = (
            models.Index("requested_at", "id", condition=Q(state=RequestState.OPEN), name="change_waiting"),
            models.Index("province", "state", "requested_at", "id", name="change_queue"),
        )
        triggers = (
            pgtrigger.Protect(name="keep_change", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="change_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in SUBJECT)
                    + " OR OLD.new_hash IS DISTINCT FROM NEW.new_hash OR OLD.state <> 'open'"
                ),
            ),
            _needs_evidence(),
        )

    def __str__(self) -> str:
        return f"{self.business}: {self.get_field_display()}"

    def get_absolute_url(self) -> str:
        return reverse("change_detail", args=[self.pk])

    @property
    def state_tone(self) -> str:
        return RequestState(self.state).tone

    @property
    def awaits_new_owner(self) -> bool:
        return self.state == RequestState.OPEN and self.field == KeyField.OWNER and self.agreed_at is None


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
                             WHERE r.field = 'nik' AND r.state = 'approved' AND r.decided_at = now()
                               AND r.new_hash = NEW.nik_hash))
                    THEN
                        RAISE EXCEPTION 'state_keeps_person' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )
