"""Pictures for some businesses of the demo: drawn, and clearly no real paper of anybody."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image, ImageDraw, ImageFont

from soksi_portal.accounts.models import User
from umkm.businesses.choices import BusinessState, DocumentKind
from umkm.businesses.documents.decoder import QUALITY, SMALL_QUALITY, as_jpeg, small_of
from umkm.businesses.documents.permissions import GUARDED, OF_PERSON
from umkm.businesses.documents.pictures import Picture
from umkm.businesses.documents.storing import files_with_rows, write_files
from umkm.businesses.models import Business, Document

from .accounts import CADRE, HOME

WAITING = 6  # of the queue's oldest in the coordinator's province
SIZES = {DocumentKind.KTP: (856, 540), DocumentKind.NIB: (707, 1000), DocumentKind.EVIDENCE: (900, 600)}
PAPERS = {
    DocumentKind.KTP: ("#bcdcea", "KARTU CONTOH"),
    DocumentKind.NIB: ("#ffffff", "DOKUMEN NIB CONTOH"),
    DocumentKind.EVIDENCE: ("#f6f2e8", "BUKTI CONTOH"),
}
SCENES = (("#e9c46a", "#8d5524", "#2a9d8f"), ("#a8dadc", "#e76f51", "#f4a261"))  # sky, ground, stall


def make_documents() -> None:
    """For the demo cadre's businesses, and for those that wait longest for the demo's coordinator."""
    rows = Business.objects.select_related("owner__user").exclude(owner__user=None)
    waiting = rows.filter(province=HOME, state=BusinessState.SUBMITTED).order_by("submitted_at", "pk")
    hers = rows.filter(owner__user__email=CADRE)
    with files_with_rows(), transaction.atomic():
        for business in {business.pk: business for business in (*hers, *waiting[:WAITING])}.values():
            _papers(business)


def _papers(business: Business) -> None:
    owner = business.owner
    if not Document.objects.kept().filter(cadre=owner, kind=DocumentKind.KTP).exists():
        _keep(business, DocumentKind.KTP, _paper(DocumentKind.KTP, (owner.full_name, "NIK 3273…")))
    if business.nib:
        _keep(business, DocumentKind.NIB, _paper(DocumentKind.NIB, (business.name, f"NIB {business.nib}")))
    for colours in SCENES:
        _keep(business, DocumentKind.PHOTO, _scene(colours))


def make_photos(business: Business) -> list[Document]:
    """Two drawn scenes, kept as her own."""
    with files_with_rows(), transaction.atomic():
        for colours in SCENES:
            _keep(business, DocumentKind.PHOTO, _scene(colours))
    return list(Document.objects.kept().filter(business=business, kind=DocumentKind.PHOTO).order_by("pk"))


def drawn_upload(*lines: str) -> SimpleUploadedFile:
    """A paper as a phone sends it."""
    return SimpleUploadedFile(
        "bukti.jpg", as_jpeg(_paper(DocumentKind.EVIDENCE, lines), QUALITY), "image/jpeg"
    )


def _keep(business: Business, kind: DocumentKind, drawn: Image.Image) -> None:
    content = as_jpeg(drawn, QUALITY)
    small = as_jpeg(small_of(drawn, unreadable=kind in GUARDED), SMALL_QUALITY)
    picture = Picture(content=content, thumbnail=small, width=drawn.width, height=drawn.height)
    person: User = business.owner.user  # type: ignore[assignment]  # those without an account are left out above
    document = Document(
        cadre=business.owner if kind in OF_PERSON else None,
        business=None if kind in OF_PERSON else business,
        kind=kind,
        sha256=picture.sha256,
        size=len(content),
        width=picture.width,
        height=picture.height,
        uploaded_by=person,
        uploaded_at=(business.submitted_at or business.created_at) - timedelta(minutes=5),
    )
    write_files(document, picture)
    document.save()


def _paper(kind: DocumentKind, lines: tuple[str, ...]) -> Image.Image:
    ground, title = PAPERS[kind]
    paper = Image.new("RGB", SIZES[kind], ground)
    pen = ImageDraw.Draw(paper)
    pen.rectangle((10, 10, paper.width - 10, paper.height - 10), outline="#1d2733", width=3)
    for number, line in enumerate((title, *lines)):
        pen.text(
            (40, 40 + 60 * number), line, fill="#1d2733", font=ImageFont.load_default(36 - 6 * bool(number))
        )
    _marked(pen, paper)
    return paper


@cache
def _scene(colours: tuple[str, str, str]) -> Image.Image:
    """A stall with an awning, as a child would draw it; the same for every business."""
    sky, ground, stall = colours
    scene = Image.new("RGB", (800, 600), sky)
    pen = ImageDraw.Draw(scene)
    pen.rectangle((0, 430, 800, 600), fill=ground)
    pen.rectangle((200, 260, 600, 480), fill="#fbfaf6", outline="#1d2733", width=4)
    for stripe in range(10):
        left = 180 + 44 * stripe
        pen.polygon(
            [(left, 270), (left + 44, 270), (left + 40, 190), (left + 4, 190)],
            fill=("#fbfaf6", stall)[stripe % 2],
        )
    pen.rectangle((240, 360, 560, 480), fill=stall)
    _marked(pen, scene)
    return scene


def _marked(pen: ImageDraw.ImageDraw, picture: Image.Image) -> None:
    """So that nobody takes it for real."""
    font = ImageFont.load_default(110)
    pen.text((picture.width / 2, picture.height * 0.62), "CONTOH", fill="#a93226", font=font, anchor="mm")
