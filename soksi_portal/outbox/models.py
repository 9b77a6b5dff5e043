"""One row for each outgoing message. Nothing else ever sends."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from soksi_portal.accounts.choices import Role

from .choices import Channel, MessageState


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: Any) -> MessageQuerySet:
        """Staff who answer for the messages see all; anyone sees those to oneself."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_role(Role.JAMKRINDO, Role.ADMIN):
            return self
        return self.filter(recipient=user)

    def about(self, subject: str) -> MessageQuerySet:
        return self.filter(subject_ref=subject)


class Message(models.Model):
    """One message due to one person on one channel at one time (rule 5 of the product page).

    The unique key is (occasion, subject_ref, recipient, channel, lead_minutes, revision): `subject_ref`
    names what it is about ("session:12"), `lead_minutes` how long before (0: at once), `revision` which
    state of that thing (a moved session has a new one).
    """

    occasion = models.CharField(_("Perihal"), max_length=40)
    subject_ref = models.CharField(_("Tentang"), max_length=60)
    revision = models.PositiveIntegerField(default=0)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages")
    channel = models.CharField(_("Saluran"), max_length=10, choices=Channel.choices)
    lead_minutes = models.PositiveIntegerField(_("Menit sebelumnya"), default=0)
    address = models.CharField(_("Alamat"), max_length=320)  # e-mail address or URL, as it was when planned
    title = models.CharField(_("Judul"), max_length=200)
    body = models.TextField(_("Isi"))
    time_zone = models.CharField(max_length=20, default="Asia/Jakarta")  # the recipient's, for quiet hours
    ignores_quiet_hours = models.BooleanField(default=False)
    due_at = models.DateTimeField(_("Dijadwalkan"), default=timezone.now)
    expires_at = models.DateTimeField(_("Tidak berguna setelah"), null=True, blank=True)

    state = models.CharField(
        _("Status"), max_length=9, choices=MessageState.choices, default=MessageState.PENDING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    lease = models.UUIDField(null=True, blank=True)  # the claim of one worker on one batch
    handed_over_at = models.DateTimeField(null=True, blank=True)  # set before the provider gets it
    sent_at = models.DateTimeField(_("Dikirim"), null=True, blank=True)
    provider_id = models.CharField(max_length=200, blank=True)
    last_error = models.CharField(_("Sebab"), max_length=500, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    resends = models.ForeignKey("self", models.PROTECT, null=True, related_name="resent_as")
    resent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("pesan")
        constraints = (
            models.UniqueConstraint(
                fields=["occasion", "subject_ref", "recipient", "channel", "lead_minutes", "revision"],
                name="message_once",
            ),
            models.CheckConstraint(condition=Q(state__in=MessageState.values), name="message_state_known"),
            models.CheckConstraint(
                condition=~Q(state=MessageState.SENDING) | Q(lease__isnull=False, leased_until__isnull=False),
                name="message_sending_leased",
            ),
            models.CheckConstraint(
                condition=~Q(state=MessageState.SENT) | Q(sent_at__isnull=False), name="message_sent_dated"
            ),
        )
        indexes = (
            models.Index(
                "next_attempt_at", "id", condition=Q(state=MessageState.PENDING), name="message_claimable"
            ),
            models.Index("leased_until", condition=Q(state=MessageState.SENDING), name="message_leased"),
            models.Index(F("due_at").desc(), F("id").desc(), name="message_newest"),
            models.Index("subject_ref", name="message_about"),
        )

    def __str__(self) -> str:
        return f"{self.title} → {self.address}"
