from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageState(models.TextChoices):
    PENDING = "pending", _("Menunggu")
    SENDING = "sending", _("Sedang dikirim")
    SENT = "sent", _("Terkirim")
    FAILED = "failed", _("Gagal")
    UNKNOWN = "unknown", _("Tidak pasti")
    CANCELLED = "cancelled", _("Dibatalkan")

    @property
    def tone(self) -> str:
        return {"sent": "good", "failed": "bad", "unknown": "attention", "cancelled": "neutral"}.get(
            self.value, "waiting"
        )


ENDED = (MessageState.SENT, MessageState.FAILED, MessageState.UNKNOWN, MessageState.CANCELLED)


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    WEBHOOK = "webhook", _("Webhook")
    INBOX = "inbox", _("Kotak masuk portal")
    WHATSAPP = "whatsapp", _("WhatsApp")
    SMS = "sms", _("SMS")


ON_PHONE = (Channel.WHATSAPP, Channel.SMS)  # they reach a person's number and carry the short form
HOLDABLE = (Channel.EMAIL, Channel.WEBHOOK, *ON_PHONE)  # what lies in the inbox is read there, held or not
CHOOSABLE = (Channel.EMAIL, *ON_PHONE)  # a person says for each kind; the inbox takes everything


class Kind(models.TextChoices):
    """What a person chooses channels for. Each occasion is of one."""

    ACCOUNT = "account", _("Akun dan keamanan")
    DATA = "data", _("Data pribadi Anda")
    SESSION = "session", _("Pelatihan yang Anda ikuti atau pimpin")
    INVITATION = "invitation", _("Undangan pelatihan")
    AFTERWARDS = "afterwards", _("Sertifikat dan umpan balik")
    BUSINESS = "business", _("Kartu anggota dan usaha")
    SELECTION = "selection", _("Usulan dan kursi percontohan")
    COMPANY = "company", _("Pembina dan cerita")
    MENTORING = "mentoring", _("Laporan bulanan dan pendampingan")
    BANK = "bank", _("Rujukan bank")
    STAFF = "staff", _("Tugas dan ringkasan petugas")
    OTHER = "other", _("Lainnya")

    @property
    def is_stoppable(self) -> bool:
        """Who has a place in a session, an account or a right to an answer must be reached somehow; so must who
        is told something of which nobody said what it is about.
        """
        return self not in (Kind.ACCOUNT, Kind.DATA, Kind.SESSION, Kind.OTHER)

    @property
    def waits_for_confirmation(self) -> bool:
        """Whether it goes only to an address that its owner confirmed. What answers the person's own steps, or calls
        for an answer with a time limit, does not wait: nobody should lose a seat over a link not pressed. What tells
        of somebody's credit does, whatever its time limit: a stranger must not read it.
        """
        return self in (Kind.AFTERWARDS, Kind.COMPANY, Kind.MENTORING, Kind.BANK, Kind.STAFF)


class ReportKind(models.TextChoices):
    """What a provider tells of a message after it has taken it, from the least to the worst."""

    DELIVERED = "delivered", _("Sampai")
    BOUNCED = "bounced", _("Tidak sampai")
    COMPLAINED = "complained", _("Dilaporkan sebagai spam")

    @property
    def tone(self) -> str:
        return "good" if self == ReportKind.DELIVERED else "bad"

    @property
    def rank(self) -> int:
        return ReportKind.values.index(self.value)
