"""The texts about an offered seat as they were written first."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from programs.pilots.wordings import NOMINATOR, OWNER, READERS, SEAT
from soksi_portal.outbox.choices import Kind
from soksi_portal.outbox.texts.occasion import BUSINESS, LINK, PROVINCE, REASON, Field, Occasion, in_portal

DEADLINE = Field(
    "batas",
    _("Batas waktu menjawab"),
    _("Senin, 30 November 2026 pukul 09.00 WIB"),
    needed=True,
)
ANSWER = Field(
    "jawab",
    _("Tautan untuk menjawab tanpa masuk"),
    in_portal("tawaran/kunci-rahasia/"),
    needed=True,
    is_link=True,
)
ABOUT = (BUSINESS, PROVINCE, SEAT)

# each code at most 20 letters (soksi_portal/outbox/occasions.py); private: the key that answers for the owner
OCCASIONS = (
    Occasion(
        "offer_made",
        _("Tawaran kursi"),
        Kind.SELECTION,
        (*ABOUT, Field("hari", _("Hari terakhir untuk menjawab"), _("30 November 2026")), DEADLINE, ANSWER),
        private=True,
        title=_("Ada kursi untuk {usaha}: jawab paling lambat {hari}"),
        body=_(
            "Kepada {nama},\n\nkabar baik! Kursi percontohan {kursi} {provinsi} kini kosong, dan usaha Anda, {usaha}, berada"
            " di urutan pertama daftar tunggu. Apakah Anda mengambil kursi itu?\n\nJawab paling lambat {batas} lewat"
            " tautan ini, tanpa perlu masuk: {jawab}\n\nBila Anda tidak mengambilnya, kursi itu ditawarkan kepada usaha"
            " berikutnya."
        ),
        short=_("Ada kursi percontohan untuk {usaha}. Jawab paling lambat {hari}: {jawab}"),
    ),
    Occasion(
        "offer_reminder",
        _("Pengingat tawaran kursi"),
        Kind.SELECTION,
        (*ABOUT, DEADLINE, ANSWER),
        private=True,
        title=_("Kursi untuk {usaha} menunggu jawaban Anda"),
        body=_(
            "Kepada {nama},\n\nkursi percontohan {kursi} {provinsi} masih disimpan untuk usaha Anda, {usaha}. Jawab paling"
            " lambat {batas}: {jawab}\n\nSesudah itu kursinya ditawarkan kepada usaha berikutnya."
        ),
        short=_("Kursi untuk {usaha} menunggu jawaban Anda sampai {batas}: {jawab}"),
    ),
    Occasion(
        "offer_told",
        _("Tawaran kursi kepada usaha usulan Anda"),
        Kind.SELECTION,
        (*ABOUT, DEADLINE, LINK),
        title=_("Kursi {provinsi} ditawarkan kepada {usaha}"),
        body=_(
            "Kepada {nama},\n\nkursi {kursi} {provinsi} ditawarkan kepada usaha yang Anda usulkan, {usaha}. Pemiliknya"
            " menjawab paling lambat {batas}. Bila ia sulit membuka pesan, hubungilah, lalu catat jawabannya di sini:"
            " {tautan}"
        ),
        short=_("Kursi {kursi} {provinsi} ditawarkan kepada {usaha}, jawaban sampai {batas}: {tautan}"),
    ),
    Occasion(
        "offer_accepted",
        _("Tawaran kursi diterima"),
        Kind.SELECTION,
        ABOUT,
        variant=OWNER,
        to=READERS[OWNER],
        title=_("Selamat, {usaha} menjadi UMKM percontohan"),
        body=_(
            "Kepada {nama},\n\nselamat! Usaha Anda, {usaha}, menempati kursi {kursi} {provinsi}. Berikutnya, Anda menerima"
            " undangan pelatihan manajemen dari Jamkrindo. Jawab undangan itu begitu datang, supaya tempat Anda pasti."
        ),
        short=_("Selamat, {usaha} menempati kursi {kursi} {provinsi}. Berikutnya undangan pelatihan."),
    ),
    Occasion(
        "offer_accepted",
        _("Tawaran kursi diterima"),
        Kind.SELECTION,
        ABOUT,
        variant=NOMINATOR,
        to=READERS[NOMINATOR],
        title=_("Selamat, {usaha} menjadi UMKM percontohan"),
        body=_(
            "Kepada {nama},\n\nusaha yang Anda usulkan, {usaha}, menerima tawaran dan kini menempati kursi {kursi} {provinsi}."
        ),
        short=_("{usaha} menerima tawaran dan menempati kursi {kursi} {provinsi}."),
    ),
    Occasion(
        "offer_declined",
        _("Tawaran kursi ditolak"),
        Kind.SELECTION,
        ABOUT,
        variant=OWNER,
        to=READERS[OWNER],
        title=_("Jawaban Anda tercatat"),
        body=_(
            "Kepada {nama},\n\njawaban Anda tercatat: {usaha} tidak mengambil kursi {kursi} {provinsi} dan keluar dari daftar"
            " tunggu. Usaha Anda tetap terverifikasi dan dapat diusulkan lagi bila keadaannya berubah."
        ),
        short=_("Jawaban Anda tercatat: {usaha} tidak mengambil kursi {kursi} {provinsi}."),
    ),
    Occasion(
        "offer_declined",
        _("Tawaran kursi ditolak"),
        Kind.SELECTION,
        (*ABOUT, REASON),
        variant=NOMINATOR,
        to=READERS[NOMINATOR],
        title=_("{usaha} tidak mengambil kursi"),
        body=_(
            "Kepada {nama},\n\nusaha yang Anda usulkan, {usaha}, tidak mengambil kursi {kursi} {provinsi} dan keluar dari"
            " daftar tunggu. Usaha berikutnya di daftar itu ditawari.\n\n{alasan}"
        ),
        short=_("{usaha} tidak mengambil kursi {kursi} {provinsi}; usaha berikutnya ditawari."),
    ),
    Occasion(
        "offer_lapsed",
        _("Tawaran kursi lewat"),
        Kind.SELECTION,
        ABOUT,
        variant=OWNER,
        to=READERS[OWNER],
        title=_("Waktu menjawab tawaran kursi sudah lewat"),
        body=_(
            "Kepada {nama},\n\nkami belum menerima jawaban Anda tentang kursi {kursi} {provinsi}, jadi kursi itu ditawarkan"
            " kepada usaha berikutnya. {usaha} pindah ke akhir daftar tunggu. Anda tidak perlu melakukan apa-apa."
        ),
        short=_("Waktu menjawab sudah lewat; {usaha} pindah ke akhir daftar tunggu {provinsi}."),
    ),
    Occasion(
        "offer_lapsed",
        _("Tawaran kursi lewat"),
        Kind.SELECTION,
        (*ABOUT, DEADLINE),
        variant=NOMINATOR,
        to=READERS[NOMINATOR],
        title=_("{usaha} tidak menjawab tawaran kursi"),
        body=_(
            "Kepada {nama},\n\npemilik usaha yang Anda usulkan, {usaha}, tidak menjawab tawaran kursi {kursi} {provinsi}"
            " sampai {batas}. Usaha itu pindah ke akhir daftar tunggu. Tolong hubungi pemiliknya."
        ),
        short=_("{usaha} tidak menjawab tawaran kursi {kursi} {provinsi}. Tolong hubungi pemiliknya."),
    ),
    Occasion(
        "offer_withdrawn",
        _("Tawaran kursi dibatalkan"),
        Kind.SELECTION,
        (*ABOUT, REASON),
        title=_("Tawaran kursi untuk {usaha} dibatalkan"),
        body=_(
            "Kepada {nama},\n\ntawaran kursi {kursi} {provinsi} untuk {usaha} dibatalkan. Anda tidak perlu menjawab"
            " lagi.\n\n{alasan}"
        ),
        short=_("Tawaran kursi {kursi} {provinsi} untuk {usaha} dibatalkan. Anda tidak perlu menjawab lagi."),
    ),
)
