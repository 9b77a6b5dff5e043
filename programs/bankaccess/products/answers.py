"""Recording what an owner declares about running credit, with the document of SLIK."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from programs.bankaccess.choices import SlikStatus
from programs.bankaccess.errors import AnswerRefused
from programs.bankaccess.models import CreditAnswer
from programs.bankaccess.permissions import owns
from programs.bankaccess.shelf import kept_file
from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from umkm.businesses.documents.pictures import MOST_PAPER_BYTES, read_paper
from umkm.businesses.merged import refuse_merged
from umkm.businesses.models import Business

from .facts import today_of


def record_answer(
    *,
    business: Business,
    has_programme_credit: bool,
    slik: str,
    answered_on: date,
    files: Sequence[File[bytes]],
    by: User,
) -> CreditAnswer:
    """The pages become one PDF of our own making. Raises AnswerRefused, NotWritable, PictureRefused, NotStored."""
    if not (owns(by, business) or by.has_role(Role.JAMKRINDO)):
        raise AnswerRefused(_("Hanya pemilik usaha dan Jamkrindo yang mencatat jawaban ini."))
    if answered_on > today_of(business):
        raise AnswerRefused(_("Tanggal ini belum tiba."), field="answered_on")
    if slik != SlikStatus.UNKNOWN and not files:
        raise AnswerRefused(_("Unggah hasil SLIK yang Anda sebutkan."), field="pages")
    made = read_paper(_read(files)) if files else None
    answer = CreditAnswer(
        business=business,
        owner=business.owner,
        answered_on=answered_on,
        has_programme_credit=has_programme_credit,
        slik=slik,
        recorded_by=by,
        sha256=made.sha256 if made else "",
    )
    content = made.content if made else b""
    with (
        kept_file(answer.file, content),
        transaction.atomic(),
        because(_("Jawaban tentang kredit dicatat."), by=by),
    ):
        refuse_merged(business)
        if not Business.objects.filter(pk=business.pk, owner=answer.owner).exists():
            raise AnswerRefused(_("Usaha ini baru saja berganti pemilik. Muat ulang halaman."))
        answer.save(force_insert=True)
    return answer


def _read(files: Sequence[File[bytes]]) -> list[bytes]:
    """No more than is needed to see that it is too much."""
    found: list[bytes] = []
    left = MOST_PAPER_BYTES + 1
    for file in files:
        file.seek(0)
        found.append(file.read(left))
        left = max(1, left - len(found[-1]))
    return found
