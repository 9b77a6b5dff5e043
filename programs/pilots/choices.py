from django.db import models
from django.utils.translation import gettext_lazy as _


class NominationState(models.TextChoices):
    PROPOSED = "proposed", _("Diusulkan")
    ACCEPTED = "accepted", _("Diterima")
    WAITLISTED = "waitlisted", _("Daftar tunggu")
    DECLINED = "declined", _("Belum terpilih")
    WITHDRAWN = "withdrawn", _("Ditarik")

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return {"proposed": "waiting", "accepted": "good", "waitlisted": "attention"}.get(
            self.value, "neutral"
        )


LIVE_NOMINATIONS = (NominationState.PROPOSED, NominationState.ACCEPTED, NominationState.WAITLISTED)
OPEN_NOMINATIONS = (NominationState.PROPOSED, NominationState.WAITLISTED)  # a decision is still possible


class PilotOutcome(models.TextChoices):
    GRADUATED = "graduated", _("Lulus")
    WITHDRAWN = "withdrawn", _("Mengundurkan diri")
    REPLACED = "replaced", _("Digantikan")

    @property
    def tone(self) -> str:
        return "good" if self.value == "graduated" else "neutral"


class OfferState(models.TextChoices):
    OPEN = "open", _("Menunggu jawaban")
    ACCEPTED = "accepted", _("Diterima")
    DECLINED = "declined", _("Ditolak pemiliknya")
    EXPIRED = "expired", _("Tidak dijawab")
    WITHDRAWN = "withdrawn", _("Dibatalkan")

    @property
    def tone(self) -> str:
        return {"open": "waiting", "accepted": "good", "expired": "attention"}.get(self.value, "neutral")


ANSWERED_OFFERS = (OfferState.ACCEPTED, OfferState.DECLINED)


class AnsweredBy(models.TextChoices):
    OWNER = "owner", _("Pemilik, di portal")
    LINK = "link", _("Pemilik, lewat tautan pesan")
    STAFF = "staff", _("Petugas, atas nama pemilik")


class DraftState(models.TextChoices):
    OPEN = "open", _("Disiapkan")
    PUBLISHED = "published", _("Diterbitkan")
    DISCARDED = "discarded", _("Dibuang")


class DraftAnswer(models.TextChoices):
    SEAT = "seat", _("Terima di kursi")
    WAIT = "wait", _("Daftar tunggu")
    DECLINE = "decline", _("Belum terpilih")
