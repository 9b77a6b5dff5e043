from django.db import models
from django.utils.translation import gettext_lazy as _


class VisitMode(models.TextChoices):
    ONSITE = "onsite", _("Di tempat usaha")
    PHONE = "phone", _("Lewat telepon")
    ONLINE = "online", _("Daring")


class VisitState(models.TextChoices):
    PROPOSED = "proposed", _("Waktu diusulkan")
    AGREED = "agreed", _("Disepakati")
    DONE = "done", _("Terlaksana")
    CANCELLED = "cancelled", _("Dibatalkan")

    @property
    def tone(self) -> str:
        return {"proposed": "waiting", "agreed": "good", "done": "good"}.get(self.value, "neutral")


class EntryOutcome(models.TextChoices):
    """What became of one sheet that a phone sent."""

    APPLIED = "applied", _("Tersimpan")
    SAME = "same", _("Sudah tersimpan")
    CONFLICT = "conflict", _("Sudah diubah lebih dahulu")
    REFUSED = "refused", _("Tidak dapat disimpan")


class VisitOccasion(models.TextChoices):
    VISIT_PROPOSED = "visit_proposed", _("Waktu kunjungan diusulkan")
    VISIT_AGREED = "visit_agreed", _("Kunjungan disepakati")
    VISIT_CANCELLED = "visit_cancelled", _("Kunjungan dibatalkan")
    VISIT_RECORDED = "visit_recorded", _("Catatan kunjungan")
    VISIT_REMINDER = "visit_reminder", _("Pengingat kunjungan")
