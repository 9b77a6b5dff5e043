"""Who may send how much, and where it lies until a view reads it. Named to Django by settings.

A body is read before any view is asked, on every address: so what is too much is refused by its declared length, and
nobody who has not signed in fills the disk.
"""

from __future__ import annotations

import os
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest

from .choices import Role

MEGABYTE = 1024 * 1024
STRANGER = 2 * MEGABYTE  # they send no files at all
PERSON = 70 * MEGABYTE  # six photos of 10 MB, with the form around them
IMPORTER = 4096 * MEGABYTE  # a table of some ten million rows
IMPORTERS = (Role.COORDINATOR, Role.BOARD, Role.ADMIN)


def most_bytes(request: HttpRequest) -> int:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return STRANGER
    return IMPORTER if user.has_role(*IMPORTERS) else PERSON


class BoundedUploads(TemporaryFileUploadHandler):
    """As Django's, within the bounds, and in files without a name: what people's papers hold goes with the process
    that read them, also with one that is killed.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 — Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        assert self.request is not None  # noqa: S101 — Django gives it
        if content_length > most_bytes(self.request):
            raise RequestDataTooBig("more than this person may send")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        os.unlink(self.file.temporary_file_path())
