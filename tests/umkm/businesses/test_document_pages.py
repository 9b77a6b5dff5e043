"""The page of documents, and pictures as they are sent to a browser."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from tests.factories import make_business, make_cadre, make_document, make_province, make_user
from tests.umkm.businesses import samples
from umkm.businesses.choices import BusinessState, DocumentKind
from umkm.businesses.documents import services
from umkm.businesses.documents.queries import documents_of, missing_documents
from umkm.businesses.models import Business, Document, DocumentOpening
from umkm.cadres.choices import CadreState

pytestmark = pytest.mark.django_db


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def draft() -> Business:
    return make_business(state=BusinessState.DRAFT, owner=make_cadre(state=CadreState.DRAFT))


@pytest.fixture
def sent() -> Business:
    return make_business(state=BusinessState.SUBMITTED, owner=make_cadre(state=CadreState.SUBMITTED))


def upload(business: Business, kind: str, *files: tuple[str, bytes, str]):
    address = reverse("document_upload", args=[business.pk, kind])
    parcel = [SimpleUploadedFile(name, raw, content_type=kind) for name, raw, kind in files]
    return browser(business.owner.user).post(address, {"pictures": parcel})


def test_page_says_what_each_is_for_and_takes_the_camera(draft):
    page = browser(draft.owner.user).get(reverse("document_list", args=[draft.pk])).content.decode()
    for words in ("Untuk mencocokkan nama dan NIK Anda", "Kartu anggota SOKSI", "Dokumen NIB", "Foto usaha"):
        assert words in page
    assert page.count('capture="environment"') == 5
    assert page.count("application/pdf") == 1


def test_names_and_declared_types_say_nothing(draft):
    """What is a picture is taken whatever it is called; no part of its name is kept."""
    said = upload(draft, "photo", ("../../../etc/passwd\0.php", samples.photo(), "text/html"))
    assert (said.status_code, said["Location"]) == (302, f"/usaha/{draft.pk}/dokumen/#photo")
    document = Document.objects.get()
    assert "passwd" not in document.file.name
    assert document.file.name.startswith("photo/")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (samples.HTML, "bukan foto dan bukan PDF"),
        (samples.heic(), "Paling Kompatibel"),
        (samples.png_bomb(), "lebih dari 40 megapiksel"),
        (samples.photo() + b"\0" * (11 << 20), "mutu lebih rendah"),
    ],
)
def test_refused_beside_the_field(draft, raw, words):
    said = upload(draft, "ktp", ("ktp.jpg", raw, "image/jpeg"))
    page = said.content.decode()
    assert said.status_code == 200
    assert page.count(words) == 2  # in the summary and beside the field
    assert 'href="#berkas-ktp"' in page
    assert not Document.objects.exists()


def test_nothing_chosen_or_an_empty_file(draft):
    assert "Ambil foto atau pilih berkasnya dahulu." in upload(draft, "ktp").content.decode()
    empty = upload(draft, "ktp", ("ktp.jpg", b"", "image/jpeg"))
    assert "Berkas ini kosong" in empty.content.decode()


def test_of_several_the_good_ones_are_kept(draft):
    said = upload(
        draft,
        "photo",
        ("satu.jpg", samples.photo(), "image/jpeg"),
        ("dua.jpg", samples.SVG, "image/jpeg"),
        ("tiga.jpg", samples.photo("gold"), "image/jpeg"),
    )
    page = said.content.decode()
    assert "dua.jpg: Berkas ini bukan foto" in page
    assert "2 foto tersimpan" in page
    assert Document.objects.count() == 2


def test_more_files_than_are_ever_kept_are_not_unpacked(draft, monkeypatch):
    monkeypatch.setattr(services, "read_picture", lambda *_, **__: pytest.fail("unpacked"))
    answer = upload(draft, "photo", *[(f"{one}.jpg", samples.photo(), "image/jpeg") for one in range(7)])
    assert "paling banyak 6 foto sekaligus" in answer.content.decode()
    assert not Document.objects.exists()


def test_unknown_kind_is_no_page(draft):
    for kind in ("evidence", "x"):
        assert upload(draft, kind, ("x.jpg", samples.photo(), "image/jpeg")).status_code == 404


def test_kept_as_our_own_jpeg_and_served_as_nothing_else(draft):
    upload(draft, "photo", ("a.jpg", samples.phone_photo() + samples.HTML, "image/jpeg"))
    document = Document.objects.get()
    answer = browser(draft.owner.user).get(reverse("document_file", args=[document.pk]))
    raw = answer.content
    assert b"script" not in raw
    assert b"Bu Sari" not in raw
    assert Image.open(io.BytesIO(raw)).size == (200, 400)
    wanted = {
        "Content-Type": "image/jpeg",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Content-Disposition": f'inline; filename="photo-{document.pk}.jpg"',
        "Cache-Control": "private, no-cache",
        "X-Frame-Options": "DENY",
    }
    assert {name: answer[name] for name in wanted} == wanted


def test_unchanged_picture_is_not_sent_again_but_a_ktp_is_never_kept(draft):
    photo, ktp = make_document(business=draft), make_document(cadre=draft.owner, kind=DocumentKind.KTP)
    client = browser(draft.owner.user)
    tag = client.get(reverse("document_file", args=[photo.pk]))["ETag"]
    assert (
        client.get(reverse("document_file", args=[photo.pk]), headers={"If-None-Match": tag}).status_code
        == 304
    )
    for name in ("document_file", "document_thumb"):
        answer = client.get(reverse(name, args=[ktp.pk]))
        assert answer["Cache-Control"] == "private, no-store"
        assert not answer.has_header("ETag")


def test_each_opening_of_a_guarded_paper_by_another_is_written_down(sent):
    ktp, photo = make_document(cadre=sent.owner, kind=DocumentKind.KTP), make_document(business=sent)
    coordinator = make_user(Role.COORDINATOR)
    for user in (coordinator, coordinator, sent.owner.user):
        for document in (ktp, photo):
            assert browser(user).get(reverse("document_file", args=[document.pk])).status_code == 200
        browser(user).get(reverse("document_thumb", args=[ktp.pk]))
    found = DocumentOpening.objects.values_list("document_id", "opened_by_id")
    assert list(found) == [(ktp.pk, coordinator.pk)] * 2
    page = browser(sent.owner.user).get(reverse("document_list", args=[sent.pk])).content.decode()
    assert "dibuka 2 kali" in page


def test_board_sees_that_there_is_a_ktp_but_not_what_stands_in_it(sent):
    ktp = make_document(cadre=sent.owner, kind=DocumentKind.KTP)
    photo = make_document(business=sent)
    board = browser(make_user(Role.BOARD))
    refused = board.get(reverse("document_file", args=[ktp.pk]))
    assert refused.status_code == 403
    assert "memuat nomor pribadi" in refused.content.decode()
    page = board.get(sent.get_absolute_url()).content.decode()
    assert f'href="/dokumen/{ktp.pk}/"' not in page
    assert f'href="/dokumen/{photo.pk}/"' in page
    assert f'src="/dokumen/{ktp.pk}/kecil/"' in page


def test_papers_of_somebody_who_has_sent_nothing_are_hers_alone(draft):
    ktp = make_document(cadre=draft.owner, kind=DocumentKind.KTP)
    photo = make_document(business=draft)
    coordinator = browser(make_user(Role.COORDINATOR))
    for document in (ktp, photo):
        assert coordinator.get(reverse("document_file", args=[document.pk])).status_code == 404


def test_ktp_of_another_province_is_no_page(sent):
    """Also where the business is in the coordinator's province and only its owner is not."""
    elsewhere = make_business(state=BusinessState.SUBMITTED, owner=sent.owner, province=make_province("91"))
    ktp, photo = make_document(cadre=sent.owner, kind=DocumentKind.KTP), make_document(business=elsewhere)
    coordinator = make_user(Role.COORDINATOR, province=make_province("91"))
    client = browser(coordinator)
    assert client.get(reverse("document_file", args=[ktp.pk])).status_code == 404
    assert client.get(reverse("document_file", args=[photo.pk])).status_code == 200
    assert [line.pk for line in documents_of(elsewhere, viewer=coordinator)] == [photo.pk]


def test_removed_is_gone_for_everyone(draft):
    photo = make_document(business=draft)
    client = browser(draft.owner.user)
    asked = client.get(reverse("document_remove", args=[draft.pk, photo.pk]))
    assert "Hapus Foto usaha?" in asked.content.decode()
    client.post(reverse("document_remove", args=[draft.pk, photo.pk]))
    assert client.get(reverse("document_file", args=[photo.pk])).status_code == 404
    assert client.get(reverse("document_remove", args=[draft.pk, photo.pk])).status_code == 404


def test_document_of_another_business_is_not_removed_through_mine(draft, sent):
    other = make_document(business=sent)
    address = reverse("document_remove", args=[draft.pk, other.pk])
    assert browser(draft.owner.user).post(address).status_code == 404
    assert other in Document.objects.kept()


def test_storage_that_gives_nothing_is_a_sentence(draft, monkeypatch):
    photo = make_document(business=draft)
    monkeypatch.setattr(photo.file.storage, "_open", lambda *_: (_ for _ in ()).throw(OSError("timed out")))
    answer = browser(draft.owner.user).get(reverse("document_file", args=[photo.pk]))
    assert (answer.status_code, "belum bisa dibuka" in answer.content.decode()) == (503, True)


def test_file_that_the_storage_lost_is_no_page(draft):
    photo = make_document(business=draft)
    photo.file.storage.delete(photo.file.name)
    assert browser(draft.owner.user).get(reverse("document_file", args=[photo.pk])).status_code == 404


def test_a_number_beyond_all_numbers_is_no_page(draft):
    assert browser(draft.owner.user).get(f"/dokumen/{10**30}/").status_code == 404


def test_strip_in_the_order_of_the_page_without_evidence(sent):
    evidence, photo = (make_document(business=sent, kind=kind) for kind in ("evidence", "photo"))
    ktp = make_document(cadre=sent.owner, kind=DocumentKind.KTP)
    assert [line.pk for line in documents_of(sent)] == [ktp.pk, photo.pk]
    assert evidence.pk not in {line.pk for line in documents_of(sent)}
    assert missing_documents(sent) == []
    assert missing_documents(make_business()) == ["KTP", "Foto usaha"]


def test_strip_costs_the_same_for_many(sent, django_assert_max_num_queries):
    for kind in ("nib", "nib", "photo", "photo", "photo", "npwp"):
        make_document(business=sent, kind=kind)
    coordinator = make_user(Role.COORDINATOR)
    with django_assert_max_num_queries(3):
        assert len(documents_of(sent, viewer=coordinator)) == 6
