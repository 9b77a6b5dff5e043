from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProductKind(models.TextChoices):
    KUR_SUPER_MICRO = "kur_super_micro", _("KUR Super Mikro")
    KUR_MICRO = "kur_micro", _("KUR Mikro")
    KUR_SMALL = "kur_small", _("KUR Kecil")
    GENERAL = "general", _("Kredit umum")


# by one regulation for all banks; general credit is each bank's own
PROGRAMME_CREDIT = (ProductKind.KUR_SUPER_MICRO, ProductKind.KUR_MICRO, ProductKind.KUR_SMALL)


class Paper(models.TextChoices):
    """What a bank wants to see, and the portal can tell whether it is there."""

    KTP = "ktp", _("Foto KTP")
    NIB = "nib", _("Dokumen NIB")
    NPWP = "npwp", _("Kartu NPWP")
    PHOTO = "photo", _("Foto usaha")
    STATEMENTS = "statements", _("Laporan keuangan 6 bulan")
    SLIK = "slik", _("Hasil cek SLIK")


class SlikStatus(models.TextChoices):
    """Kolektibilitas as the OJK's report (iDeb SLIK) says it; declared by the owner, with the document."""

    UNKNOWN = "unknown", _("Belum dicek")
    NONE = "none", _("Tidak ada catatan kredit")
    CURRENT = "current", _("1 – Lancar")
    WATCHED = "watched", _("2 – Dalam perhatian khusus")
    SUBSTANDARD = "substandard", _("3 – Kurang lancar")
    DOUBTFUL = "doubtful", _("4 – Diragukan")
    BAD = "bad", _("5 – Macet")


GOOD_SLIK = (SlikStatus.NONE, SlikStatus.CURRENT)


class Criterion(models.TextChoices):
    """What a bank looks at; each is a weight of a rubric, by the field's name."""

    LEGALITY = "legality", _("Legalitas")
    BOOKKEEPING = "bookkeeping", _("Pembukuan")
    FINANCE = "finance", _("Kesehatan keuangan")
    MANAGEMENT = "management", _("Manajemen")
    COLLATERAL = "collateral", _("Agunan dan penjaminan")
    CREDIT = "credit", _("Riwayat kredit")


# what these say of a person is read by the owner, Jamkrindo and admins alone
PRIVATE_CRITERIA = (Criterion.FINANCE, Criterion.COLLATERAL, Criterion.CREDIT)


class ReferralState(models.TextChoices):
    PREPARED = "prepared", _("Menunggu persetujuan pemilik")
    CONSENTED = "consented", _("Disetujui pemilik")
    SENT = "sent", _("Dikirim ke bank")
    RECEIVED = "received", _("Diterima bank")
    SURVEYED = "surveyed", _("Disurvei bank")
    APPROVED = "approved", _("Disetujui bank")
    DISBURSED = "disbursed", _("Dicairkan")
    DECLINED = "declined", _("Ditolak bank")
    WITHDRAWN = "withdrawn", _("Ditarik")
    EXPIRED = "expired", _("Kedaluwarsa")

    @property
    def tone(self) -> str:
        return {
            "prepared": "attention", "approved": "good", "disbursed": "good", "declined": "bad",
            "withdrawn": "neutral", "expired": "neutral",
        }.get(self.value, "waiting")  # fmt: skip


OPEN = (
    ReferralState.PREPARED,
    ReferralState.CONSENTED,
    ReferralState.SENT,
    ReferralState.RECEIVED,
    ReferralState.SURVEYED,
    ReferralState.APPROVED,
)
ENDED = (
    ReferralState.DISBURSED,
    ReferralState.DECLINED,
    ReferralState.WITHDRAWN,
    ReferralState.EXPIRED,
)
# what a bank has, or had, on its desk
AT_BANK = (
    ReferralState.SENT,
    ReferralState.RECEIVED,
    ReferralState.SURVEYED,
    ReferralState.APPROVED,
    ReferralState.DISBURSED,
)
# whose coming a user of the bank records
BY_BANK = (
    ReferralState.RECEIVED,
    ReferralState.SURVEYED,
    ReferralState.APPROVED,
    ReferralState.DECLINED,
    ReferralState.DISBURSED,
)
# only while the owner's consent stands
NEEDS_CONSENT = (
    ReferralState.CONSENTED,
    ReferralState.SENT,
    ReferralState.RECEIVED,
    ReferralState.SURVEYED,
    ReferralState.APPROVED,
    ReferralState.DECLINED,
    ReferralState.DISBURSED,
)
# from → to; the first three are the portal's, the rest the bank's. Every open one can be withdrawn, or be past its time
TRANSITIONS = (
    ("prepared", "consented"),
    ("consented", "sent"),
    ("sent", "received"),
    ("received", "surveyed"),
    ("received", "declined"),
    ("surveyed", "approved"),
    ("surveyed", "declined"),
    ("approved", "disbursed"),
    ("approved", "declined"),
    *((state.value, end) for state in OPEN for end in ("withdrawn", "expired")),
)
# until when the next step is due; a working agreement of the programme, no rule of a regulation
DEADLINES = {
    ReferralState.PREPARED: timedelta(days=14),  # the owner reads and answers
    ReferralState.CONSENTED: timedelta(days=3),  # Jamkrindo sends
    ReferralState.SENT: timedelta(days=3),  # the bank confirms that it has it
    ReferralState.RECEIVED: timedelta(days=14),  # survey
    ReferralState.SURVEYED: timedelta(days=14),  # decision
    ReferralState.APPROVED: timedelta(days=30),  # disbursement
}


class DeclineReason(models.TextChoices):
    PAPERS = "papers", _("Dokumen belum lengkap")
    BOOKS = "books", _("Pembukuan belum meyakinkan")
    INCOME = "income", _("Kemampuan membayar belum cukup")
    DEBT = "debt", _("Masih ada kewajiban lain")
    SLIK = "slik", _("Riwayat kredit (SLIK)")
    COLLATERAL = "collateral", _("Agunan atau penjaminan")
    YOUNG = "young", _("Usaha belum cukup lama")
    SURVEY = "survey", _("Hasil survei di tempat usaha")
    PRODUCT = "product", _("Produknya tidak cocok")
    OTHER = "other", _("Lainnya")


class ConsentEnding(models.TextChoices):
    WITHDRAWN = "withdrawn", _("Ditarik pemilik")
    DONE = "done", _("Rujukan berakhir")
    ERASED = "erased", _("Data dihapus")


class Opened(models.TextChoices):
    PAGE = "page", _("Halaman rujukan")
    FILE = "file", _("Berkas bank")


class Occasion(models.TextChoices):
    """Each at most 20 letters (soksi_portal/outbox/occasions.py)."""

    PREPARED = "referral_prepared", _("Rujukan bank menunggu persetujuan")
    SENT = "referral_sent", _("Rujukan bank dikirim")
    MOVED = "referral_moved", _("Kabar rujukan bank")
    ENDED = "referral_ended", _("Rujukan bank berakhir")
    DUE = "referral_due", _("Tenggat rujukan bank mendekat")
    OVERDUE = "referral_overdue", _("Rujukan bank lewat tenggat")
