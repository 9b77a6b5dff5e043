"""The addresses that visitors, cadres, trainers, banks, the board and admins walk through, of the demo."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone

from programs.bankaccess.models import BankOrganisation, Product, Referral
from programs.mentoring.models import Assignment, CashBook, Report
from programs.mentoring.reports.services import begin_correction
from programs.mentoring.reports.sheet import MONTH_PAGES
from programs.partnership.models import Commitment, Memorandum, Phase
from programs.pilots.models import (
    Mentorship,
    Pilot,
    SeatOffer,
    Story,
)
from programs.pilots.offers.tokens import link_path
from programs.training.assessment.sitting import start_sitting
from programs.training.assessment.tokens import feedback_path, sitting_path
from programs.training.checkin import tokens
from programs.training.choices import AssessmentKind
from programs.training.models import Invitation, Session, Sitting
from soksi_portal.accounts.models import User
from soksi_portal.outbox.choices import Kind
from soksi_portal.outbox.choosing.stopping import stop_url
from soksi_portal.outbox.inbox.queries import inbox_of
from umkm.businesses.models import Business
from umkm.cadres.models import DataRequest

HOME, JAMK = "32", "jamkrindo@demo.test"


def visitor() -> Iterator[str]:
    yield from ("/", "/kemajuan/", f"/kemajuan/{HOME}/", "/daftar/", "/masuk/", "/akun/sandi/lupa/", "/mou/")
    yield from (memorandum.get_absolute_url() for memorandum in Memorandum.objects.all())
    yield from (commitment.get_absolute_url() for commitment in Commitment.objects.exclude(measure=""))
    yield from (phase.get_absolute_url() for phase in Phase.objects.all())
    yield Invitation.objects.filter(state="invited").earliest("pk").get_absolute_url()
    for one in ("confirmed", "declined"):  # the last of each: to come, or at least not long past
        yield Invitation.objects.filter(state=one).latest("session__starts_at").get_absolute_url()
    arriving = _running().invitations.earliest("pk")
    yield from ("/hadir/", f"/hadir/{tokens.screen_token(arriving.session)}/", arriving.get_absolute_url())
    yield from (
        "/pembina/",
        f"/pembina/{HOME}/",
        "/cerita/",
        Story.objects.published().get().get_absolute_url(),
    )
    yield from (link_path(SeatOffer.objects.filter(state=state).get()) for state in ("open", "declined"))
    yield from _tests()
    yield "/tidak-ada/"


def _tests() -> Iterator[str]:
    """Before it is begun, a question, and the result; what was said already."""
    opened = Invitation.objects.filter(session__room_openings__kind=AssessmentKind.PRE).earliest("pk")
    yield sitting_path(opened, AssessmentKind.PRE)
    start_sitting(invitation=opened, kind=AssessmentKind.PRE)
    yield from (f"{sitting_path(opened, AssessmentKind.PRE)}?soal={number}" for number in ("2", "periksa"))
    done = Sitting.objects.finished().filter(kind=AssessmentKind.POST).latest("pk").invitation
    yield from (sitting_path(done, AssessmentKind.POST), feedback_path(done))


def cadre() -> Iterator[str]:
    yield from (
        "/beranda/",
        "/usaha/",
        "/usaha/baru/",
        "/usaha/kbli/?kata=keripik",
        "/pelatihan/",
        "/akun/sandi/",
        "/akun/email/",
        "/akun/keamanan/",
        "/akun/pastikan/",
        "/keluar/",
        "/pengingat/",
        "/pesan/",
        "/akun/pesan/",
    )
    person = User.objects.get(email="kader@demo.test")
    yield f"/pesan/{inbox_of(person).earliest('pk').pk}/"
    stop = stop_url(user_id=person.pk, kind=Kind.SELECTION, channel="email")
    yield f"/{stop.removeprefix(settings.PORTAL_URL)}"
    own = Business.objects.filter(owner__user__email="kader@demo.test")
    yield own.get(state="verified").get_absolute_url()
    draft = own.get(state="draft")
    yield f"/usaha/{draft.pk}/ubah/"
    for step in ("tempat", "pemilik", "kegiatan", "legalitas", "pekerja", "usaha", "pemasaran", "pinjaman"):
        yield f"/usaha/{draft.pk}/ubah/{step}/"
    yield from (f"/usaha/{draft.pk}/periksa/", f"/usaha/{draft.pk}/dokumen/", "/kartu-anggota/")
    verified = own.get(state="verified").pk
    yield from (f"/usaha/{verified}/ubah/", f"/usaha/{verified}/perubahan/baru/?isian=name")
    yield from ("/akun/data-saya/", "/akun/data-saya/perbaiki/", "/akun/data-saya/permintaan/")
    yield "/akun/data-saya/tarik-persetujuan/"
    pilot = Pilot.objects.active().get(business=verified)
    yield from (pilot.get_absolute_url(), f"/cerita/{pilot.story.pk}/persetujuan/")
    asked = Referral.objects.get(business=verified).pk
    yield from (
        "/rujukan/",
        f"/rujukan/{asked}/",
        f"/rujukan/{asked}/persetujuan/",
        f"/rujukan/{asked}/tarik/",
    )
    yield from (f"/rujukan/usaha/{verified}/", f"/rujukan/usaha/{verified}/kredit/")
    guided = Mentorship.objects.active().get(business=verified)
    yield from (guided.get_absolute_url(), f"/pembina/binaan/{guided.pk}/akhiri/")
    yield from _own_books(verified)
    yield from ("/kesiapan/", f"/kesiapan/usaha/{verified}/")
    yield from mentoring_of("kader")


def _own_books(business: int) -> Iterator[str]:
    """What was sent; and a month that is being mended, which has every page of the sheet."""
    yield from ("/laporan/", f"/laporan/usaha/{business}/", f"/laporan/usaha/{business}/keuangan/")
    yield f"/laporan/usaha/{business}/mulai/"
    reports = Report.objects.filter(business=business).order_by("-month")
    last, mending = reports[0], reports[1]
    yield from (last.get_absolute_url(), f"/laporan/{last.pk}/perbaiki/", f"/laporan/{last.pk}/terkirim/")
    yield f"/laporan/buku-kas/{CashBook.objects.in_use().get(report=last).pk}/"
    begin_correction(report=mending, by=User.objects.get(email="kader@demo.test"))
    yield from (f"/laporan/{mending.pk}/{page}/" for page in ("isi", "periksa", "buku-kas"))
    yield from (f"/laporan/{mending.pk}/isi/{page.slug}/" for page in MONTH_PAGES)


def mentoring_of(email: str) -> Iterator[str]:
    mentored = Assignment.objects.running().get(business__owner__user__email="kader@demo.test").business
    own = f"/pendampingan/usaha/{mentored.pk}/"
    asked, held = mentored.visits.planned().get(), mentored.visits.held().latest("pk")
    yield from ("/pendampingan/", own, f"{own}kunjungan/baru/", held.get_absolute_url())
    yield from (f"{asked.get_absolute_url()}{page}" for page in ("", "waktu-lain/", "batal/"))
    mine = mentored.action_items.overdue().get(owner="cadre" if email == "kader" else "mentor")
    yield from (mine.get_absolute_url(), f"{mine.get_absolute_url()}selesai/")
    if email == "kader":
        return
    yield from (f"{asked.get_absolute_url()}catat/", f"{mine.get_absolute_url()}hentikan/")
    yield from (f"/pendampingan/pendamping/{one}" for one in ("", f"{User.objects.get(email=JAMK).pk}/"))
    yield from (f"{own}{page}/" for page in ("serah-terima", "akhiri", "tugas/baru"))
    others = Pilot.objects.active().exclude(business__in=Assignment.objects.running().values("business"))
    yield f"/pendampingan/usaha/{others.earliest('pk').business_id}/pendamping/"


def board() -> Iterator[str]:
    yield from (
        "/beranda/",
        "/usaha/",
        "/verifikasi/",
        "/usulan/",
        "/usulan/calon/",
        "/percontohan/",
        "/impor/",
        "/cerita/kelola/",
    )
    asked = Story.objects.get(state="asked").pk
    yield from (f"/cerita/{asked}/naskah/", f"/cerita/{asked}/ubah/")
    yield f"/cerita/{Story.objects.published().get().pk}/turunkan/"


def bank() -> Iterator[str]:
    yield from ("/beranda/", "/pengingat/", "/rujukan/")
    at_bank = {state: Referral.objects.get(state=state) for state in ("received", "surveyed", "approved")}
    yield from (referral.get_absolute_url() for referral in at_bank.values())
    received, surveyed, approved = (referral.pk for referral in at_bank.values())
    yield from (f"/rujukan/{received}/catat/{step}/" for step in ("survei", "tolak"))
    yield from (f"/rujukan/{surveyed}/catat/setuju/", f"/rujukan/{approved}/catat/cair/")


def trainer() -> Iterator[str]:
    held = Session.objects.filter(trainer__email="pelatih@demo.test", state="held").earliest("pk")
    yield from ("/beranda/", "/pelatihan/", f"/pelatihan/{held.pk}/", f"/pelatihan/{held.pk}/kehadiran/")
    running = _running()
    yield from (f"/pelatihan/{running.pk}/{page}/" for page in ("kehadiran", "layar", "pindai", "lembar"))
    yield f"/hadir/peserta/{tokens.person_token(running.invitations.earliest('pk'))}/"
    opened = Session.objects.get(room_openings__kind=AssessmentKind.PRE)
    yield from (f"/pelatihan/{opened.pk}/tes/{page}" for page in ("", "akhir/kertas/"))
    yield from (f"/pelatihan/hasil/{page}" for page in ("", "nilai/", "saran/"))


def _running() -> Session:
    return Session.objects.filter(
        trainer__email="pelatih@demo.test", state="planned", starts_at__lt=timezone.now()
    ).earliest("pk")


def admin() -> Iterator[str]:
    someone = User.objects.get(email="koordinator@demo.test")
    yield from ("/beranda/", "/pengguna/", "/pengguna/baru/", f"/pengguna/{someone.pk}/")
    text = "/pengingat/naskah/business_returned/"
    yield from ("/pengingat/naskah/", text, f"{text}ubah/", f"{text}versi/0/", "/alamat/")
    yield f"/pengguna/{someone.pk}/nonaktifkan/"
    yield from _agreements()
    bank = BankOrganisation.objects.get(short_name="Bank Contoh").pk
    own = Product.objects.get(bank=bank).pk
    yield from (
        "/rujukan/bank/",
        f"/rujukan/bank/{bank}/",
        f"/rujukan/bank/{bank}/petugas/",
        f"/rujukan/produk/{own}/",
    )
    yield from (f"/rujukan/bank/{bank}/produk/", f"/rujukan/produk/{own}/syarat/")
    yield from ("/kesiapan/rubrik/", f"/kesiapan/rubrik/{Phase.objects.open().get().pk}/")
    asked = DataRequest.objects.open().earliest("pk").pk
    yield from ("/permintaan-data/", f"/permintaan-data/{asked}/")


def _agreements() -> Iterator[str]:
    memorandum, phase = Memorandum.objects.latest("signed_on"), Phase.objects.open().get()
    yield from (
        "/mou/",
        "/mou/baru/",
        "/mou/organisasi/",
        "/mou/organisasi/baru/",
        memorandum.get_absolute_url(),
    )
    for page in ("ubah", "butir/baru", "adendum/baru", "dokumen/baru", "komitmen/baru", "tahap/baru"):
        yield f"{memorandum.get_absolute_url()}{page}/"
    commitment = memorandum.commitments.running().earliest("pk")
    yield from (f"{commitment.get_absolute_url()}{page}/" for page in ("ubah", "akhiri"))
    yield phase.get_absolute_url()
    for page in ("ubah", "jadwal", "kriteria", "kelulusan", "kursi", "tutup"):
        yield f"{phase.get_absolute_url()}{page}/"
