"""Provinces, regencies, and who coordinates which province."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .choices import IslandGroup, RegencyKind, TimeZone


class ProvinceQuerySet(models.QuerySet["Province"]):
    def existing(self) -> ProvinceQuerySet:
        """Those of today; an ended code stays valid for old records only."""
        return self.filter(ended_on=None)

    def coordinated(self) -> ProvinceQuerySet:
        """Those in which somebody examines and proposes today: a coordinator, or who stands in for one."""
        posts = Post.objects.active().filter(province=OuterRef("pk"), user__is_active=True)
        stand_ins = StandIn.objects.today().filter(post__province=OuterRef("pk"), user__is_active=True)
        return self.filter(Exists(posts) | Exists(stand_ins))

    def without_coordinator(self) -> ProvinceQuerySet:
        return self.existing().exclude(pk__in=Province.objects.coordinated().values("pk"))

    def existing_on(self, day: object) -> ProvinceQuerySet:
        return self.filter(established_on__lte=day).filter(Q(ended_on=None) | Q(ended_on__gt=day))


class Province(models.Model):
    """A province with its codes, its date and its place on the tile map."""

    code = models.CharField(_("Kode Kemendagri"), max_length=2, primary_key=True)
    bps_code = models.CharField(_("Kode BPS"), max_length=2)
    iso_code = models.CharField(_("Kode ISO"), max_length=2)
    name = models.CharField(_("Nama"), max_length=60)
    island_group = models.CharField(_("Gugus pulau"), max_length=30, choices=IslandGroup.choices)
    time_zone = models.CharField(_("Zona waktu"), max_length=20, choices=TimeZone.choices)
    established_on = models.DateField(_("Dibentuk pada"))
    ended_on = models.DateField(_("Berakhir pada"), null=True, blank=True)
    predecessor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="successors")
    tile_column = models.PositiveSmallIntegerField()
    tile_row = models.PositiveSmallIntegerField()

    objects = ProvinceQuerySet.as_manager()

    class Meta:
        verbose_name = _("provinsi")
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9]{2}$"), name="province_code_two_digits"),
            models.UniqueConstraint("bps_code", condition=Q(ended_on=None), name="province_bps_once"),
            models.UniqueConstraint("iso_code", condition=Q(ended_on=None), name="province_iso_once"),
            models.UniqueConstraint(
                "tile_column", "tile_row", condition=Q(ended_on=None), name="province_tile_once"
            ),
            models.CheckConstraint(condition=Q(time_zone__in=TimeZone.values), name="province_zone_known"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class RegencyQuerySet(models.QuerySet["Regency"]):
    def existing(self) -> RegencyQuerySet:
        return self.filter(ended_on=None)

    def existing_or(self, code: str) -> RegencyQuerySet:
        """Those of today, and the one that an old record has."""
        return self.filter(Q(ended_on=None) | Q(pk=code))


class Regency(models.Model):
    """A kabupaten or kota. Its code begins with the code of its province."""

    code = models.CharField(_("Kode Kemendagri"), max_length=5, primary_key=True)
    province = models.ForeignKey(Province, models.PROTECT, related_name="regencies")
    kind = models.CharField(_("Jenis"), max_length=9, choices=RegencyKind.choices)
    name = models.CharField(_("Nama"), max_length=60)
    ended_on = models.DateField(_("Berakhir pada"), null=True, blank=True)

    objects = RegencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("kabupaten/kota")
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{2}\.[0-9]{2}$", code__startswith=F("province_id")),
                name="regency_code_in_province",
            ),
        )

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.get_kind_display()} {self.name}"


class PostQuerySet(models.QuerySet["Post"]):
    def active(self) -> PostQuerySet:
        return self.filter(ended_at=None)


# whose post it is, where and from when, is said once; only its end comes later
POST_SAID = ("user_id", "province_id", "granted_by_id", "granted_at")


@pghistory.track()
class Post(models.Model):
    """That a person coordinates, or coordinated, a province."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts")
    province = models.ForeignKey(Province, models.PROTECT, related_name="posts")
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(_("Alasan"), max_length=300, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("jabatan")
        constraints = (
            models.UniqueConstraint(
                fields=["user", "province"], condition=Q(ended_at=None), name="post_held_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("granted_at")), name="post_ends_after_start"
            ),
        )
        triggers = (
            pgtrigger.Protect(name="keep_post", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="post_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in POST_SAID)
                    + " OR OLD.ended_at IS NOT NULL"
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} – {self.province}"


class DateRange(Func):
    function = "DATERANGE"
    output_field = DateRangeField()


class StandInQuerySet(models.QuerySet["StandIn"]):
    def standing(self) -> StandInQuerySet:
        """Not ended before their last day; a post that ends takes its stand-ins along."""
        return self.filter(ended_at=None, post__ended_at=None)

    def today(self, at: datetime | None = None) -> StandInQuerySet:
        """Those whose days are now, by the calendar of the province."""
        at = at or timezone.now()
        days = Q(pk__in=[])
        for zone in TimeZone.values:
            local = at.astimezone(ZoneInfo(zone)).date()
            days |= Q(post__province__time_zone=zone, starts_on__lte=local, ends_on__gte=local)
        return self.standing().filter(days)


# who stands in for which post, and from when, is said once; only its end comes later
STAND_IN_SAID = ("post_id", "user_id", "starts_on", "ends_on", "reason", "created_by_id", "created_at")


@pghistory.track()
class StandIn(models.Model):
    """That somebody does a coordinator's work on given days, both included. Ends by itself, or is ended before."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="stand_ins")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="stand_ins")
    starts_on = models.DateField(_("Hari pertama"))
    ends_on = models.DateField(_("Hari terakhir"))
    reason = models.CharField(_("Alasan"), max_length=300)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = StandInQuerySet.as_manager()

    class Meta:
        verbose_name = _("pengganti koordinator")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="stand_in_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="stand_in_ended_by_someone",
            ),
            ExclusionConstraint(
                name="stand_in_one_at_a_time",
                expressions=[
                    ("post", RangeOperators.EQUAL),
                    (
                        DateRange("starts_on", "ends_on", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(ended_at=None),
            ),
        )
        indexes = (models.Index("user", "ends_on", name="stand_in_of_user"),)
        triggers = (
            pgtrigger.Protect(name="keep_stand_in", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="stand_in_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in STAND_IN_SAID)
                    + " OR OLD.ended_at IS NOT NULL"
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} – {self.post}"

    @property
    def province(self) -> Province:
        return self.post.province

    @property
    def is_open(self) -> bool:
        """Of today or to come."""
        return not self.ended_at and not self.post.ended_at and self.ends_on >= self._today()

    @property
    def state(self) -> str:
        if not self.is_open:
            return str(_("Berakhir"))
        return str(_("Akan datang") if self.starts_on > self._today() else _("Berlaku"))

    @property
    def state_tone(self) -> str:
        if not self.is_open:
            return "neutral"
        return "waiting" if self.starts_on > self._today() else "good"

    def _today(self) -> date:
        return timezone.localdate(timezone=self.province.zone)
