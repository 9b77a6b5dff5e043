"""The texts about nominations and pilots as they were written first. Who sends them is in messages.py."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from soksi_portal.outbox.choices import Kind
from soksi_portal.outbox.texts.occasion import BUSINESS, LINK, PROVINCE, REASON, Field, Occasion

from .choices import PilotOutcome

OWNER, NOMINATOR = "pemilik", "pengusul"
READERS = {OWNER: _("kepada pemilik usaha"), NOMINATOR: _("kepada pengusul")}

PHASE = Field("tahap", _("Nama tahap"), _("Tahap pertama"))
PROPOSER = Field("pengusul", _("Siapa yang mengusulkan"), _("Dedi Kurnia"))
DECIDER = Field("pemutus", _("Siapa yang memutuskan"), _("Rina Lestari"))
SEAT = Field("kursi", _("Nomor kursi"), "2")
NEXT = Field(
    "berikutnya",
    _("Apa yang terjadi dengan kursinya, boleh kosong"),
    _("Kursi itu sudah ditawarkan kepada daftar tunggu."),
)
ADVICE = Field(
    "saran",
    _("Saran para penilai, kosong bila tidak ada"),
    _("Yang paling dapat diperkuat menurut para penilai: pencatatan penjualan."),
)

ENDINGS = {
    PilotOutcome.GRADUATED: _("lulus dari program percontohan. Selamat"),
    PilotOutcome.WITHDRAWN: _("mengundurkan diri dari program percontohan"),
    PilotOutcome.REPLACED: _("digantikan usaha lain di program percontohan"),
}


def _both(
    code: str,
    label: Any,
    fields: tuple[Field, ...],
    *,
    title: Any,
    owner: tuple[Any, Any],
    nominator: tuple[Any, Any],
) -> tuple[Occasion, Occasion]:
    """One occasion that says something to the owner and something to the nominator: (body, short form) of each."""
    texts = {OWNER: owner, NOMINATOR: nominator}
    of_owner, of_nominator = (
        Occasion(
            code,
            label,
            Kind.SELECTION,
            fields,
            variant=reader,
            to=to,
            title=title,
            body=texts[reader][0],
            short=texts[reader][1],
        )
        for reader, to in READERS.items()
    )
    return of_owner, of_nominator


# each code at most 20 letters (soksi_portal/outbox/occasions.py)
OCCASIONS = (
    Occasion(
        "nomination_made",
        _("Usulan baru"),
        Kind.SELECTION,
        (BUSINESS, PROVINCE, PHASE, PROPOSER, LINK),
        title=_("{usaha} diusulkan menjadi UMKM percontohan"),
        body=_(
            "Kepada {nama},\n\nkabar baik: {pengusul} mengusulkan usaha Anda, {usaha}, menjadi UMKM percontohan"
            " {provinsi} ({tahap}). Anda tidak perlu melakukan apa-apa sekarang. Jamkrindo membaca usulan"
            " ini dan memutuskan; Anda menerima pesan begitu ada keputusan.\n\nLihat usulan ini: {tautan}"
        ),
        short=_("{usaha} diusulkan menjadi UMKM percontohan {provinsi}. Lihat: {tautan}"),
    ),
    Occasion(
        "nomination_withdrawn",
        _("Usulan ditarik"),
        Kind.SELECTION,
        (BUSINESS, PROVINCE, PHASE, DECIDER, REASON, LINK),
        title=_("Usulan untuk {usaha} ditarik"),
        body=_(
            "Kepada {nama},\n\nusulan agar usaha Anda, {usaha}, menjadi UMKM percontohan ditarik kembali oleh"
            " {pemutus}. Usaha Anda tetap terverifikasi dan dapat diusulkan lagi.\n\n{alasan}\n\n"
            "Lihat usulan ini: {tautan}"
        ),
        short=_("Usulan untuk {usaha} ditarik; usaha Anda dapat diusulkan lagi. Lihat: {tautan}"),
    ),
    *_both(
        "nomination_accepted",
        _("Usulan diterima"),
        (BUSINESS, PROVINCE, SEAT, DECIDER, LINK),
        title=_("Selamat, {usaha} menjadi UMKM percontohan"),
        owner=(
            _(
                "Kepada {nama},\n\nselamat! Usaha Anda, {usaha}, diterima sebagai UMKM percontohan {provinsi} dan menempati"
                " kursi {kursi}. Berikutnya, Anda menerima undangan pelatihan manajemen dari Jamkrindo. Jawab"
                " undangan itu begitu datang, supaya tempat Anda pasti.\n\nLihat usulan ini: {tautan}"
            ),
            _("Selamat, {usaha} menjadi UMKM percontohan {provinsi}, kursi {kursi}. Lihat: {tautan}"),
        ),
        nominator=(
            _(
                "Kepada {nama},\n\nusulan Anda untuk {usaha} diterima oleh {pemutus}. Usaha itu menempati kursi {kursi}"
                " {provinsi}, dan pemiliknya sudah diberi tahu.\n\nLihat usulan ini: {tautan}"
            ),
            _("Usulan Anda untuk {usaha} diterima, kursi {kursi} {provinsi}. Lihat: {tautan}"),
        ),
    ),
    *_both(
        "nomination_waiting",
        _("Usulan masuk daftar tunggu"),
        (
            BUSINESS,
            PROVINCE,
            Field("urutan", _("Urutan di daftar tunggu"), "1"),
            DECIDER,
            REASON,
            ADVICE,
            LINK,
        ),
        title=_("{usaha} masuk daftar tunggu"),
        owner=(
            _(
                "Kepada {nama},\n\nusaha Anda, {usaha}, dinilai layak dan kini di urutan {urutan} daftar tunggu {provinsi}."
                " Kursi yang kosong ditawarkan menurut urutan itu. Begitu giliran Anda tiba, Anda menerima pesan dan"
                " menjawabnya. Sambil menunggu, teruskan mencatat penjualan harian Anda.\n\n{alasan}\n\n{saran}\n\n"
                "Lihat usulan ini: {tautan}"
            ),
            _("{usaha} di urutan {urutan} daftar tunggu {provinsi}. Lihat: {tautan}"),
        ),
        nominator=(
            _(
                "Kepada {nama},\n\nusulan Anda untuk {usaha} masuk daftar tunggu {provinsi}, urutan {urutan}, oleh"
                " keputusan {pemutus}. Pemiliknya sudah diberi tahu.\n\n{alasan}\n\n{saran}\n\nLihat usulan ini: {tautan}"
            ),
            _("Usulan Anda untuk {usaha} masuk daftar tunggu {provinsi}, urutan {urutan}. Lihat: {tautan}"),
        ),
    ),
    *_both(
        "nomination_declined",
        _("Usulan belum terpilih"),
        (BUSINESS, PROVINCE, DECIDER, REASON, ADVICE, LINK),
        title=_("{usaha} belum terpilih kali ini"),
        owner=(
            _(
                "Kepada {nama},\n\nterima kasih sudah mendaftarkan {usaha}. Kali ini usaha Anda belum terpilih menjadi UMKM"
                " percontohan.\n\n{alasan}\n\n{saran}\n\nUsaha Anda tetap terverifikasi dan dapat diusulkan lagi. Koordinator"
                " {provinsi} dapat membantu Anda dengan langkah berikutnya.\n\nLihat usulan ini: {tautan}"
            ),
            _("{usaha} belum terpilih kali ini dan dapat diusulkan lagi. Baca alasannya: {tautan}"),
        ),
        nominator=(
            _(
                "Kepada {nama},\n\nusulan Anda untuk {usaha} belum terpilih oleh keputusan {pemutus}.\n\n{alasan}\n\n"
                "{saran}\n\nPemiliknya sudah diberi tahu; sapaan dari Anda akan menguatkannya.\n\nLihat usulan ini: {tautan}"
            ),
            _("Usulan Anda untuk {usaha} belum terpilih. Baca alasannya: {tautan}"),
        ),
    ),
    *_both(
        "pilot_ended",
        _("Percontohan berakhir"),
        (
            BUSINESS,
            PROVINCE,
            Field("akhir", _("Bagaimana berakhirnya"), ENDINGS[PilotOutcome.WITHDRAWN]),
            SEAT,
            NEXT,
            Field("alasan", _("Catatan, kosong bila tidak ada"), _("Catatan: Pindah ke luar negeri.")),
            LINK,
        ),
        title=_("{usaha} selesai sebagai UMKM percontohan"),
        owner=(
            _(
                "Kepada {nama},\n\nusaha Anda, {usaha}, {akhir}. Terima kasih atas kerja keras Anda menjadi contoh bagi"
                " UMKM lain di {provinsi}.\n\n{alasan}\n\nLihat usulan ini: {tautan}"
            ),
            _("{usaha} {akhir}. Terima kasih. Lihat: {tautan}"),
        ),
        nominator=(
            _(
                "Kepada {nama},\n\nusaha yang Anda usulkan, {usaha}, {akhir}. Kursi {kursi} {provinsi} kosong lagi."
                " {berikutnya}\n\n{alasan}\n\nLihat usulan ini: {tautan}"
            ),
            _("{usaha} {akhir}. Kursi {kursi} {provinsi} kosong lagi. Lihat: {tautan}"),
        ),
    ),
    *_both(
        "pilot_moved",
        _("Pindah kursi"),
        (
            BUSINESS,
            PROVINCE,
            Field("dari", _("Nomor kursi yang ditinggalkan"), "1"),
            SEAT,
            PHASE,
            DECIDER,
            NEXT,
            REASON,
            LINK,
        ),
        title=_("{usaha} pindah ke kursi {kursi}"),
        owner=(
            _(
                "Kepada {nama},\n\nusaha Anda, {usaha}, pindah dari kursi {dari} ke kursi {kursi} {provinsi} ({tahap}) oleh"
                " keputusan {pemutus}. Pelatihan dan pendampingan Anda berlanjut seperti biasa.\n\n{alasan}\n\n"
                "Lihat usulan ini: {tautan}"
            ),
            _("{usaha} pindah ke kursi {kursi} {provinsi}; pelatihan berlanjut. Lihat: {tautan}"),
        ),
        nominator=(
            _(
                "Kepada {nama},\n\nusaha yang Anda usulkan, {usaha}, pindah dari kursi {dari} ke kursi {kursi} {provinsi}"
                " ({tahap}). Kursi {dari} kosong. {berikutnya}\n\n{alasan}\n\nLihat usulan ini: {tautan}"
            ),
            _("{usaha} pindah ke kursi {kursi} {provinsi}. Kursi {dari} kosong. Lihat: {tautan}"),
        ),
    ),
)
