"""One row for each outgoing message. Nothing else ever sends."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from soksi_portal.accounts.choices import Role

from . import occasions
from .choices import ENDED, Channel, MessageState, ReportKind
from .walls import message_triggers


class BaseOccasion(Func):
    """The occasion without the number of the row that it sends again; what the list is narrowed down by."""

    function = "split_part"

    def __init__(self, occasion: str = "occasion") -> None:
        super().__init__(occasion, Value(occasions.RESENT), Value(1), output_field=models.TextField())


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

    def not_left(self) -> MessageQuerySet:
        """What can still be taken back: no provider has got it."""
        claimed = Q(state=MessageState.SENDING, handed_over_at=None)
        return self.filter(Q(state=MessageState.PENDING) | claimed)

    def under_way(self) -> MessageQuerySet:
        """Waiting, or with a provider now, and not taken back: what `take_back` can still act on."""
        return self.filter(state__in=(MessageState.PENDING, MessageState.SENDING), recalled="")

    @transaction.atomic
    def take_back(self, reason: str, by: Any = None) -> int:
        """End what has not left; what a provider has got now is not tried again should it refuse.

        Locked first, or a row could pass from one to the other between the two. Returns how many ended.
        """
        on_its_way = self.filter(state__in=(MessageState.PENDING, MessageState.SENDING))
        locked = list(on_its_way.select_for_update().order_by("pk").values_list("pk", flat=True))
        rows = Message.objects.filter(pk__in=locked)
        ended = rows.not_left().end(MessageState.CANCELLED, last_error=reason[:500], ended_by=by)
        rows.filter(state=MessageState.SENDING).update(recalled=reason[:500])
        return ended

    def end(self, state: MessageState, **values: Any) -> int:
        """To an end, dated; returns how many."""
        return self.update(state=state, ended_at=timezone.now(), lease=None, leased_until=None, **values)


class Message(models.Model):
    """One message due to one person on one channel at one time (rule 5 of the product page).

    The unique key is (occasion, subject_ref, recipient, channel, lead_minutes, revision): `subject_ref`
    names what it is about ("session:12"), `lead_minutes` how long before (0: at once), `revision` which
    state of that thing (a moved session has a new one). A cancelled row never left, so the same may be
    planned again as a new row: somebody who could not come and now can is reminded after all.
    """

    occasion = models.CharField(_("Perihal"), max_length=40)
    subject_ref = models.CharField(_("Tentang"), max_length=60)
    revision = models.PositiveIntegerField(default=0)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages", db_index=False
    )  # message_newest_of_person begins with it
    channel = models.CharField(_("Saluran"), max_length=10, choices=Channel.choices)
    lead_minutes = models.PositiveIntegerField(_("Menit sebelumnya"), default=0)
    address = models.CharField(_("Alamat"), max_length=320)  # e-mail address or URL; read again as it leaves
    address_is_given = models.BooleanField(default=False)  # else the recipient's own, read again as it leaves
    title = models.CharField(_("Judul"), max_length=200)
    body = models.TextField(_("Isi"))
    short = models.CharField(_("Bentuk pendek"), max_length=300, blank=True)  # for WhatsApp and SMS
    # one row of each message is also what the recipient reads in the portal, from `due_at` on
    in_inbox = models.BooleanField(default=False)
    read_at = models.DateTimeField(_("Dibaca"), null=True, blank=True)
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
    # why it is not tried again, where it was taken back while a provider had it
    recalled = models.CharField(max_length=500, blank=True)
    report = models.CharField(_("Kabar penyedia"), max_length=10, choices=ReportKind.choices, blank=True)
    ended_at = models.DateTimeField(_("Berakhir"), null=True, blank=True)
    # mostly empty, so that their indexes (below) leave the empty ones out
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    resends = models.ForeignKey("self", models.PROTECT, null=True, related_name="resent_as", db_index=False)
    resent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    resend_reason = models.CharField(_("Alasan"), max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    text_dropped_at = models.DateTimeField(null=True, blank=True, editable=False)  # see retention.py

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("pesan")
        constraints = (
            models.UniqueConstraint(
                fields=["occasion", "subject_ref", "recipient", "channel", "lead_minutes", "revision"],
                condition=~Q(state=MessageState.CANCELLED),
                name="message_once",
            ),
            models.CheckConstraint(condition=Q(state__in=MessageState.values), name="message_state_known"),
            models.CheckConstraint(
                condition=~Q(state=MessageState.SENDING) | Q(lease__isnull=False, leased_until__isnull=False),
                name="message_sending_leased",
            ),
            models.CheckConstraint(
                condition=~Q(state=MessageState.SENT)
                | Q(sent_at__isnull=False, handed_over_at__isnull=False),
                name="message_sent_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state=MessageState.UNKNOWN) | Q(handed_over_at__isnull=False),
                name="message_unknown_was_handed_over",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, ended_at__isnull=False)
                | (~Q(state__in=ENDED) & Q(ended_at=None)),
                name="message_end_dated",
            ),
            models.CheckConstraint(
                condition=Q(resends=None, resent_by=None) | Q(resends__isnull=False, resent_by__isnull=False),
                name="message_resent_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(text_dropped_at=None) | Q(body="", short="", ended_at__isnull=False),
                name="message_text_dropped_after_the_end",
            ),
            models.CheckConstraint(
                condition=Q(report="") | Q(report__in=ReportKind.values), name="message_report_known"
            ),
        )
        indexes = (
            models.Index(
                "next_attempt_at", "id", condition=Q(state=MessageState.PENDING), name="message_claimable"
            ),
            models.Index("leased_until", condition=Q(state=MessageState.SENDING), name="message_leased"),
            models.Index(F("due_at").desc(), F("id").desc(), name="message_newest"),
            # with the recipient, so that counting the failed ones of a province reads no message
            models.Index(
                "state",
                F("due_at").desc(),
                F("id").desc(),
                include=["recipient"],
                name="message_newest_of_state",
            ),
            models.Index("recipient", F("due_at").desc(), F("id").desc(), name="message_newest_of_person"),
            models.Index("channel", F("due_at").desc(), F("id").desc(), name="message_newest_of_channel"),
            models.Index(
                BaseOccasion(), F("due_at").desc(), F("id").desc(), name="message_newest_of_occasion"
            ),
            models.Index(
                "report", F("due_at").desc(), F("id").desc(), condition=~Q(report=""), name="message_reported"
            ),
            models.Index("subject_ref", name="message_about"),
            # the counter in the header: a person has few of them
            models.Index(
                "recipient",
                "due_at",
                condition=Q(in_inbox=True, read_at=None) & ~Q(state=MessageState.CANCELLED),
                name="message_unread",
            ),
            # whether another about the same thing is with a provider now
            models.Index(
                "recipient", "subject_ref", condition=Q(state=MessageState.SENDING), name="message_in_flight"
            ),
            # whose text is still held, by age; the tallies of the last days, too
            models.Index(
                "ended_at",
                condition=Q(ended_at__isnull=False, text_dropped_at=None),
                name="message_text_held",
            ),
            models.Index("resends", condition=Q(resends__isnull=False), name="message_resending"),
            models.Index("ended_by", condition=Q(ended_by__isnull=False), name="message_ended_by"),
            models.Index("resent_by", condition=Q(resent_by__isnull=False), name="message_resent_by"),
        )
        triggers = message_triggers()

    def __str__(self) -> str:
        return f"{self.title} → {self.address}"

    def get_absolute_url(self) -> str:
        return reverse("message_detail", args=[self.pk])

    @property
    def state_tone(self) -> str:
        return MessageState(self.state).tone

    @property
    def occasion_label(self) -> str:
        return occasions.label_of(self.occasion)

    @property
    def is_missed(self) -> bool:
        """Failed, unknown or bounced, and nobody has said that it arrived. What lies in the inbox is there, however a
        worker ended.
        """
        if self.channel == Channel.INBOX:
            return False
        if self.report:
            return self.report == ReportKind.BOUNCED
        return self.state in (MessageState.FAILED, MessageState.UNKNOWN)

    @property
    def is_resendable(self) -> bool:
        """Missed, and still of use; with its text."""
        is_of_use = not (self.expires_at and self.expires_at <= timezone.now())
        return self.is_missed and is_of_use and self.text_dropped_at is None

    @property
    def is_cancellable(self) -> bool:
        sending = self.state == MessageState.SENDING and self.handed_over_at is None
        return self.state == MessageState.PENDING or sending


class Attempt(models.Model):
    """A try that did not send, and why. A message that leaves at the first try has none."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="tries")
    at = models.DateTimeField(default=timezone.now)
    error = models.CharField(_("Sebab"), max_length=500)

    class Meta:
        verbose_name = _("percobaan")
        triggers = (pgtrigger.Protect(name="keep_attempt", operation=pgtrigger.Delete | pgtrigger.Update),)

    def __str__(self) -> str:
        return self.error


# the models of the parts below, for Django to find
from .choosing.models import ChannelChoice as ChannelChoice  # noqa: E402
from .holds.models import ChannelHold as ChannelHold  # noqa: E402
from .reports.models import DeliveryReport as DeliveryReport  # noqa: E402
from .tallies.models import DailyCount as DailyCount  # noqa: E402
from .texts.models import WordingVersion as WordingVersion  # noqa: E402
from .troubles.models import AddressTrouble as AddressTrouble  # noqa: E402
