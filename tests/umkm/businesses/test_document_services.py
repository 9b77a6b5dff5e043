"""Keeping and removing: counts, what takes whose place, and that file and row come and go together."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from soksi_portal.accounts.choices import Role
from tests.factories import make_business, make_cadre, make_user
from tests.parallel import in_parallel
from umkm.businesses.choices import BusinessState, DocumentKind
from umkm.businesses.documents import services, storing
from umkm.businesses.documents.services import add_document, add_evidence, erase_documents, remove_document
from umkm.businesses.models import MOST_KEPT, Business, Document
from umkm.cadres.choices import CadreState
from umkm.cadres.models import Cadre

pytestmark = pytest.mark.django_db


class Interrupted(Exception):
    """Something later in the same transaction went wrong."""


COLOURS = ("red", "green", "blue", "gold", "pink", "gray", "navy", "teal")


@pytest.fixture(autouse=True)
def storage(tmp_path, monkeypatch) -> FileSystemStorage:
    """Real files, as on a server."""
    folder = FileSystemStorage(location=tmp_path, file_permissions_mode=0o600)
    for name in ("file", "thumbnail"):
        monkeypatch.setattr(Document._meta.get_field(name), "storage", folder)
    monkeypatch.setattr(storing, "document_storage", lambda: folder)
    return folder


@pytest.fixture(autouse=True)
def _pictures_at_once(monkeypatch, request):
    """Unpacking is shown elsewhere; here the process costs only time."""

    def read(raw: bytes, *, unreadable_thumbnail: bool = False) -> services.Picture:
        return services.Picture(content=raw, thumbnail=b"small" + raw, width=640, height=480)

    monkeypatch.setattr(services, "read_picture", read)


@pytest.fixture
def draft() -> Business:
    return make_business(state=BusinessState.DRAFT, owner=make_cadre(state=CadreState.DRAFT))


def send(business: Business, kind: str = DocumentKind.PHOTO, colour: str = "red") -> Document:
    upload = ContentFile(colour.encode(), name="../../etc/passwd\0.exe")
    return add_document(business=business, kind=DocumentKind(kind), upload=upload, by=business.owner.user)


def files(tmp_path) -> list[str]:
    return sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())


def test_kept_under_a_name_of_our_own_and_for_us_alone(draft, tmp_path):
    document = send(draft)
    assert files(tmp_path) == sorted([document.file.name, document.thumbnail.name])
    assert all(re.fullmatch(r"photo/[0-9a-f]{2}/[0-9a-f]{32}\.jpg", name) for name in files(tmp_path))
    assert (tmp_path / document.file.name).stat().st_mode & 0o777 == 0o600
    assert (document.business, document.cadre, document.size) == (draft, None, 3)


def test_papers_of_the_person_belong_to_the_person(draft):
    document = send(draft, DocumentKind.KTP)
    assert (document.business, document.cadre) == (None, draft.owner)


def test_same_picture_twice_is_once(draft, tmp_path):
    assert send(draft) == send(draft)
    assert len(files(tmp_path)) == 2


def test_one_of_a_kind_takes_the_place_of_the_one_before(draft, tmp_path, django_capture_on_commit_callbacks):
    first = send(draft, DocumentKind.KTP)
    with django_capture_on_commit_callbacks(execute=True):
        second = send(draft, DocumentKind.KTP, "blue")
    first.refresh_from_db()
    assert (first.removed_by, first.file.name, first.thumbnail.name) == (draft.owner.user, "", "")
    assert files(tmp_path) == sorted([second.file.name, second.thumbnail.name])


def test_no_more_than_the_most(draft, tmp_path):
    for colour in COLOURS[:6]:
        send(draft, colour=colour)
    with pytest.raises(services.TooManyDocuments, match="Foto usaha paling banyak 6"):
        send(draft, colour="navy")
    assert len(files(tmp_path)) == 12


@pytest.mark.parametrize("kind", DocumentKind)
def test_database_counts_too(draft, kind):
    belongs = {"cadre": draft.owner} if kind in ("ktp", "card") else {"business": draft}
    for number in range(MOST_KEPT[kind]):
        bare(kind, number, draft, **belongs)
    with pytest.raises(IntegrityError, match="document_limit"), transaction.atomic():
        bare(kind, 99, draft, **belongs)


def bare(kind: str, number: int, of: Business, **belongs: object) -> Document:
    """Past the services."""
    return Document.objects.create(
        kind=kind, file=f"x{number}", sha256=str(number), size=1, width=1, height=1,
        uploaded_by=of.owner.user, **belongs,
    )  # fmt: skip


def test_a_document_never_becomes_another_nor_vanishes(draft):
    document = send(draft)
    rows = Document.objects.filter(pk=document.pk)
    for change in ({"sha256": "x"}, {"file": "other.jpg"}, {"file": "", "thumbnail": ""}, {"kind": "nib"}):
        with pytest.raises(InternalError, match="document_stays"), transaction.atomic():
            rows.update(**change)
    with pytest.raises(InternalError, match="keep_document"), transaction.atomic():
        rows.delete()


def test_row_refused_takes_its_files_along(draft, tmp_path, monkeypatch):
    monkeypatch.setattr(Document, "save", lambda *_args, **_options: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        send(draft)
    assert files(tmp_path) == []


def test_caller_that_fails_later_takes_files_and_row_along(draft, tmp_path):
    def ask() -> None:
        with storing.files_with_rows(), transaction.atomic():
            add_evidence(business=draft, upload=ContentFile(b"x"), by=draft.owner.user)
            assert len(files(tmp_path)) == 2
            raise Interrupted

    with pytest.raises(Interrupted):
        ask()
    assert (files(tmp_path), Document.objects.count()) == ([], 0)


def test_storage_that_takes_nothing_is_a_sentence(draft, storage, tmp_path, monkeypatch):
    monkeypatch.setattr(storage, "_save", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(storing.NotStored, match="belum bisa disimpan"):
        send(draft)
    assert (files(tmp_path), Document.objects.count()) == ([], 0)


def test_removed_files_go_after_commit_and_the_row_stays(draft, tmp_path, django_capture_on_commit_callbacks):
    document = send(draft)
    with django_capture_on_commit_callbacks(execute=True):
        remove_document(document=document, by=draft.owner.user)
        assert len(files(tmp_path)) == 2
    assert (files(tmp_path), Document.objects.kept().count(), Document.objects.count()) == ([], 0, 1)
    again = remove_document(document=document, by=draft.owner.user)
    assert again.removed_at is not None


def test_removal_taken_back_keeps_the_files(draft, tmp_path):
    document = send(draft)

    def take_back() -> None:
        with transaction.atomic():
            remove_document(document=document, by=draft.owner.user)
            raise Interrupted

    with pytest.raises(Interrupted):
        take_back()
    assert (len(files(tmp_path)), Document.objects.kept().count()) == (2, 1)


WHEN = [
    # business, cadre, kind, may be added, may be removed
    ("draft", "draft", "nib", True, True),
    ("returned", "verified", "nib", True, True),
    ("submitted", "submitted", "nib", False, False),
    ("submitted", "submitted", "photo", True, False),
    ("verified", "verified", "nib", False, False),
    ("verified", "verified", "photo", True, True),
    ("verified", "verified", "npwp", True, True),
    ("verified", "verified", "ktp", False, False),
    ("draft", "verified", "ktp", False, False),
    ("submitted", "returned", "ktp", True, True),
    ("draft", "draft", "evidence", False, False),
]


@pytest.mark.parametrize(("state", "membership", "kind", "adds", "removes"), WHEN)
def test_when_the_owner_may(state, membership, kind, adds, removes):
    business = make_business(state=state, owner=make_cadre(state=membership))
    by = business.owner.user
    belongs = {"cadre": business.owner} if kind == "ktp" else {"business": business}
    document = bare(kind, 1, business, **belongs)
    if adds:
        send(business, kind, "blue")
    else:
        with pytest.raises(services.DocumentNotWritable):
            send(business, kind, "blue")
    if document in Document.objects.kept():
        if removes:
            remove_document(document=document, by=by)
        else:
            with pytest.raises(services.DocumentNotWritable):
                remove_document(document=document, by=by)


def test_missing_paper_of_a_verified_person_may_follow():
    assert send(make_business(), DocumentKind.KTP).cadre


def test_nobody_else_adds_or_removes(draft):
    document = send(draft)
    for other in (make_cadre().user, make_user(Role.COORDINATOR), make_user(Role.ADMIN)):
        with pytest.raises(services.DocumentNotWritable):
            remove_document(document=document, by=other)
        with pytest.raises(services.DocumentNotWritable):
            add_document(business=draft, kind=DocumentKind.NIB, upload=ContentFile(b"x"), by=other)


def test_erasing_takes_all_of_the_person_whatever_its_state(tmp_path, django_capture_on_commit_callbacks):
    business = make_business(state=BusinessState.SUBMITTED)
    send(business, DocumentKind.KTP)
    send(business, DocumentKind.PHOTO)
    other = send(make_business())
    with django_capture_on_commit_callbacks(execute=True):
        assert erase_documents(cadre=business.owner, by=make_user(Role.ADMIN)) == 2
    assert files(tmp_path) == sorted([other.file.name, other.thumbnail.name])


def test_sweeping_finds_what_was_left_and_nothing_else(draft, storage, monkeypatch, tmp_path):
    kept, removed = send(draft), send(draft, colour="blue")
    Document.objects.filter(pk=removed.pk).update(removed_at=timezone.now(), removed_by=draft.owner.user)
    orphan = storage.save("photo/ab/" + "0" * 32 + ".jpg", io.BytesIO(b"x"))
    assert storing.sweep_files() == 2  # those of the removed one
    assert orphan in files(tmp_path)
    monkeypatch.setattr(storing, "ORPHAN_AFTER", timedelta(seconds=-5))
    assert storing.sweep_files() == 1
    assert files(tmp_path) == sorted([kept.file.name, kept.thumbnail.name])


@pytest.mark.django_db(transaction=True)
def test_those_who_come_together_never_pass_the_most(draft, tmp_path):
    for colour in COLOURS[:5]:
        send(draft, colour=colour)
    said = in_parallel(lambda colour: bool(send(draft, colour=colour)), ["navy", "teal", "black"])
    assert sorted(map(str, said)) == ["TooManyDocuments", "TooManyDocuments", "True"]
    assert (Document.objects.kept().count(), len(files(tmp_path))) == (6, 12)


@pytest.mark.django_db(transaction=True)
def test_past_the_services_the_database_waits_too(draft):
    for number in range(5):
        bare("photo", number, draft, business=draft)
    said = in_parallel(lambda number: bool(bare("photo", number, draft, business=draft)), range(10, 14))
    assert sorted(map(str, said)) == ["IntegrityError"] * 3 + ["True"]


@pytest.mark.django_db(transaction=True)
def test_two_new_ktp_at_the_same_moment_leave_one(draft):
    in_parallel(lambda colour: send(draft, DocumentKind.KTP, colour).pk, ["red", "blue"])
    assert Document.objects.kept().filter(cadre=Cadre.objects.get(pk=draft.owner_id)).count() == 1
