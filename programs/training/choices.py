from django.db import models
from django.utils.translation import gettext_lazy as _


class SessionMode(models.TextChoices):
    ONSITE = "onsite", _("Tatap muka")
    ONLINE = "online", _("Daring")
    HYBRID = "hybrid", _("Tatap muka dan daring")


HELD_AT_VENUE = (SessionMode.ONSITE, SessionMode.HYBRID)
JOINED_BY_LINK = (SessionMode.ONLINE, SessionMode.HYBRID)


class SessionState(models.TextChoices):
    PLANNED = "planned", _("Dijadwalkan")
    CANCELLED = "cancelled", _("Dibatalkan")
    HELD = "held", _("Terlaksana")


class SessionStage(models.TextChoices):
    """A session's state as it is shown: what is planned runs, or is over, by the clock (`models.stages`)."""

    PLANNED = "planned", _("Dijadwalkan")
    RUNNING = "running", _("Berlangsung")
    OVER = "over", _("Sudah berakhir")  # and its attendance is not complete yet
    HELD = "held", _("Terlaksana")
    CANCELLED = "cancelled", _("Dibatalkan")

    @property
    def tone(self) -> str:
        tones = {"planned": "waiting", "running": "attention", "held": "good", "cancelled": "bad"}
        return tones.get(self.value, "neutral")


class InvitationState(models.TextChoices):
    INVITED = "invited", _("Belum menjawab")
    CONFIRMED = "confirmed", _("Akan hadir")
    DECLINED = "declined", _("Tidak dapat hadir")
    WAITING = "waiting", _("Menunggu tempat")
    CANCELLED = "cancelled", _("Tidak berlaku lagi")

    @property
    def tone(self) -> str:
        return {"confirmed": "good", "declined": "bad", "waiting": "waiting"}.get(self.value, "neutral")


LIVE_INVITATIONS = (
    InvitationState.INVITED,
    InvitationState.CONFIRMED,
    InvitationState.DECLINED,
    InvitationState.WAITING,
)


class InvitationKind(models.TextChoices):
    """Pilots come first; the queue of a session sorts by these values."""

    PILOT = "pilot", _("UMKM percontohan")
    OBSERVER = "observer", _("Pengamat")


class AnswerWay(models.TextChoices):
    """From which way an answer came."""

    LINK = "link", _("Tautan undangan")
    PORTAL = "portal", _("Masuk ke portal")
    STAFF = "staff", _("Dicatat petugas")
    SYSTEM = "system", _("Otomatis")


class DeclineReason(models.TextChoices):
    """No more than is needed to plan better: who is ill need not say of what."""

    BUSY = "busy", _("Ada pesanan atau kesibukan usaha")
    FAMILY = "family", _("Keperluan keluarga")
    ILL = "ill", _("Sakit")
    FAR = "far", _("Terlalu jauh atau tidak ada ongkos")
    TIME = "time", _("Waktunya tidak cocok")
    OTHER = "other", _("Alasan lain")


class Occasion(models.TextChoices):
    """Why a message about a session leaves."""

    INVITED = "session_invited", _("Undangan pelatihan")
    INVITED_AGAIN = "session_reinvited", _("Undangan pelatihan, berlaku lagi")
    CHANGED = "session_changed", _("Perubahan pelatihan")
    CANCELLED = "session_cancelled", _("Pembatalan pelatihan")
    MOVED_UP = "invitation_moved_up", _("Mendapat tempat pelatihan")
    SUBSTITUTE = "session_substitute", _("Menggantikan peserta pelatihan")
    SERIES_CHANGED = "series_changed", _("Perubahan rangkaian pelatihan")
    SERIES_CANCELLED = "series_cancelled", _("Pembatalan rangkaian pelatihan")
    ASSIGNED = "session_assigned", _("Penugasan pelatih")
    CERTIFICATE_READY = "certificate_ready", _("Sertifikat siap")
    CERTIFICATE_WITHDRAWN = "certificate_ended", _("Sertifikat ditarik")
    PRE_TEST = "pre_test", _("Tes awal menunggu")
    FEEDBACK = "feedback", _("Tes akhir dan umpan balik")


class AttendanceStatus(models.TextChoices):
    PRESENT = "present", _("Hadir")
    EXCUSED = "excused", _("Izin")
    SICK = "sick", _("Sakit")
    ABSENT = "absent", _("Tanpa keterangan")

    @property
    def tone(self) -> str:
        return {"present": "good", "absent": "bad"}.get(self.value, "attention")


class AttendanceMethod(models.TextChoices):
    """How somebody's attendance came to be recorded."""

    LIST = "list", _("Daftar pelatih")
    OWN_SCAN = "qr_self", _("QR dipindai peserta")
    TRAINER_SCAN = "qr_trainer", _("QR dipindai pelatih")
    OFFLINE = "offline", _("Daftar pelatih, dikirim kemudian")
    SHEET = "sheet", _("Lembar tanda tangan")


BY_CODE = (AttendanceMethod.OWN_SCAN, AttendanceMethod.TRAINER_SCAN)


class TickOutcome(models.TextChoices):
    """What became of a mark that was made without a connection."""

    APPLIED = "applied", _("Dipakai")
    SAME = "same", _("Sudah tercatat begitu")
    CONFLICT = "conflict", _("Berbeda dari catatan yang lebih baru")
    REFUSED = "refused", _("Ditolak")


class ScanKind(models.TextChoices):
    """What a scanned signature sheet is, as its content tells."""

    PDF = "pdf", _("PDF")
    PICTURE = "jpg", _("Gambar")


class CertificateEnding(models.TextChoices):
    """How a certificate ceased to be valid."""

    WITHDRAWN = "withdrawn", _("Ditarik")
    REPLACED = "replaced", _("Diganti")
    ERASED = "erased", _("Ditarik atas permintaan pemilik")


# --- curriculum and schedule ---------------------------------------------------------------------


class MaterialKind(models.TextChoices):
    """What a material is, as its content tells."""

    LINK = "link", _("Tautan")
    PDF = "pdf", _("PDF")
    SLIDES = "pptx", _("Salindia (PPTX)")
    SHEET = "xlsx", _("Lembar kerja (XLSX)")
    PICTURE = "jpg", _("Gambar")


class MaterialAudience(models.TextChoices):
    EVERYONE = "everyone", _("Peserta dan pelatih")
    TRAINERS = "trainers", _("Pelatih saja")


class AbsenceReason(models.TextChoices):
    """No free text: why somebody is ill is nobody's business here."""

    LEAVE = "leave", _("Cuti")
    DUTY = "duty", _("Tugas lain")
    ILL = "ill", _("Sakit")
    OTHER = "other", _("Lainnya")


class Language(models.TextChoices):
    """Languages in which a training is understood where Indonesian alone is hard."""

    INDONESIAN = "id", _("Indonesia")
    ACEHNESE = "ace", _("Aceh")
    BALINESE = "ban", _("Bali")
    BANJARESE = "bjn", _("Banjar")
    BATAK = "btk", _("Batak")
    BUGIS = "bug", _("Bugis")
    JAVANESE = "jv", _("Jawa")
    MADURESE = "mad", _("Madura")
    MALAY = "ms", _("Melayu")
    MINANGKABAU = "min", _("Minangkabau")
    PAPUAN_MALAY = "pmy", _("Melayu Papua")
    SASAK = "sas", _("Sasak")
    SUNDANESE = "su", _("Sunda")
    SIGN = "inl", _("Isyarat Indonesia (BISINDO)")


class HolidayKind(models.TextChoices):
    NATIONAL = "national", _("Hari libur")
    JOINT_LEAVE = "joint", _("Cuti bersama")


class Rhythm(models.TextChoices):
    """How the sessions of a series follow each other."""

    ONCE = "once", _("Sekali saja")
    DAILY = "daily", _("Hari kerja berturut-turut")
    WEEKLY = "weekly", _("Tiap minggu")
    BIWEEKLY = "biweekly", _("Tiap dua minggu")
    FOUR_WEEKLY = "fourweekly", _("Tiap empat minggu")


# --- assessment ----------------------------------------------------------------------------------


class AssessmentKind(models.TextChoices):
    """Which test of a module: before its session, or after. The word of each stands in addresses."""

    PRE = "pre", _("Tes awal")
    POST = "post", _("Tes akhir")

    @property
    def slug(self) -> str:
        return {"pre": "awal", "post": "akhir"}[self.value]


class SittingMethod(models.TextChoices):
    PHONE = "phone", _("Di HP")
    PAPER = "paper", _("Di kertas")
