"""Materials: taken by content, kept outside the web root, given only to those who may see them."""

import io
import zipfile
from collections import Counter
from datetime import timedelta

import pypdfium2
import pytest
import xlsxwriter
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from programs.training.curriculum import services
from programs.training.curriculum.inspector import MOST_BYTES, PRESENTATION
from programs.training.curriculum.walls import MOST_MATERIALS
from programs.training.errors import MaterialRefused
from programs.training.models import Material
from programs.training.models.materials import material_storage
from programs.training.trainers.services import save_profile
from soksi_portal.accounts.choices import Role
from tests.factories import make_invitation, make_module, make_province, make_session, make_user
from tests.parallel import in_parallel

pytestmark = pytest.mark.django_db


def a_pdf() -> bytes:
    written = io.BytesIO()
    pdf = pypdfium2.PdfDocument.new()
    pdf.new_page(300, 300)
    pdf.save(written)
    return written.getvalue()


def a_sheet() -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        book.add_worksheet()
    return written.getvalue()


def a_zip(**parts: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("TYPES", "[Content_Types].xml"), content)
    return written.getvalue()


SLIDES = {"TYPES": b"<Types>" + PRESENTATION + b"</Types>", "ppt__presentation.xml": b"<p/>"}


def a_picture() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (200, 200), "green").save(written, "PNG")
    return written.getvalue()


def add(raw: bytes, **fields) -> Material:
    fields = {"module": None, "title": "Uji", "audience": "everyone", "by": None} | fields
    fields["module"] = fields["module"] or make_module()
    fields["by"] = fields["by"] or make_user(Role.JAMKRINDO)
    return services.add_file(upload=ContentFile(raw), **fields)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [(a_pdf(), "pdf"), (a_sheet(), "xlsx"), (a_zip(**SLIDES), "pptx"), (a_picture(), "jpg")],
    ids=["pdf", "xlsx", "pptx", "png"],
)
def test_files_are_taken_by_their_content(raw, kind):
    material = add(raw)
    assert material.kind == kind
    assert str(material.file.name).startswith("materi/")
    assert material.file.read()[:4] == {"pdf": b"%PDF", "jpg": b"\xff\xd8\xff\xe0"}.get(kind, b"PK\x03\x04")


ACTIVE_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(app.alert(1))>>]>>>>>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
    b"trailer<</Root 1 0 R>>"
)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "kosong"), (b"x" * (MOST_BYTES + 1), "lebih dari 20 MB"), (b"<html><script>", "tidak diterima"),
        (b"MZ\x90\x00", "tidak diterima"), (b"%PDF-1.4 rusak", "rusak"), (b"PK\x03\x04rusak", "rusak"),
        (ACTIVE_PDF, "makro, skrip"), (a_zip(a=b"b"), "tidak diterima"),
        (a_zip(**SLIDES, **{"ppt__vbaProject.bin": b"x"}), "makro, skrip"),
        (a_zip(**SLIDES, **{"ppt__embeddings__a.exe": b"x"}), "makro, skrip"),
        (a_zip(**(SLIDES | {"TYPES": PRESENTATION + b"macroEnabled"})), "makro, skrip"),
        (a_zip(**SLIDES, **{f"ppt__{n}": b"" for n in range(5_000)}), "terlalu berat"),
    ],
    ids=["empty", "big", "html", "exe", "pdf", "zip", "script", "archive", "macro", "embedded", "enabled", "bomb"],
)  # fmt: skip
def test_files_that_are_not_taken_say_why(raw, words):
    with pytest.raises(MaterialRefused, match=words) as refusal:
        add(raw)
    assert refusal.value.field == "file"
    assert not Material.objects.exists()


def test_twenty_are_kept_in_the_form_and_past_it():
    module, staff = make_module(), make_user(Role.JAMKRINDO)
    for number in range(MOST_MATERIALS):
        Material.objects.create(
            module=module, title="Uji", kind="link", link=f"https://a.test/{number}", uploaded_by=staff
        )
    with pytest.raises(MaterialRefused, match="paling banyak 20"):
        services.add_link(module=module, title="Uji", audience="everyone", link="https://b.test", by=staff)
    with pytest.raises(IntegrityError, match="material_limit"), transaction.atomic():
        Material.objects.create(
            module=module, title="Uji", kind="link", link="https://b.test", uploaded_by=staff
        )


@pytest.mark.django_db(transaction=True)
def test_many_who_add_at_once_never_keep_too_many():
    module, staff = make_module(), make_user(Role.JAMKRINDO)

    def write(number: int) -> str:
        Material.objects.create(
            module=module, title="Uji", kind="link", link=f"https://a.test/{number}", uploaded_by=staff
        )
        return "kept"

    for number in range(MOST_MATERIALS - 2):
        write(number)
    assert Counter(in_parallel(write, range(100, 106))) == {"kept": 2, "IntegrityError": 4}


def test_same_file_twice_is_refused_and_leaves_no_file_behind():
    first = add(a_sheet())
    before = set(material_storage().listdir("materi")[0])
    with pytest.raises(MaterialRefused, match="sudah ada: Uji"):
        services.add_file(
            module=first.module, title="Lagi", audience="everyone", upload=first.file, by=first.uploaded_by
        )
    assert set(material_storage().listdir("materi")[0]) == before


def test_row_stays_what_it_was_and_is_never_deleted():
    material = add(a_sheet())
    for change in ({"sha256": "0" * 64}, {"module": make_module()}, {"file": "materi/aa/lain.pdf"}):
        with pytest.raises(Exception, match="pgtrigger"), transaction.atomic():
            Material.objects.filter(pk=material.pk).update(**change)
    with pytest.raises(Exception, match="pgtrigger"), transaction.atomic():
        Material.objects.filter(pk=material.pk).delete()


def test_removed_file_goes_and_its_row_stays(django_capture_on_commit_callbacks):
    material = add(a_sheet())
    name = str(material.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_material(material=material, by=material.uploaded_by)
    assert not material_storage().exists(name)
    material.refresh_from_db()
    assert (material.file.name, bool(material.sha256)) == ("", True)


def test_sweep_takes_files_that_no_row_names_after_a_day():
    kept = add(a_sheet())
    orphan = material_storage().save("materi/zz/yatim.pdf", ContentFile(b"x"))
    assert services.sweep_materials() == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(services, "ORPHAN_AFTER", timedelta(seconds=-1))
        assert services.sweep_materials() >= 1
    assert not material_storage().exists(orphan)
    assert material_storage().exists(str(kept.file.name))


def test_who_may_open_what(client):
    module = make_module()
    everyone, trainers = (
        add(a_sheet(), module=module),
        add(a_zip(**SLIDES), module=module, audience="trainers"),
    )
    session = make_session(module=module)
    teacher, invited = make_user(Role.TRAINER), make_invitation(session=session)
    save_profile(
        trainer=teacher,
        time_zone="Asia/Jakarta",
        languages=["id"],
        provinces=[],
        modules=[module],
        by=teacher,
    )
    declined = make_invitation(session=make_session(module=module), state="declined")
    expected = [
        (make_user(Role.JAMKRINDO), 200, 200), (teacher, 200, 200), (session.trainer, 200, 200),
        (make_user(Role.TRAINER), 404, 404), (invited.person, 200, 404), (declined.person, 404, 404),
        (make_user(Role.CADRE), 404, 404), (make_user(Role.COORDINATOR, province=make_province()), 200, 404),
        (make_user(Role.BOARD), 200, 404), (make_user(Role.BANK), 403, 403),
    ]  # fmt: skip
    for person, open_to_all, for_trainers in expected:
        client.force_login(person)
        answers = [
            client.get(reverse("material_file", args=[one.pk])).status_code for one in (everyone, trainers)
        ]
        assert answers == [open_to_all, for_trainers], person.roles


def test_file_is_saved_and_never_shown_as_a_page(client, staff):
    material = add(a_pdf(), title="Kas / harian <b>")
    response = client.get(reverse("material_file", args=[material.pk]))
    assert response["Content-Disposition"] == 'attachment; filename="kas-harian-b.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-cache"
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    again = client.get(
        reverse("material_file", args=[material.pk]), headers={"If-None-Match": response["ETag"]}
    )
    assert again.status_code == 304
    Material.objects.update(removed_at=timezone.now(), removed_by=staff)
    assert client.get(reverse("material_file", args=[material.pk])).status_code == 404


def test_material_is_added_by_the_form_and_refused_beside_the_field(client, staff):
    module = make_module()
    url = reverse("material_add", args=[module.code])
    typed = {"title": "Lembar kas", "audience": "everyone", "link": ""}
    for odd, field in (
        ({}, "file"), ({"link": "javascript:alert(1)"}, "link"), ({"link": "ftp://a.test/x"}, "link"), ({"title": "\x00", "link": "https://a.test"}, "title"),
        ({"audience": "x", "link": "https://a.test"}, "audience"), ({"file": SimpleUploadedFile("a.pdf", b"x"), "link": "https://a.test"}, "link"),
        ({"file": SimpleUploadedFile("a.pdf", b"bukan")}, "file"), ({"file": SimpleUploadedFile("a.pdf", b"")}, "file"),
    ):  # fmt: skip
        response = client.post(url, typed | odd)
        assert list(response.context["form"].errors) == [field], odd
    client.post(url, typed | {"file": SimpleUploadedFile("../../x.exe", a_sheet())})
    client.post(url, typed | {"link": "video.test/a"})
    assert list(Material.objects.order_by("pk").values_list("kind", "link")) == [
        ("xlsx", ""),
        ("link", "https://video.test/a"),
    ]


def test_trainer_adds_to_what_is_taught_and_removes_only_the_own(client):
    session = make_session()
    client.force_login(session.trainer)
    link = {"title": "Video", "audience": "everyone", "link": "https://a.test"}
    assert client.post(reverse("material_add", args=[session.module.code]), link).status_code == 302
    assert client.post(reverse("material_add", args=[make_module().code]), link).status_code == 403
    of_staff = add(a_sheet(), module=session.module)
    assert client.post(reverse("material_remove", args=[of_staff.pk])).status_code == 403
    own = Material.objects.get(uploaded_by=session.trainer)
    assert client.post(reverse("material_remove", args=[own.pk])).status_code == 302
