from django.db import models
from django.utils.translation import gettext_lazy as _


class BusinessState(models.TextChoices):
    """Up to verification; what follows (nominated, pilot …) is told by the nomination and the pilot."""

    DRAFT = "draft", _("Konsep")
    SUBMITTED = "submitted", _("Menunggu pemeriksaan")
    RETURNED = "returned", _("Perlu diperbaiki")
    VERIFIED = "verified", _("Terverifikasi")
    MERGED = "merged", _("Digabungkan")  # it turned out to be the same as another

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return {"submitted": "waiting", "returned": "attention", "verified": "good"}.get(
            self.value, "neutral"
        )


class LegalForm(models.TextChoices):
    INDIVIDUAL = "individual", _("Perorangan")
    UD = "ud", _("UD (usaha dagang)")
    CV = "cv", _("CV")
    FIRMA = "firma", _("Firma")
    PT = "pt", _("PT")
    PT_INDIVIDUAL = "pt_individual", _("PT perorangan")
    COOPERATIVE = "cooperative", _("Koperasi")
    GROUP = "group", _("Kelompok usaha bersama")


class SizeClass(models.TextChoices):
    """PP 7/2021 article 35."""

    MICRO = "micro", _("Mikro")
    SMALL = "small", _("Kecil")
    MEDIUM = "medium", _("Menengah")
    LARGE = "large", _("Di atas menengah")


class Decision(models.TextChoices):
    VERIFIED = "verified", _("Diverifikasi")
    RETURNED = "returned", _("Dikembalikan")


class Licence(models.TextChoices):
    """Licences that open markets, beside the NIB."""

    PIRT = "pirt", _("PIRT (pangan industri rumah tangga)")
    HALAL = "halal", _("Sertifikat halal")
    BPOM = "bpom", _("Izin edar BPOM")
    SNI = "sni", _("SNI")
    BRAND = "brand", _("Merek terdaftar")


class MarketingChannel(models.TextChoices):
    SHOP = "shop", _("Warung, toko, atau kios sendiri")
    MARKET = "market", _("Pasar atau bazar")
    CONSIGNMENT = "consignment", _("Titip di toko lain")
    ORDERS = "orders", _("Pesanan langsung")
    CHAT = "chat", _("WhatsApp")
    SOCIAL = "social", _("Facebook, Instagram, TikTok")
    MARKETPLACE = "marketplace", _("Shopee, Tokopedia, dan sejenisnya")
    DELIVERY = "delivery", _("GoFood, GrabFood, dan sejenisnya")
    GOVERNMENT = "government", _("Pengadaan pemerintah")
    EXPORT = "export", _("Ekspor")


class Wish(models.TextChoices):
    """What an owner wants to get better at: modules of the curriculum answer it."""

    BOOKKEEPING = "bookkeeping", _("Pembukuan")
    FINANCE = "finance", _("Tambahan modal")
    MARKETING = "marketing", _("Pemasaran")
    ONLINE = "online", _("Jualan daring")
    PRODUCT = "product", _("Mutu produk dan kemasan")
    LICENCES = "licences", _("Izin dan sertifikat")
    EQUIPMENT = "equipment", _("Alat produksi")
    PEOPLE = "people", _("Mengelola pekerja")


class DocumentKind(models.TextChoices):
    """The first two are the person's, the others the business's."""

    KTP = "ktp", _("KTP")
    CARD = "card", _("Kartu anggota SOKSI")
    NIB = "nib", _("Dokumen NIB")
    NPWP = "npwp", _("Kartu NPWP")
    PHOTO = "photo", _("Foto usaha")
    EVIDENCE = "evidence", _("Bukti perubahan")


class KeyField(models.TextChoices):
    """What stands still once verified, and changes only through a request that a coordinator approves."""

    NAME = "name", _("Nama usaha")
    OWNER = "owner", _("Pemilik")
    NIB = "nib", _("NIB")
    REGENCY = "regency", _("Provinsi dan kabupaten/kota")
    OWNER_NAME = "owner_name", _("Nama pemilik")
    NIK = "nik", _("NIK pemilik")


class RequestState(models.TextChoices):
    OPEN = "open", _("Menunggu keputusan")
    APPROVED = "approved", _("Disetujui")
    REFUSED = "refused", _("Ditolak")
    WITHDRAWN = "withdrawn", _("Ditarik kembali")

    @property
    def tone(self) -> str:
        return {"open": "waiting", "approved": "good", "refused": "bad"}.get(self.value, "neutral")


class QuestionKind(models.TextChoices):
    """A number that belongs to one, and that somebody else claims."""

    NIB = "nib", _("NIB")
    NIK = "nik", _("NIK")
    PHONE = "phone", _("Nomor HP")


class QuestionState(models.TextChoices):
    OPEN = "open", _("Menunggu jawaban")
    ANSWERED = "answered", _("Dijawab")

    @property
    def tone(self) -> str:
        return "waiting" if self == QuestionState.OPEN else "good"


class DuplicateState(models.TextChoices):
    OPEN = "open", _("Belum diputuskan")
    DIFFERENT = "different", _("Berbeda")
    MERGED = "merged", _("Digabungkan")

    @property
    def tone(self) -> str:
        return {"open": "waiting", "different": "good"}.get(self.value, "neutral")


class Likeness(models.TextChoices):
    """Why two businesses of alike names may be one."""

    OWNER = "owner", _("Pemiliknya sama")
    ADDRESS = "address", _("Alamatnya mirip")
    NEAR = "near", _("Letaknya kurang dari 300 meter")


class ImportState(models.TextChoices):
    """How far a file with many rows has come."""

    READING = "reading", _("Sedang dibaca")
    UNREADABLE = "unreadable", _("Tidak dapat dibaca")
    READY = "ready", _("Menunggu Anda")
    RUNNING = "running", _("Sedang berjalan")
    DONE = "done", _("Selesai")
    CANCELLED = "cancelled", _("Dihentikan")
    FAILED = "failed", _("Terhenti")
    DISCARDED = "discarded", _("Dibuang")
    UNDOING = "undoing", _("Sedang dibatalkan")
    UNDONE = "undone", _("Dibatalkan")

    @property
    def tone(self) -> str:
        return {
            "ready": "attention", "running": "waiting", "reading": "waiting", "undoing": "waiting",
            "done": "good", "failed": "bad", "unreadable": "bad",
        }.get(self.value, "neutral")  # fmt: skip


class RowOutcome(models.TextChoices):
    """What became of a row of a file; a refused one is kept with its reasons instead."""

    TAKEN = "taken", _("Baru")
    CHANGED = "changed", _("Diperbarui")
    UNCHANGED = "unchanged", _("Tetap")
