from django.db import models
from django.utils.translation import gettext_lazy as _


class CadreState(models.TextChoices):
    """How far the membership of SOKSI is confirmed; the same steps as a business takes."""

    DRAFT = "draft", _("Belum dikirim")
    SUBMITTED = "submitted", _("Menunggu pemeriksaan")
    RETURNED = "returned", _("Perlu diperbaiki")
    VERIFIED = "verified", _("Terverifikasi")

    @property
    def tone(self) -> str:
        return {"submitted": "waiting", "returned": "attention", "verified": "good"}.get(
            self.value, "neutral"
        )


class CadreDecision(models.TextChoices):
    VERIFIED = "verified", _("Diverifikasi")
    RETURNED = "returned", _("Dikembalikan")


class Sex(models.TextChoices):
    WOMAN = "p", _("Perempuan")
    MAN = "l", _("Laki-laki")


class DataRequestKind(models.TextChoices):
    """What a person asks about the own data (UU 27/2022, chapter IV)."""

    ACCESS = "access", _("Mendapat salinan data")
    CORRECT = "correct", _("Memperbaiki data")
    RESTRICT = "restrict", _("Membatasi pemrosesan")
    WITHDRAW = "withdraw", _("Menarik persetujuan")
    ERASE = "erase", _("Menghapus data")


class DataRequestState(models.TextChoices):
    OPEN = "open", _("Menunggu jawaban")
    DONE = "done", _("Dikerjakan")
    REFUSED = "refused", _("Tidak dapat dikerjakan")
    WITHDRAWN = "withdrawn", _("Ditarik kembali")

    @property
    def tone(self) -> str:
        return {"open": "waiting", "done": "good", "refused": "attention"}.get(self.value, "neutral")


class SecretField(models.TextChoices):
    """A number that is shown masked."""

    NIK = "nik", _("NIK")
    NPWP = "npwp", _("NPWP")


class UnmaskReason(models.TextChoices):
    """Why a masked number is read in full; words go along."""

    EXAMINING = "examining", _("Mencocokkan dengan KTP atau kartu NPWP")
    DUPLICATE = "duplicate", _("Memeriksa dugaan pendaftaran ganda")
    REQUEST = "request", _("Menjawab permintaan orang itu sendiri")
    OFFICIAL = "official", _("Kewajiban hukum")
    BANK = "bank", _("Mengajukan kredit yang ia setujui")


class ConsentPurpose(models.TextChoices):
    """What a person consents to."""

    PROCESSING = "processing", _("Pemrosesan data pribadi")
    NOMINATION = "nomination", _("Diusulkan menjadi UMKM percontohan")
    BANK = "bank", _("Dirujuk ke bank")
