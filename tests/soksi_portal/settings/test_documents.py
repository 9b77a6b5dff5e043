"""Documents in a folder for the portal alone, or in a private bucket."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.storage.handler import StorageHandler
from environs import Env

from soksi_portal.settings.documents import document_storage

VARIABLES = ("BUCKET", "ENDPOINT", "PATH_STYLE", "REGION", "ACCESS_KEY", "SECRET_KEY")


@pytest.fixture(autouse=True)
def _no_setting_of_this_machine(monkeypatch):
    for name in ("DOCUMENTS_FOLDER", *(f"DOCUMENTS_S3_{name}" for name in VARIABLES)):
        monkeypatch.delenv(name, raising=False)


def storage(var: Path):
    return StorageHandler({"documents": document_storage(Env(), var)})["documents"]


class Store(BaseHTTPRequestHandler):
    """As much of S3 as is needed: objects by bucket and key, for those who sign."""

    kept: dict[str, bytes]
    asked: list[tuple[str, str]]

    def do_PUT(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        assert self.headers["Authorization"].startswith("AWS4-HMAC-SHA256 Credential=kunci/")
        assert self.headers["x-amz-acl"] is None
        self.kept[self.path] = raw
        self._answer(200)

    def do_GET(self) -> None:
        key, _, query = self.path.partition("?")
        if "prefix=" in query:
            names = "".join(
                f"<Contents><Key>{path.removeprefix('/dokumen/')}</Key><Size>1</Size></Contents>"
                for path in self.kept
            )
            self._answer(
                200, f"<ListBucketResult><IsTruncated>false</IsTruncated>{names}</ListBucketResult>".encode()
            )
        elif key in self.kept:
            self._answer(200, self.kept[key])
        else:
            self._answer(404)

    do_HEAD = do_GET  # noqa: N815

    def do_DELETE(self) -> None:
        self.kept.pop(self.path.partition("?")[0], None)
        self._answer(204)

    def _answer(self, status: int, body: bytes = b"") -> None:
        self.asked.append((self.command, self.path))
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Last-Modified", "Mon, 23 Nov 2026 02:00:00 GMT")
        self.send_header("ETag", '"x"')
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """A test is quiet."""


@pytest.fixture
def s3(monkeypatch) -> Iterator[type[Store]]:
    Store.kept, Store.asked = {}, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Store)
    Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("DOCUMENTS_S3_BUCKET", "dokumen")
    monkeypatch.setenv("DOCUMENTS_S3_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("DOCUMENTS_S3_REGION", "id-jkt")
    monkeypatch.setenv("DOCUMENTS_S3_ACCESS_KEY", "kunci")
    monkeypatch.setenv("DOCUMENTS_S3_SECRET_KEY", "rahasia")
    yield Store
    server.shutdown()
    server.server_close()


def test_without_a_bucket_a_folder_for_the_portal_alone(tmp_path):
    folder = storage(tmp_path)
    name = folder.save("ktp/ab/x.jpg", ContentFile(b"x"))
    assert isinstance(folder, FileSystemStorage)
    assert (tmp_path / "documents" / name).stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "documents" / "ktp").stat().st_mode & 0o777 == 0o700


def test_another_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("DOCUMENTS_FOLDER", str(tmp_path / "lain"))
    assert storage(tmp_path).location == str(tmp_path / "lain")


def test_bucket_takes_gives_lists_and_forgets(tmp_path, s3):
    bucket = storage(tmp_path)
    name = bucket.save("photo/ab/x.jpg", ContentFile(b"\xff\xd8gambar"))
    assert s3.kept == {"/dokumen/photo/ab/x.jpg": b"\xff\xd8gambar"}
    with bucket.open(name, "rb") as file:
        assert file.read() == b"\xff\xd8gambar"
    assert bucket.get_modified_time(name).year == 2026
    assert bucket.listdir("photo/ab")[1] == ["x.jpg"]
    bucket.delete(name)
    assert s3.kept == {}
    with pytest.raises(FileNotFoundError):
        bucket.open(name, "rb")
    assert {method for method, _ in s3.asked} == {"PUT", "HEAD", "GET", "DELETE"}


def test_bucket_that_does_not_answer_is_given_up_soon(tmp_path, s3, monkeypatch):
    monkeypatch.setenv("DOCUMENTS_S3_ENDPOINT", "http://127.0.0.1:1")
    with pytest.raises(Exception, match="Could not connect"):
        storage(tmp_path).save("photo/ab/x.jpg", ContentFile(b"x"))
