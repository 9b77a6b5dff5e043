"""Who may do what with a document. That its record is visible is asked before, by `Document.objects.visible_to`."""

from __future__ import annotations

from soksi_portal.accounts.choices import Role
from soksi_portal.accounts.models import User
from umkm.cadres.choices import CadreState
from umkm.cadres.models import Cadre
from umkm.regions.scoping import province_codes

from ..choices import BusinessState, DocumentKind
from ..models import WRITABLE, Business, Document

OF_PERSON = (DocumentKind.KTP, DocumentKind.CARD)
# they show a NIK or an NPWP in clear: seen by few, and each opening by another than the owner is written down
GUARDED = (DocumentKind.KTP, DocumentKind.NPWP, DocumentKind.EVIDENCE)
# they go on after the business was sent: nothing that was examined rests on them alone
LATER_TOO = (DocumentKind.PHOTO, DocumentKind.NPWP)
UNEXAMINED = (CadreState.DRAFT, CadreState.RETURNED)


def owner_of(document: Document) -> Cadre:
    """The person whom the document is about."""
    return document.cadre or document.business.owner  # type: ignore[union-attr]


def may_open(user: User, document: Document) -> bool:
    """The whole picture of one that is visible."""
    if document.kind not in GUARDED or owner_of(document).user_id == user.pk or user.has_role(Role.ADMIN):
        return True
    record: Business | Cadre | None = document.cadre or document.business
    return record is not None and record.province_id in province_codes(user)


def may_add(user: User, business: Business, kind: str) -> bool:
    """The owner, while the record is hers to change; a person's paper that is missing may always follow."""
    cadre = business.owner
    if cadre.user_id != user.pk or kind == DocumentKind.EVIDENCE or business.state == BusinessState.MERGED:
        return False
    if kind in OF_PERSON:
        return (
            cadre.state in UNEXAMINED or not Document.objects.kept().filter(cadre=cadre, kind=kind).exists()
        )
    return business.state in WRITABLE or kind in LATER_TOO


def may_remove(user: User, document: Document) -> bool:
    """Like adding, but what somebody examines at this moment stays."""
    if owner_of(document).user_id != user.pk or document.kind == DocumentKind.EVIDENCE:
        return False
    if document.cadre:
        return document.cadre.state in UNEXAMINED
    business = document.business
    if business is None or business.state in (BusinessState.MERGED, BusinessState.SUBMITTED):
        return False
    return business.state in WRITABLE or document.kind in LATER_TOO
