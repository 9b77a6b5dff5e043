"""What a coordinator ticks before a business is verified: more where there is more to compare."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from .choices import DocumentKind
from .models import Business, Document

POINTS: dict[str, Promise] = {
    "person": gettext_lazy("Pemilik dan usahanya benar ada"),
    "place": gettext_lazy("Alamat, kabupaten/kota, dan jenis usahanya cocok"),
    "figures": gettext_lazy("Pekerja, penjualan, dan modalnya masuk akal"),
    "papers": gettext_lazy("NIB, NPWP, dan izin yang diisi sama dengan dokumennya"),
    "photos": gettext_lazy("Foto menunjukkan usaha ini"),
}


def business_points(business: Business) -> dict[str, Promise]:
    has_papers = bool(business.nib or business.npwp_hash or business.licences)
    photos = Document.objects.kept().filter(business=business, kind=DocumentKind.PHOTO)
    left_out = {name for name, there in (("papers", has_papers), ("photos", photos.exists())) if not there}
    return {name: label for name, label in POINTS.items() if name not in left_out}
