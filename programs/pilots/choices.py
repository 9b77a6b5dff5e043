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


# by end_pilot; who graduates is confirmed by graduate_pilot
ENDINGS = (PilotOutcome.WITHDRAWN, PilotOutcome.REPLACED)


class MentorState(models.TextChoices):
    """A graduate as pembina: asked, willing, not willing, no longer."""

    INVITED = "invited", _("Diundang")
    ACTIVE = "active", _("Pembina")
    DECLINED = "declined", _("Belum bersedia")
    ENDED = "ended", _("Selesai membina")

    @property
    def tone(self) -> str:
        return {"invited": "waiting", "active": "good"}.get(self.value, "neutral")


class MentorshipState(models.TextChoices):
    """One business with its pembina: both agree before it begins."""

    PROPOSED = "proposed", _("Menunggu jawaban")
    ACTIVE = "active", _("Sedang dibina")
    DECLINED = "declined", _("Tidak jadi")
    ENDED = "ended", _("Selesai dibina")

    @property
    def tone(self) -> str:
        return {"proposed": "waiting", "active": "good"}.get(self.value, "neutral")


BEGUN = (MentorshipState.ACTIVE, MentorshipState.ENDED)  # what counts as passed on


class StoryState(models.TextChoices):
    DRAFT = "draft", _("Naskah")
    ASKED = "asked", _("Menunggu pemilik")
    DECLINED = "declined", _("Perlu diperbaiki")
    AGREED = "agreed", _("Disetujui")
    PUBLISHED = "published", _("Terbit")
    DOWN = "down", _("Diturunkan")

    @property
    def tone(self) -> str:
        tones = {"asked": "waiting", "declined": "attention", "agreed": "attention", "published": "good"}
        return tones.get(self.value, "neutral")


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


class NeedRule(models.TextChoices):
    """What a phase asks of a business and may be excepted from. Verified, free and consenting it must be."""

    SIZE = "size", _("Kelas usaha")
    YEARS = "years", _("Lama berjalan")
    LEGALITY = "legality", _("Legalitas (NIB)")


class ExceptionState(models.TextChoices):
    OPEN = "open", _("Menunggu keputusan")
    APPROVED = "approved", _("Disetujui")
    REFUSED = "refused", _("Ditolak")

    @property
    def tone(self) -> str:
        return {"open": "waiting", "approved": "good"}.get(self.value, "bad")


class Declaration(models.TextChoices):
    """What a reviewer says of the own interests before scoring."""

    NONE = "none", _("Saya tidak punya kepentingan dengan usaha ini")
    CONFLICT = "conflict", _("Saya punya kepentingan dengan usaha ini")
    ASIDE = "aside", _("Saya tidak menilai usulan ini")
