"""Many at once in the background, and one ZIP of them."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from programs.training.certificates import bundles
from programs.training.certificates.ending import withdraw_certificate
from programs.training.certificates.running import run_certificates
from programs.training.models import Certificate, CertificateRun
from programs.training.models.certificates import bundle_storage
from tests.programs.training.certificates.makers import make_certificate, make_crowd, make_held

pytestmark = pytest.mark.django_db


def packed(run: CertificateRun) -> list[str]:
    with run.file.open("rb") as file:
        return zipfile.ZipFile(io.BytesIO(file.read())).namelist()


def run_of(session) -> CertificateRun:
    run = bundles.start_run(session=session, by=session.trainer)
    assert run_certificates(run_id=run.pk)
    run.refresh_from_db()
    return run


def test_run_issues_all_and_packs_each_once(monkeypatch):
    monkeypatch.setattr("programs.training.certificates.running.AT_ONCE", 3)
    session = make_held()
    make_crowd(session, 7)

    run = run_of(session)

    numbers = list(Certificate.objects.values_list("number", flat=True))
    names = packed(run)
    assert len(numbers) == len(names) == run.packed == 7
    assert all(any(number in name for name in names) for number in numbers)
    assert not run_certificates(run_id=run.pk), "a finished run is not done again"


def test_dead_worker_is_followed_by_another_and_a_living_one_is_not():
    session = make_held()
    make_crowd(session, 2)
    run = bundles.start_run(session=session, by=session.trainer)
    assert bundles.claim(run.pk)
    assert bundles.claim(run.pk) is None
    assert bundles.left_alone() == []
    CertificateRun.objects.update(heartbeat_at=timezone.now() - timedelta(minutes=3))
    assert bundles.left_alone() == [run.pk]
    assert run_certificates(run_id=run.pk)
    assert Certificate.objects.count() == 2


def test_zip_goes_when_what_stands_changes(django_capture_on_commit_callbacks):
    certificate = make_certificate()
    run = run_of(certificate.session)
    name = run.file.name
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_certificate(certificate=certificate, reason="Keliru.", by=certificate.issued_by)
    run.refresh_from_db()
    assert not run.file
    assert not bundle_storage().exists(name)


def test_what_changed_while_it_was_packed_is_packed_anew(monkeypatch):
    first, second = make_crowd(session := make_held(), 2)
    for one in (first, second):
        make_certificate(invitation=one)
    original, meddled = bundles.certificate_pdf, []

    def meddle(face):
        if not meddled:
            meddled.append(True)
            one = Certificate.objects.get(invitation=first)
            withdraw_certificate(certificate=one, reason="Keliru.", by=one.issued_by)
        return original(face)

    monkeypatch.setattr(bundles, "certificate_pdf", meddle)
    assert len(packed(run_of(session))) == 1


def test_sweep_takes_old_files_and_those_without_a_row(settings):
    run = run_of(make_certificate().session)
    orphan = bundle_storage().save("sertifikat/zz/orphan.zip", ContentFile(b"PK"))
    assert bundles.sweep_bundles() == 0, "both are young"
    CertificateRun.objects.update(finished_at=timezone.now() - timedelta(days=3))
    assert bundles.sweep_bundles() == 1
    assert not bundle_storage().exists(run.file.name)
    bundle_storage().delete(orphan)
