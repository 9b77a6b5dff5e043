"""Signed documents: made anew from their pages, public unless internal, removed with a reason."""

import io
from datetime import timedelta

import pypdfium2
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from programs.partnership.models import Paper
from programs.partnership.services import keep_paper, remove_paper
from soksi_portal.accounts.choices import Role
from tests.factories import make_phase, make_user
from tests.programs.partnership.makers import make_paper, make_scan
from umkm.businesses.documents import storing
from umkm.businesses.documents.pictures import PictureRefused
from umkm.businesses.models.documents import document_storage

pytestmark = pytest.mark.django_db


@pytest.fixture
def memorandum():
    return make_phase().memorandum


def pdf(pages: int, comment: bytes = b"") -> SimpleUploadedFile:
    written = io.BytesIO()
    first, *others = [Image.new("RGB", (300, 420), "white") for _ in range(pages)]
    first.save(written, "PDF", save_all=True, append_images=others)
    return SimpleUploadedFile("../nota rahasia.pdf", written.getvalue() + comment, "text/html")


def keep(memorandum, *files, **fields) -> Paper:
    values = {"amendment": None, "title": "Nota", "is_internal": False, "by": make_user(Role.ADMIN)}
    return keep_paper(memorandum=memorandum, files=files, **{**values, **fields})


def test_pages_of_pictures_and_pdf_become_one_clean_pdf(memorandum, client):
    paper = keep(memorandum, make_scan(), pdf(2, b"<script>alert(1)</script>"))
    response = client.get(paper.get_absolute_url())
    assert (paper.pages, response["Content-Type"]) == (3, "application/pdf")
    assert response["Content-Disposition"].startswith("attachment; ")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"script" not in response.content
    with pypdfium2.PdfDocument(response.content) as made:
        assert len(made) == 3
    assert "rahasia" not in paper.file.name
    assert (
        client.get(paper.get_absolute_url(), headers={"If-None-Match": response["ETag"]}).status_code == 304
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"<html></html>", "bukan foto dan bukan PDF"), (b"%PDF-1.7 rusak", "rusak"), (b"", "kosong")],
)
def test_what_is_no_document_is_explained_beside_the_field(memorandum, client, content, sentence):
    client.force_login(make_user(Role.ADMIN))
    url = reverse("paper_upload", args=[memorandum.pk])
    files = [make_scan(), SimpleUploadedFile("nota.pdf", content, "application/pdf")]
    response = client.post(url, {"title": "Nota", "pages": files})
    assert sentence in str(response.context["form"].errors["pages"])
    assert not Paper.objects.exists()


def test_too_many_pages_are_refused_before_they_are_drawn(memorandum):
    with pytest.raises(PictureRefused, match="lebih dari 40 halaman"):
        keep(memorandum, pdf(41))


def test_internal_document_does_not_exist_for_others(memorandum, client):
    paper = make_paper(memorandum, is_internal=True)
    page = memorandum.get_absolute_url()
    expected = {
        None: 404,
        Role.CADRE: 404,
        Role.BANK: 404,
        Role.BOARD: 200,
        Role.JAMKRINDO: 200,
        Role.ADMIN: 200,
    }
    for role, status in expected.items():
        if role:
            client.force_login(make_user(role))
        assert client.get(paper.get_absolute_url()).status_code == status, role
        assert (paper.get_absolute_url() in client.get(page).content.decode()) == (status == 200), role
    assert client.post(reverse("paper_show", args=[paper.pk]), {"untuk": "semua"}).status_code == 302
    client.logout()
    assert client.get(paper.get_absolute_url()).status_code == 200


def test_removed_document_leaves_its_row_and_takes_its_file(memorandum, django_capture_on_commit_callbacks):
    paper = make_paper(memorandum)
    name = paper.file.name
    with django_capture_on_commit_callbacks(execute=True):
        remove_paper(paper=paper, reason="Salah pindai.", by=make_user(Role.ADMIN))
    paper.refresh_from_db()
    assert (paper.file.name, paper.remove_reason) == ("", "Salah pindai.")
    assert not document_storage().exists(name)


def test_file_without_a_row_is_swept_and_others_stay(memorandum):
    kept = make_paper(memorandum)
    lost = make_paper(memorandum)
    name = lost.file.name
    Paper.objects.filter(pk=lost.pk).update(  # as a process leaves it that died before it deleted
        removed_at=timezone.now(), removed_by=make_user(), remove_reason="Uji"
    )
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        storing.sweep_files()
    assert (document_storage().exists(name), document_storage().exists(kept.file.name)) == (False, True)


def test_database_keeps_a_document_as_it_is(memorandum):
    paper = make_paper(memorandum)
    other = make_phase().memorandum
    elsewhere = other.amendments.create(number=1, signed_on="2016-01-01", signed_at_place="x", summary="x")
    for reason, act in (
        ("Cannot update", lambda: Paper.objects.filter(pk=paper.pk).update(file="lain.pdf")),
        ("Cannot update", lambda: Paper.objects.filter(pk=paper.pk).update(memorandum=other)),
        (
            "paper_removal_explained",
            lambda: Paper.objects.filter(pk=paper.pk).update(removed_at=timezone.now()),
        ),
        ("paper_of_memorandum", lambda: make_paper(memorandum, amendment=elsewhere)),
        ("Cannot delete", lambda: Paper.objects.filter(pk=paper.pk)._raw_delete("default")),
    ):
        with pytest.raises(DatabaseError, match=reason), transaction.atomic():
            act()
