"""The addresses that coordinators and Jamkrindo's staff walk through, of the demo."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from programs.bankaccess.models import Referral
from programs.mentoring.models import Report
from programs.pilots.models import (
    Draft,
    EligibilityException,
    Graduation,
    Mentor,
    Nomination,
    Pilot,
    Review,
    SeatOffer,
)
from programs.training.models import Invitation, Session, Venue
from soksi_portal.outbox.models import Message
from tests.browser.pages_of_people import HOME, mentoring_of
from umkm.businesses.models import BulkImport, Business, ChangeRequest, PossibleDuplicate
from umkm.cadres.models import Cadre


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
    yield from mentoring_of("jamkrindo")
    yield from ("/beranda/", "/usulan/", "/percontohan/", f"/percontohan/provinsi/{HOME}/", "/pelatihan/")
    yield from ("/pelatihan/baru/", "/pelatihan/tempat/", "/pelatihan/tempat/baru/", "/pengingat/")
    sitting = Pilot.objects.active().get(seat__province=HOME).pk
    yield from (
        f"/percontohan/{sitting}/",
        f"/percontohan/{sitting}/akhiri/",
        f"/percontohan/{sitting}/lulus/",
    )
    yield f"/percontohan/{sitting}/lulus/pengecualian/"
    yield Graduation.objects.get(pilot__seat__phase__state="open").pilot.get_absolute_url()
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
    yield from ("/kesiapan/", f"/kesiapan/usaha/{Pilot.objects.get(pk=sitting).business_id}/", "/dampak/")
    yield from (
        Referral.objects.filter(state=state).earliest("pk").get_absolute_url()
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
