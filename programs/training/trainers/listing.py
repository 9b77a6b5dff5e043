"""The columns of the lists of trainers and days off."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.training.choices import SessionState
from programs.training.models import Holiday, TrainerAbsence
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.common.display import day
from soksi_portal.common.tabular import Column
from soksi_portal.common.templatetags.portal import badge


def trainers() -> QuerySet[Any]:
    """With `coming` sessions, and whether somebody is `away` now."""
    now = timezone.now()
    away = TrainerAbsence.objects.standing().filter(
        trainer=OuterRef("pk"), starts_at__lte=now, ends_at__gt=now
    )
    coming = Q(sessions_trained__state=SessionState.PLANNED, sessions_trained__ends_at__gt=now)
    return (
        User.objects.filter(pk__in=User.objects.with_role(Role.TRAINER).values("pk"))
        .annotate(coming=Count("sessions_trained", filter=coming), away=Exists(away))
        .select_related("trainer_profile")
        .prefetch_related("trainer_profile__provinces", "trainer_profile__modules")
    )


def _named(user: User, what: str) -> str:
    profile = getattr(user, "trainer_profile", None)
    return ", ".join(str(one) for one in getattr(profile, what).all()) if profile else ""


def _provinces_words(user: User) -> str:
    profile = getattr(user, "trainer_profile", None)
    found = list(profile.provinces.all()) if profile else []
    if len(found) > 3:
        return _("%(first)s dan %(more)d lainnya") % {"first": found[0], "more": len(found) - 1}
    return ", ".join(str(one) for one in found) or _("Belum diisi")


def _languages(user: User) -> str:
    profile = getattr(user, "trainer_profile", None)
    return profile.language_words if profile else ""


TRAINER_COLUMNS = (
    Column(
        "nama",
        gettext_lazy("Nama"),
        lambda u: u.full_name,
        link=lambda u: reverse("trainer_detail", args=[u.pk]),
        sort="full_name",
    ),
    Column("provinsi", gettext_lazy("Provinsi"), lambda u: _named(u, "provinces"), cell=_provinces_words),
    Column("bahasa", gettext_lazy("Bahasa"), _languages),
    Column("modul", gettext_lazy("Modul"), lambda u: _named(u, "modules")),
    Column("sesi", gettext_lazy("Sesi akan datang"), lambda u: u.coming, numeric=True),
    Column(
        "bertugas",
        gettext_lazy("Sekarang"),
        lambda u: _("Tidak bertugas") if u.away else _("Bertugas"),
        cell=lambda u: badge(_("Tidak bertugas"), "attention") if u.away else badge(_("Bertugas"), "good"),
    ),
)

HOLIDAY_COLUMNS = (
    Column(
        "tanggal",
        gettext_lazy("Tanggal"),
        lambda h: h.day.isoformat(),
        cell=lambda h: f"{format_date(h.day, 'l')}, {day(h.day)}",
        link=lambda h: reverse("holiday_edit", args=[h.pk]),
        sort="day",
    ),
    Column("nama", gettext_lazy("Nama"), lambda h: h.name, sort="name"),
    Column("jenis", gettext_lazy("Jenis"), lambda h: h.get_kind_display()),
    Column(
        "wilayah",
        gettext_lazy("Wilayah"),
        lambda h: str(h.province) if h.province else _("Seluruh Indonesia"),
    ),
    Column(
        "berlaku",
        gettext_lazy("Berlaku"),
        lambda h: _("Ya") if h.is_active else _("Tidak"),
        cell=lambda h: badge(_("Berlaku"), "good") if h.is_active else badge(_("Tidak berlaku"), "neutral"),
    ),
    Column(
        "sumber",
        gettext_lazy("Sumber"),
        lambda h: h.changed_by.full_name if h.changed_by else _("Perhitungan kalender"),
    ),
)


def holidays_listed(year: str) -> QuerySet[Holiday]:
    """Those of one year, or from today on."""
    found = Holiday.objects.select_related("province", "changed_by")
    if year.isdecimal() and len(year) == 4:
        return found.filter(day__year=int(year)) if int(year) else found.none()
    return found.filter(day__gte=timezone.localdate())
