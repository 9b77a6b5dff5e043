"""The signed documents: kept as a PDF of our own making, shown to whom they are for, removed with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from umkm.businesses.documents.pictures import MOST_PAPER_BYTES, read_paper
from umkm.businesses.documents.storing import delete_files, files_with_rows, write_files

from ..errors import AgreementRefused
from ..models import Amendment, Memorandum, Paper
from .memoranda import locked_memorandum

MOST_PAPERS = 30  # kept of one memorandum


def keep_paper(
    *,
    memorandum: Memorandum,
    amendment: Amendment | None,
    title: str,
    files: Sequence[File[bytes]],
    is_internal: bool,
    by: User,
) -> Paper:
    """The pages of these pictures and PDFs, in this order. Raises PictureRefused, NotStored, AgreementRefused."""
    made = read_paper(_read(files))
    with files_with_rows(), transaction.atomic(), because(_("Dokumen nota disimpan."), by=by):
        memorandum = locked_memorandum(memorandum)
        if memorandum.papers.kept().count() >= MOST_PAPERS:
            raise AgreementRefused(
                _("Nota ini sudah punya %(most)s dokumen. Tarik dahulu yang tidak dipakai.")
                % {"most": MOST_PAPERS},
                field="pages",
            )
        paper = Paper(
            memorandum=memorandum,
            amendment=amendment,
            title=title,
            is_internal=is_internal,
            sha256=made.sha256,
            size=len(made.content),
            pages=made.pages,
            uploaded_by=by,
        )
        write_files(paper, made, kind=".pdf")
        paper.save(force_insert=True)
    return paper


def _read(files: Sequence[File[bytes]]) -> list[bytes]:
    """No more than is needed to see that it is too much."""
    found: list[bytes] = []
    left = MOST_PAPER_BYTES + 1
    for file in files:
        file.seek(0)
        found.append(file.read(left))
        left = max(1, left - len(found[-1]))
    return found


@transaction.atomic
def show_paper_to(*, paper: Paper, everybody: bool, by: User) -> Paper:
    """Everybody, or the parties' staff only. Raises AgreementRefused."""
    paper = _kept(paper)
    paper.is_internal = not everybody
    with because(_("Siapa yang membaca dokumen nota diubah."), by=by):
        paper.save(update_fields=["is_internal"])
    return paper


@transaction.atomic
def remove_paper(*, paper: Paper, reason: str, by: User) -> Paper:
    """A wrong scan goes; that it was there, and why it went, stays. Raises AgreementRefused."""
    paper = _kept(paper)
    reason = reason.strip()
    if not reason:
        raise AgreementRefused(_("Tulis mengapa dokumen ini ditarik."), field="reason")
    paper.removed_at, paper.removed_by, paper.remove_reason = timezone.now(), by, reason
    with because(_("Dokumen nota ditarik."), by=by):
        paper.save(update_fields=["removed_at", "removed_by", "remove_reason"])
    transaction.on_commit(lambda: delete_files(paper), robust=True)
    return paper


def _kept(paper: Paper) -> Paper:
    paper = Paper.objects.select_for_update(no_key=True).get(pk=paper.pk)
    if paper.removed_at is not None:
        raise AgreementRefused(_("Dokumen ini sudah ditarik."))
    return paper
