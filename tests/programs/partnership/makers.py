"""Makers of what a memorandum says and promises."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from programs.partnership.models import Clause, ClauseText, Commitment, Memorandum, Paper
from soksi_portal.accounts.choices import Role
from tests.factories import make_evidence, make_user
from umkm.businesses.documents.pictures import Bound
from umkm.businesses.documents.storing import files_with_rows, write_files


def make_clause(memorandum: Memorandum, text: str = "Menguatkan UMKM kader.") -> Clause:
    """The next point of its scope."""
    clause = Clause.objects.create(memorandum=memorandum, number=memorandum.clauses.count() + 1)
    ClauseText.objects.create(clause=clause, version=1, text=text)
    return clause


def make_commitment(memorandum: Memorandum, **fields: Any) -> Commitment:
    fields.setdefault("clause", memorandum.clauses.first() or make_clause(memorandum))
    fields.setdefault("owner", memorandum.parties.first())
    fields.setdefault("text", "dua UMKM di setiap provinsi")
    return Commitment.objects.create(memorandum=memorandum, **fields)


def make_paper(memorandum: Memorandum, **fields: Any) -> Paper:
    """A kept document, past unpacking."""
    made = Bound(content=b"%PDF-1.7 uji", thumbnail=b"kecil", pages=1)
    fields.setdefault("uploaded_by", make_user(Role.ADMIN))
    fields.setdefault("title", "Nota bertanda tangan")
    paper = Paper(memorandum=memorandum, sha256=made.sha256, size=len(made.content), pages=1, **fields)
    with files_with_rows():
        write_files(paper, made, kind=".pdf")
    paper.save()
    return paper


def make_scan() -> SimpleUploadedFile:
    """A photo of a page."""
    return make_evidence()
