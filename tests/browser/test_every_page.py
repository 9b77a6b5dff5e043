"""Every page of the demo, as each role that reaches it, on a phone and at a desk: nothing overflows, breaks the
Content-Security-Policy, or is seriously inaccessible; and no address in it leads nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext

from programs.bankaccess.models import BankOrganisation, Product, Referral
from programs.mentoring.models import Assignment, CashBook, Report
from programs.mentoring.reports.services import begin_correction
from programs.mentoring.reports.sheet import MONTH_PAGES
from programs.partnership.models import Commitment, Memorandum, Phase
from programs.pilots.models import (
    Draft,
    EligibilityException,
    Graduation,
    Mentor,
    Mentorship,
    Nomination,
    Pilot,
    Review,
    SeatOffer,
    Story,
)
from programs.pilots.offers.tokens import link_path
from programs.training.assessment.sitting import start_sitting
from programs.training.assessment.tokens import feedback_path, sitting_path
from programs.training.checkin import tokens
from programs.training.choices import AssessmentKind
from programs.training.models import Invitation, Session, Sitting, Venue
from soksi_portal.accounts.models import User
from soksi_portal.outbox.choices import Kind
from soksi_portal.outbox.choosing.stopping import stop_url
from soksi_portal.outbox.inbox.queries import inbox_of
from soksi_portal.outbox.models import Message
from tests.browser.conftest import session_of
from tests.browser.look import WIDTHS, Findings, examine
from tests.demo import demo_database
from umkm.businesses.models import BulkImport, Business, ChangeRequest, PossibleDuplicate
from umkm.cadres.models import Cadre, DataRequest

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
    yield from _mentoring("kader")


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


def _mentoring(email: str) -> Iterator[str]:
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


def coordinator() -> Iterator[str]:
    yield from (
        "/beranda/",
        "/verifikasi/",
        "/usulan/",
        "/usulan/calon/",
        "/percontohan/",
        "/pelatihan/",
        "/usaha/",
    )
    yield f"/verifikasi/{Business.objects.filter(province=HOME, state='submitted').earliest('pk').pk}/"
    yield f"/verifikasi/kader/{Cadre.objects.filter(province=HOME, state='submitted').earliest('pk').pk}/"
    yield from (
        "/verifikasi/kader/",
        "/verifikasi/perubahan/",
        "/verifikasi/kembar/",
        "/verifikasi/pertanyaan/",
    )
    pair = PossibleDuplicate.objects.open().filter(province=HOME).earliest("pk")
    yield from (
        f"/verifikasi/kembar/{pair.pk}/",
        f"/verifikasi/kembar/{pair.pk}/gabung/?pertahankan={pair.first_id}",
    )
    yield f"/perubahan/{ChangeRequest.objects.open().filter(province=HOME).earliest('pk').pk}/"
    yield from ("/pendampingan/usaha/", "/pendampingan/kunjungan/")
    yield from ("/usaha/?q=keripik", "/usaha/saringan/", "/usaha/saringan/baru/?q=keripik", "/impor/baru/")
    batch = BulkImport.objects.get().pk
    yield from ("/impor/", f"/impor/{batch}/", f"/impor/{batch}/batalkan/")
    yield f"/usulan/{Nomination.objects.filter(province=HOME, state='proposed').earliest('pk').pk}/"
    candidate = Business.objects.filter(province=HOME, state="verified", nominations=None).earliest("pk")
    yield from (f"/usulan/baru/?usaha={candidate.pk}", f"/usaha/{candidate.pk}/persetujuan-usulan/")
    unjudged = Nomination.objects.filter(province=HOME, state="proposed", reviews__handed_in_at=None)
    yield f"/usulan/{unjudged.exclude(reviews__handed_in_at__isnull=False).earliest('pk').pk}/perbaiki/"
    young = EligibilityException.objects.open().get()
    yield from ("/usulan/pengecualian/", young.get_absolute_url())
    yield f"/usulan/baru/?usaha={young.business_id}"
    reporting = Report.objects.filter(province=HOME).latest("month").business_id
    yield from ("/laporan/", f"/laporan/usaha/{reporting}/")
    mentor = Mentor.objects.active().get().pk
    yield from (f"/kemajuan/{HOME}/", f"/pembina/{HOME}/", f"/pembina/usaha/{mentor}/")
    yield from (f"/pembina/usaha/{mentor}/calon/", f"/pembina/usaha/{mentor}/berhenti/")


def _books_of_others(business: int) -> Iterator[str]:
    last = Report.objects.filter(business=business).latest("month")
    yield from ("/laporan/", "/laporan/?status=belum", f"/laporan/usaha/{business}/")
    yield from (last.get_absolute_url(), f"/laporan/{last.pk}/tutup/", f"/laporan/usaha/{business}/keuangan/")


def jamkrindo() -> Iterator[str]:
    yield from _mentoring("jamkrindo")
    yield from ("/beranda/", "/usulan/", "/percontohan/", f"/percontohan/provinsi/{HOME}/", "/pelatihan/")
    yield from ("/pelatihan/baru/", "/pelatihan/tempat/", "/pelatihan/tempat/baru/", "/pengingat/")
    sitting = Pilot.objects.active().get(seat__province=HOME).pk
    yield from (
        f"/percontohan/{sitting}/",
        f"/percontohan/{sitting}/akhiri/",
        f"/percontohan/{sitting}/lulus/",
    )
    yield f"/percontohan/{sitting}/lulus/pengecualian/"
    yield Graduation.objects.get().pilot.get_absolute_url()
    proposed = Nomination.objects.filter(province=HOME, state="proposed").earliest("pk").pk
    yield from (f"/usulan/{proposed}/{decision}/" for decision in ("terima", "tunggu", "tolak"))
    yield from _selection(sitting)
    yield from _books_of_others(Pilot.objects.get(pk=sitting).business_id)
    coming = Session.objects.filter(state="planned", starts_at__gt=timezone.now()).earliest("pk")
    yield from (
        f"/pelatihan/{coming.pk}/",
        f"/pelatihan/{coming.pk}/ubah/",
        f"/pelatihan/{coming.pk}/batalkan/",
    )
    yield from _places()
    yield from (f"/pelatihan/hasil/{page}" for page in ("", "pelatih/"))
    yield from (f"/pelatihan/modul/PBK/tes/awal/{page}" for page in ("", "baru/", "1/", "1/hapus/"))
    yield from (
        "/rujukan/",
        "/rujukan/sikp/",
        f"/rujukan/usaha/{Pilot.objects.get(pk=sitting).business_id}/baru/",
    )
    yield from ("/kesiapan/", f"/kesiapan/usaha/{Pilot.objects.get(pk=sitting).business_id}/")
    yield from (
        Referral.objects.get(state=state).get_absolute_url()
        for state in ("consented", "declined", "disbursed")
    )
    waiting = Message.objects.filter(state="pending").earliest("pk").pk
    yield from (f"/pengingat/{waiting}/", f"/pengingat/{waiting}/batalkan/")
    yield from ("/pengingat/statistik/", "/pengingat/saluran/", "/pengingat/saluran/email/tahan/")


def _places() -> Iterator[str]:
    """Observers, somebody who sends another, a series, and venues in and out of use."""
    observed = Invitation.objects.filter(kind="observer").earliest("pk")
    sent = Invitation.objects.filter(substitute__isnull=False).earliest("pk")
    yield f"/pelatihan/{observed.session_id}/pengamat/"
    for one in (observed, sent):
        yield f"/pelatihan/{one.session_id}/undangan/{one.pk}/"
    yield f"/pelatihan/{observed.session_id}/undangan/{observed.pk}/tarik/"
    ahead = Session.objects.filter(series__isnull=False, starts_at__gt=timezone.now()).earliest("starts_at")
    yield from (f"/pelatihan/{ahead.pk}/rangkaian/{page}/" for page in ("ubah", "batalkan"))
    used, unused = observed.session.venue_id, Venue.objects.exclude(retired_at=None).earliest("pk").pk
    yield from (f"/pelatihan/tempat/{used}/{page}" for page in ("", "ubah/", "berhenti/"))
    yield from (f"/pelatihan/tempat/{unused}/", "/pelatihan/tempat/?status=berhenti")


def _selection(sitting: int) -> Iterator[str]:
    begun = Review.objects.filter(
        reviewer__email="jamkrindo@demo.test", handed_in_at=None, declaration="none"
    )
    begun = begun.earliest("pk").nomination_id
    yield from (f"/usulan/{begun}/nilai/", f"/usulan/{begun}/kepentingan/")
    yield EligibilityException.objects.open().get().get_absolute_url()
    draft = Draft.objects.open().get().pk
    yield from ("/usulan/rancangan/", f"/usulan/rancangan/provinsi/{HOME}/")
    yield f"/usulan/rancangan/{draft}/terbitkan/"
    offer = SeatOffer.objects.open().get()
    yield from (f"/tawaran/{offer.pk}/{page}/" for page in ("lihat", "catat", "batalkan"))
    yield SeatOffer.objects.exclude(pk=offer.pk).get().seat.get_absolute_url()
    yield from (f"/percontohan/{sitting}/pindah/", f"/usulan/{offer.nomination_id}/urutan/")


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


ROLES: dict[str, Callable[[], Iterator[str]]] = {
    "": visitor,
    "kader": cadre,
    "koordinator": coordinator,
    "jamkrindo": jamkrindo,
    "pelatih": trainer,
    "pusat": board,
    "bank": bank,
    "admin": admin,
}


@pytest.mark.parametrize("role", ROLES)
def test_every_page(role, transactional_db, chromium: Browser, live_server):
    with demo_database():
        assert _wrong_pages(role, chromium, live_server.url) == {}


def _wrong_pages(role: str, chromium: Browser, url: str) -> dict[str, Findings]:
    """Each page once: on the phone, and then with the window as wide as a desk's."""
    context = chromium.new_context(viewport=WIDTHS["360"], locale="id-ID", base_url=url)
    _sign_in(context, role, url)
    page = context.new_page()
    wrong = {}
    for address in ROLES[role]():
        findings = examine(page, address, also=WIDTHS["1280"])
        expected = 404 if address == "/tidak-ada/" else 200
        if findings or findings.status != expected:
            wrong[address] = findings
    context.close()
    return wrong


def _sign_in(context: BrowserContext, role: str, url: str) -> None:
    if role:
        user = User.objects.get(email=f"{role}@demo.test")
        context.add_cookies([{"name": "sessionid", "value": session_of(user), "url": url}])
