from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportState(models.TextChoices):
    DRAFT = "draft", _("Sedang diisi")
    SENT = "sent", _("Terkirim")
    CORRECTING = "correcting", _("Sedang diperbaiki")

    @property
    def tone(self) -> str:
        return {"sent": "good", "correcting": "attention"}.get(self.value, "waiting")


class Discipline(models.TextChoices):
    """How a month's report came; computed from the day it was sent and the day it was due, never typed."""

    IN_TIME = "in_time", _("Tepat waktu")
    LATE = "late", _("Terlambat")
    WAITING = "waiting", _("Belum dikirim")
    MISSING = "missing", _("Lewat tenggat")
    NOT_BEGUN = "not_begun", _("Belum mulai pembukuan")
    NOT_OWED = "not_owed", _("Belum wajib")  # on its seat only since then

    @property
    def tone(self) -> str:
        return {
            "in_time": "good",
            "late": "attention",
            "missing": "bad",
            "not_begun": "bad",
            "not_owed": "neutral",
        }.get(self.value, "waiting")


class EntryKind(models.TextChoices):
    """What a line of a cash book is. Its words stand in the template's list."""

    CASH_SALE = "cash_sale", _("Penjualan dibayar")
    CREDIT_SALE = "credit_sale", _("Penjualan belum dibayar")
    COLLECTION = "collection", _("Pelanggan membayar utang")
    CASH_PURCHASE = "cash_purchase", _("Belanja bahan dibayar")
    CREDIT_PURCHASE = "credit_purchase", _("Belanja bahan belum dibayar")
    SUPPLIER_PAID = "supplier_paid", _("Membayar utang ke pemasok")
    WAGES = "wages", _("Upah")
    RENT = "rent", _("Sewa")
    OTHER_COSTS = "other_costs", _("Biaya lain")
    EQUIPMENT = "equipment", _("Beli alat")
    EQUIPMENT_SOLD = "equipment_sold", _("Jual alat")
    LOAN = "loan", _("Terima pinjaman")
    PRINCIPAL = "principal", _("Angsuran pokok")
    INTEREST = "interest", _("Bunga pinjaman")
    DRAWING = "drawing", _("Diambil untuk pribadi")
    OWNER_ADDED = "owner_added", _("Tambahan modal pemilik")


class ReportOccasion(models.TextChoices):
    REPORT_DUE = "report_due", _("Laporan bulanan menunggu")
    REPORT_OVERDUE = "report_overdue", _("Laporan bulanan lewat tenggat")
