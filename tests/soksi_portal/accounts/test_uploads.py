"""How much may be sent by whom, and what is left of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from soksi_portal.accounts import uploads
from soksi_portal.accounts.choices import Role
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def send(client, length, address="/masuk/"):
    """A form that says of itself how long it is; nothing of it follows."""
    kind = "multipart/form-data; boundary=x"
    return client.generic("POST", address, b"--x--\r\n", kind, headers={"content-length": str(length)})


def test_stranger_fills_no_disk(client):
    answer = send(client, uploads.STRANGER + 1)
    assert answer.status_code == 400
    assert "terlalu besar" in answer.content.decode()


@pytest.mark.parametrize(
    ("role", "most"),
    [(Role.CADRE, uploads.PERSON), (Role.BANK, uploads.PERSON), (Role.COORDINATOR, uploads.IMPORTER)],
)
def test_each_role_sends_what_its_work_needs(client, role, most):
    request = RequestFactory().post("/")
    request.user = make_user(role)
    assert uploads.most_bytes(request) == most
    client.force_login(request.user)
    assert send(client, most + 1, "/tanya-koordinator/").status_code == 400


def test_file_that_is_sent_has_no_name_on_the_disk(settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("ktp.jpg", b"x" * 100_000)})
    file = request.FILES["file"]
    assert (file.read(), Path(file.temporary_file_path()).exists()) == (b"x" * 100_000, False)
    file.close()
