"""What a person asks about the own data, who read a masked number, and that somebody's data was erased."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from soksi_portal.accounts.choices import Role

from ..choices import DataRequestKind, DataRequestState, SecretField, UnmaskReason
from .cadre import Cadre

TIME_TO_ANSWER = timedelta(hours=72)  # UU 27/2022: 3 × 24 hours
ENDED = (DataRequestState.DONE, DataRequestState.REFUSED)
# what a request is: another value would make it another request
SUBJECT = ("user_id", "kind", "words", "created_at", "due_at")


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    def visible_to(self, user: Any) -> DataRequestQuerySet:
        """Admins answer them; everybody sees the own ones."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self if user.has_role(Role.ADMIN) else self.filter(user=user)

    def open(self) -> DataRequestQuerySet:
        return self.filter(state=DataRequestState.OPEN)


@pghistory.track(exclude=["words", "answer"])
class DataRequest(models.Model):
    """A person's request about the own data, with the 3 × 24 hours in which it is answered."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="data_requests", verbose_name=_("Dari")
    )
    kind = models.CharField(_("Meminta"), max_length=8, choices=DataRequestKind.choices)
    words = models.CharField(_("Penjelasan"), max_length=1000, blank=True)
    state = models.CharField(
        _("Status"), max_length=9, choices=DataRequestState.choices, default=DataRequestState.OPEN
    )
    created_at = models.DateTimeField(_("Diminta"), default=timezone.now)
    due_at = models.DateTimeField(_("Paling lambat"))
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    handled_at = models.DateTimeField(_("Dijawab"), null=True, blank=True)
    answer = models.CharField(_("Jawaban"), max_length=1000, blank=True)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("permintaan data")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=DataRequestKind.values), name="data_request_kind"),
            models.CheckConstraint(condition=Q(state__in=DataRequestState.values), name="data_request_state"),
            models.CheckConstraint(
                condition=Q(due_at__gt=F("created_at"), due_at__lte=F("created_at") + TIME_TO_ANSWER),
                name="data_request_due_in_72_hours",
            ),
            models.CheckConstraint(
                condition=Q(state=DataRequestState.OPEN, handled_by=None, handled_at=None)
                | (~Q(state=DataRequestState.OPEN) & Q(handled_by__isnull=False, handled_at__isnull=False)),
                name="data_request_ended_by_someone",
            ),
            # the person ends it by withdrawing it; an answer comes from somebody else
            models.CheckConstraint(
                condition=Q(state=DataRequestState.OPEN)
                | Q(state=DataRequestState.WITHDRAWN, handled_by=F("user"))
                | (Q(state__in=ENDED) & ~Q(handled_by=F("user")) & ~Q(answer="")),
                name="data_request_answered_by_another",
            ),
            models.UniqueConstraint(
                fields=["user", "kind"], condition=Q(state=DataRequestState.OPEN), name="data_asked_once"
            ),
        )
        indexes = (
            models.Index("due_at", "id", condition=Q(state=DataRequestState.OPEN), name="data_request_due"),
            models.Index("state", "due_at", "id", name="data_request_queue"),
        )
        triggers = (
            pgtrigger.Protect(name="keep_data_request", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="data_request_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in SUBJECT)
                    + " OR OLD.state <> 'open'"
                ),
            ),
            pgtrigger.Protect(
                name="state_first",
                operation=pgtrigger.Insert,
                condition=pgtrigger.Condition("NEW.state <> 'open'"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.user}"

    def get_absolute_url(self) -> str:
        return reverse("data_request_detail", args=[self.pk])

    @property
    def state_tone(self) -> str:
        return DataRequestState(self.state).tone

    @property
    def is_open(self) -> bool:
        return self.state == DataRequestState.OPEN

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_at <= timezone.now()

    @property
    def hours_left(self) -> int:
        """Whole hours until it is due; negative once overdue."""
        return int((self.due_at - timezone.now()).total_seconds() / 3600)


class Unmasking(models.Model):
    """That somebody read a masked number in full, and why. The person reads this too."""

    cadre = models.ForeignKey(Cadre, models.PROTECT, related_name="unmaskings")
    field = models.CharField(max_length=4, choices=SecretField.choices)
    subject_ref = models.CharField(max_length=60, blank=True)  # of an NPWP, whose: "business:12"
    unmasked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(_("Alasan"), max_length=10, choices=UnmaskReason.choices)
    words = models.CharField(_("Penjelasan"), max_length=300)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("pembukaan nomor")
        constraints = (
            models.CheckConstraint(condition=Q(field__in=SecretField.values), name="unmasked_field_known"),
            models.CheckConstraint(condition=Q(reason__in=UnmaskReason.values), name="unmask_reason_known"),
            models.CheckConstraint(condition=~Q(words=""), name="unmasked_with_words"),
        )
        indexes = (models.Index("cadre", F("at").desc(), name="unmasking_of_cadre"),)
        triggers = (pgtrigger.Protect(name="keep_unmasking", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.get_field_display()} – {self.unmasked_by}"


class Erasure(models.Model):
    """That a person's data was erased: on which request, by whom, and how much. Nothing about the person."""

    request = models.OneToOneField(DataRequest, models.PROTECT, related_name="erasure")
    erased_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    erased_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(_("Alasan"), max_length=300)
    counts = models.JSONField(default=dict)  # {what: how many rows lost the person}

    class Meta:
        verbose_name = _("penghapusan data")
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="erased_with_reason"),)
        triggers = (pgtrigger.Protect(name="keep_erasure", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.request_id}"
