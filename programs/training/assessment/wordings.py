"""The texts about tests and feedback, as they were written first."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from programs.training.choices import Occasion
from programs.training.wordings import MODULE, TIME, UNTIL, WITH_TEST, letter, text_of
from soksi_portal.outbox.choices import Kind
from soksi_portal.outbox.texts.occasion import Field, in_portal

QUESTIONS = Field(
    "tautan",
    _("Tautan ke tiga pertanyaan, tanpa masuk"),
    in_portal("umpan-balik/kunci-rahasia/"),
    needed=True,
    is_link=True,
)
TEST = Field(
    "tes", _("Tautan ke tes, tanpa masuk"), in_portal("tes/kunci-rahasia/"), needed=True, is_link=True
)
PRE_TEST = Field(
    "tautan", _("Tautan ke tes, tanpa masuk"), in_portal("tes/kunci-rahasia/"), needed=True, is_link=True
)
ASKING = _(
    "Bagaimana pelatihannya? Jawab tiga pertanyaan. Pelatih tidak melihat nama Anda: {tautan}\n\nDibuka sampai {sampai}."
)

TEXTS = (
    text_of(
        Occasion.PRE_TEST,
        Kind.SESSION,
        (MODULE, TIME, PRE_TEST),
        (
            _("Tes awal sebelum pelatihan: {pelatihan}"),
            letter(
                _(
                    "Sebelum pelatihan, jawab beberapa soal pendek. Tidak ada lulus atau gagal; pelatih hanya ingin "
                    "tahu apa yang perlu diterangkan lebih lama."
                ),
                _("Kerjakan di sini, tanpa perlu masuk: {tautan}"),
                _("Pelatihan: {waktu}"),
            ),
            _("Sebelum pelatihan {pelatihan}, jawab beberapa soal pendek: {tautan}"),
        ),
    ),
    text_of(
        Occasion.FEEDBACK,
        Kind.AFTERWARDS,
        (MODULE, UNTIL, QUESTIONS),
        (
            _("Sesudah pelatihan: {pelatihan}"),
            letter(_("Terima kasih sudah mengikuti pelatihan ini."), ASKING),
            _("Bagaimana pelatihan {pelatihan}? Jawab tiga pertanyaan: {tautan}"),
        ),
    ),
    text_of(
        Occasion.FEEDBACK,
        Kind.AFTERWARDS,
        (MODULE, UNTIL, QUESTIONS, TEST),
        (
            _("Sesudah pelatihan: {pelatihan}"),
            letter(
                _("Terima kasih sudah mengikuti pelatihan ini."),
                _("Kerjakan tes akhirnya, tanpa perlu masuk: {tes}"),
                ASKING,
            ),
            _("Sesudah pelatihan {pelatihan}, kerjakan tes akhir: {tes} dan jawab tiga pertanyaan: {tautan}"),
        ),
        WITH_TEST,
        _("bila ada tes akhir"),
    ),
)
