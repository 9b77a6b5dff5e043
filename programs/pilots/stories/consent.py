"""The words to which an owner agrees. Never changed, only followed by a newer version."""

from django.utils.translation import gettext_lazy as _

TEXT_VERSION = "cerita-1"
WORDS = _(
    "Saya setuju bahwa cerita di atas, dengan judul, tulisan, dan foto persis seperti yang saya lihat, terbit di halaman"
    " umum Portal Kemitraan UMKM Soksi–Jamkrindo dan dapat dibaca siapa saja. Persetujuan ini tidak wajib, tidak"
    " memengaruhi tempat usaha saya dalam program, dan dapat saya tarik kapan saja; cerita itu turun saat itu juga."
    " Bila tulisan atau fotonya diubah, saya ditanya lagi."
)
