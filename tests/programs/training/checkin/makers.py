"""A session that runs now, its guests, and what they hold in their hands."""

from __future__ import annotations

import io
import itertools
import re
from datetime import timedelta
from typing import Any

import pypdfium2
import typst
import zxingcpp
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from programs.training.choices import InvitationState, ScanKind
from programs.training.models import Invitation, Session, SheetScan
from soksi_portal.accounts.choices import Role
from tests.factories import make_invitation, make_session, make_user

_numbers = itertools.count(30_000_000)


def make_running(**fields: Any) -> Session:
    """Began five minutes ago."""
    fields.setdefault("starts_at", timezone.now() - timedelta(minutes=5))
    return make_session(**fields)


def make_guest(session: Session, name: str = "Ani Suryani", **fields: Any) -> Invitation:
    """Somebody who said yes, with a mobile number."""
    person = make_user(Role.CADRE, full_name=name, phone=f"+62812{next(_numbers):08d}")
    fields.setdefault("state", InvitationState.CONFIRMED)
    return make_invitation(session=session, person=person, **fields)


def make_scan(session: Session, **fields: Any) -> SheetScan:
    file = ContentFile(b"%PDF-1.4 uji", name="x.pdf")
    return SheetScan.objects.create(
        session=session,
        kind=ScanKind.PDF,
        file=file,
        sha256="0" * 64,
        size=12,
        uploaded_by=session.trainer,
        **fields,
    )


def read_picture(picture: Image.Image) -> list[str]:
    """What a reader of its own (ZXing) sees in it."""
    return [found.text for found in zxingcpp.read_barcodes(picture.convert("L"))]


def drawn(svg: str) -> Image.Image:
    """A QR of a page as pixels."""
    page = b'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg", width: 8cm)'
    png = typst.compile(page, format="png", ppi=144, sys_inputs={"svg": svg})
    return Image.open(io.BytesIO(png))


def codes_of_page(html: str) -> list[str]:
    """What a phone's camera reads from the QR codes of a page."""
    return [
        text
        for svg in re.findall(r'<svg[^>]* class="qr".*?</svg>', html)
        for text in read_picture(drawn(svg))
    ]


def codes_of_pdf(content: bytes) -> list[str]:
    """What a phone's camera reads from the first page on paper."""
    with pypdfium2.PdfDocument(io.BytesIO(content)) as document:
        return read_picture(document[0].render(scale=3).to_pil())
