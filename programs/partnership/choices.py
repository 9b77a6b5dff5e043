from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    MASS_ORGANISATION = "mass_organisation", _("Organisasi kemasyarakatan")
    GUARANTEE_COMPANY = "guarantee_company", _("Perusahaan penjaminan")
    BANK = "bank", _("Bank")
    OTHER = "other", _("Lainnya")


class PhaseState(models.TextChoices):
    PLANNED = "planned", _("Direncanakan")
    OPEN = "open", _("Dibuka")
    CLOSED = "closed", _("Ditutup")


class Measure(models.TextChoices):
    """What a commitment is measured by, from the portal's own records."""

    PILOTS_PER_PROVINCE = "pilots_per_province", _("UMKM percontohan di setiap provinsi")
    SESSIONS_HELD = "sessions_held", _("Pelatihan yang terlaksana")
    BANK_ACCESS = "bank_access", _("Usaha terdaftar dengan akses bank (persen)")
    MONTHLY_REPORTS = "monthly_reports", _("Laporan bulanan yang masuk")


class Standing(models.TextChoices):
    """How a commitment stands; computed from records, never typed."""

    KEPT = "kept", _("Ditepati")
    ON_THE_WAY = "on_the_way", _("Berjalan")
    BEHIND = "behind", _("Tertinggal")
    UNMEASURED = "unmeasured", _("Belum diukur")

    @property
    def tone(self) -> str:
        return {"kept": "good", "on_the_way": "waiting", "behind": "bad"}.get(self.value, "neutral")


class Stage(models.TextChoices):
    """What a phase does, in this order; each may have its own dates."""

    REGISTRATION = "registration", _("Pendaftaran")
    NOMINATION = "nomination", _("Pengusulan")
    SELECTION = "selection", _("Seleksi")
    TRAINING = "training", _("Pelatihan")
    GRADUATION = "graduation", _("Kelulusan")


class Evidence(models.TextChoices):
    """Which facts of a business's record stand beside a criterion while it is scored."""

    GROWTH = "growth", _("Penjualan, modal, dan lama berjalan")
    LEGALITY = "legality", _("NIB, NPWP, dan izin")
    MARKET = "market", _("Saluran pemasaran dan produk")
    WORK = "work", _("Tenaga kerja")
    BANK = "bank", _("Akses bank")


class GraduationMeasure(models.TextChoices):
    """What a pilot has to reach before it graduates; counted by the slice that keeps the records."""

    MONTHS_ON_SEAT = "months_on_seat", _("Bulan menempati kursi")
    SESSIONS_ATTENDED = "sessions_attended", _("Pelatihan yang dihadiri")
    ATTENDANCE_PERCENT = "attendance_percent", _("Kehadiran dari sesi yang tercatat (%)")
    MODULES_COMPLETED = "modules_completed", _("Modul yang diikuti")
    MONTHS_REPORTED = "months_reported", _("Laporan bulanan yang dikirim")
    REPORTS_IN_TIME = "reports_in_time", _("Laporan bulanan tepat waktu (%)")
    VISITS_HELD = "visits_held", _("Kunjungan pendampingan")


# of these no more than 100 can be asked
SHARES = (GraduationMeasure.ATTENDANCE_PERCENT, GraduationMeasure.REPORTS_IN_TIME)
