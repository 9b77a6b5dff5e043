"""What surrounds sessions: series of them, days on which nobody trains, and who subscribes to a calendar."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from programs.training.choices import HolidayKind, Rhythm


class SessionSeries(models.Model):
    """Sessions that were scheduled together; each goes its own way afterwards."""

    rhythm = models.CharField(max_length=10, choices=Rhythm.choices)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("rangkaian sesi")
        triggers = (pgtrigger.Protect(name="keep_series", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return str(self.get_rhythm_display())


class HolidayQuerySet(models.QuerySet["Holiday"]):
    def standing(self) -> HolidayQuerySet:
        return self.filter(is_active=True)


@pghistory.track()
class Holiday(models.Model):
    """A day off, everywhere or in one province. The government moves some by decree, so staff can change each."""

    day = models.DateField(_("Tanggal"))
    name = models.CharField(_("Nama"), max_length=160)
    kind = models.CharField(
        _("Jenis"), max_length=8, choices=HolidayKind.choices, default=HolidayKind.NATIONAL
    )
    province = models.ForeignKey(
        "regions.Province",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Hanya di provinsi"),
    )
    is_active = models.BooleanField(_("Berlaku"), default=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )  # null: as the library `holidays` calculated it

    objects = HolidayQuerySet.as_manager()

    class Meta:
        verbose_name = _("hari libur")
        constraints = (
            models.UniqueConstraint(
                fields=["day", "province"], nulls_distinct=False, name="holiday_once_a_day"
            ),
            models.CheckConstraint(condition=Q(kind__in=HolidayKind.values), name="holiday_kind_known"),
        )
        triggers = (pgtrigger.Protect(name="keep_holiday", operation=pgtrigger.Delete),)

    def __str__(self) -> str:
        return self.name


def subscription_token(nonce: str) -> str:
    """The secret of an address, made anew from its row and the portal's key: neither alone is enough."""
    return salted_hmac("training.calendar", nonce, algorithm="sha256").hexdigest()


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


@pghistory.track(exclude=["nonce", "digest", "last_read_on"])
class CalendarSubscription(models.Model):
    """A secret address under which a person's calendar is read. The database alone does not give it away."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="calendar_subscriptions"
    )
    nonce = models.CharField(max_length=50, default=secrets.token_urlsafe)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_read_on = models.DateField(null=True, blank=True)  # no more than the day: it is nobody's diary
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("langganan kalender")
        constraints = (
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked_at=None), name="subscription_one_a_person"
            ),
        )

    def __str__(self) -> str:
        return str(self.person)

    @property
    def token(self) -> str:
        """Empty where the portal's key has changed since: then the person makes a new address."""
        token = subscription_token(self.nonce)
        return token if digest_of(token) == self.digest else ""

    def is_read_today(self) -> bool:
        return self.last_read_on == dt.datetime.now(tz=dt.UTC).date()
