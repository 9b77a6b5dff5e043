"""Provinces, regencies, and who coordinates which province."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .choices import IslandGroup, RegencyKind, TimeZone


class ProvinceQuerySet(models.QuerySet["Province"]):
    def existing(self) -> ProvinceQuerySet:
        """Those of today; an ended code stays valid for old records only."""
        return self.filter(ended_on=None)

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

    def __str__(self) -> str:
        return f"{self.user} – {self.province}"
