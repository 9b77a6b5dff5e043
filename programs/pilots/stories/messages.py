"""What the owner and the writer of a story are told. In the transaction of its cause."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.pilots.choices import StoryState
from programs.pilots.models import Story
from soksi_portal.accounts.models import User
from soksi_portal.outbox.choices import Kind
from soksi_portal.outbox.services import cancel_about, enqueue
from soksi_portal.outbox.texts.occasion import BUSINESS, LINK, Field, Occasion, in_portal

ASKED = "story_asked"
YES, NO = "setuju", "perbaikan"
TITLE = Field("judul", gettext_lazy("Judul cerita"), gettext_lazy("Dari dapur ke toko"))
OCCASIONS = (
    Occasion(
        ASKED,
        gettext_lazy("Persetujuan cerita diminta"),
        Kind.COMPANY,
        (BUSINESS, TITLE, LINK),
        title=gettext_lazy("Bolehkah cerita {usaha} diterbitkan?"),
        body=gettext_lazy(
            "Kepada {nama},\n\npengurus pusat SOKSI menulis cerita tentang usaha Anda, {usaha}. Cerita itu baru terbit"
            " bila Anda setuju. Anda melihat tulisan dan fotonya persis seperti akan terbit, dan dapat menarik"
            " persetujuan kapan saja.\n\nBaca dan jawab: {tautan}"
        ),
        short=gettext_lazy("Bolehkah cerita {usaha} diterbitkan? Baca dan jawab: {tautan}"),
    ),
    Occasion(
        "story_answered",
        gettext_lazy("Jawaban pemilik cerita"),
        Kind.STAFF,
        (BUSINESS, TITLE, LINK),
        variant=YES,
        to=gettext_lazy("bila setuju"),
        title=gettext_lazy("Pemilik {usaha} setuju"),
        body=gettext_lazy(
            "Kepada {nama},\n\npemilik {usaha} setuju dengan cerita “{judul}”. Cerita itu dapat terbit: {tautan}"
        ),
        short=gettext_lazy("Pemilik {usaha} setuju; cerita “{judul}” dapat terbit: {tautan}"),
    ),
    Occasion(
        "story_answered",
        gettext_lazy("Jawaban pemilik cerita"),
        Kind.STAFF,
        (
            BUSINESS,
            TITLE,
            Field(
                "permintaan",
                gettext_lazy("Permintaan pemilik, boleh kosong"),
                gettext_lazy("Permintaannya: Foto kedua diganti."),
            ),
            LINK,
        ),
        variant=NO,
        to=gettext_lazy("bila minta perbaikan"),
        title=gettext_lazy("Pemilik {usaha} minta perbaikan"),
        body=gettext_lazy(
            "Kepada {nama},\n\npemilik {usaha} belum setuju dengan cerita “{judul}”.\n\n{permintaan}\n\n"
            "Ubah naskahnya: {tautan}"
        ),
        short=gettext_lazy("Pemilik {usaha} minta perbaikan cerita “{judul}”: {tautan}"),
    ),
    Occasion(
        "story_published",
        gettext_lazy("Cerita terbit"),
        Kind.COMPANY,
        (
            BUSINESS,
            TITLE,
            LINK,
            Field(
                "kelola",
                gettext_lazy("Tautan untuk menarik persetujuan"),
                in_portal("cerita/7/persetujuan/"),
                needed=True,
            ),
        ),
        title=gettext_lazy("Cerita {usaha} sudah terbit"),
        body=gettext_lazy(
            "Kepada {nama},\n\ncerita “{judul}” kini dapat dibaca siapa saja: {tautan}\n\nBila Anda berubah pikiran,"
            " tarik persetujuan Anda di sini; cerita itu turun saat itu juga: {kelola}"
        ),
        short=gettext_lazy("Cerita {usaha} sudah terbit: {tautan}"),
    ),
    Occasion(
        "story_withdrawn",
        gettext_lazy("Persetujuan cerita ditarik"),
        Kind.STAFF,
        (BUSINESS, TITLE),
        title=gettext_lazy("Persetujuan cerita {usaha} ditarik"),
        body=gettext_lazy(
            "Kepada {nama},\n\npemilik {usaha} menarik persetujuannya, jadi cerita “{judul}” tidak terbit lagi. Anda"
            " tidak perlu melakukan apa-apa."
        ),
        short=gettext_lazy("Pemilik {usaha} menarik persetujuannya; cerita “{judul}” tidak terbit lagi."),
    ),
    Occasion(
        "story_taken_down",
        gettext_lazy("Cerita diturunkan"),
        Kind.COMPANY,
        (BUSINESS, TITLE, Field("alasan", gettext_lazy("Alasan"), gettext_lazy("Datanya tidak benar lagi."))),
        title=gettext_lazy("Cerita {usaha} diturunkan"),
        body=gettext_lazy("Kepada {nama},\n\ncerita “{judul}” tidak terbit lagi.\n\nAlasannya: {alasan}"),
        short=gettext_lazy("Cerita {usaha} tidak terbit lagi. Alasannya: {alasan}"),
    ),
)


def subject_of(story: Story) -> str:
    return f"story:{story.pk}"


def cancel_asking(story: Story) -> None:
    cancel_about(subject_ref=subject_of(story), reason=_("Ceritanya diubah."), occasion=ASKED)


def tell_asked(story: Story) -> None:
    _tell(story, story.business.owner.user, ASKED, tautan=_consent(story))


def tell_answered(story: Story) -> None:
    _tell(
        story,
        story.written_by,
        "story_answered",
        variant=YES if story.state == StoryState.AGREED else NO,
        permintaan=_("Permintaannya: %(text)s") % {"text": story.wish} if story.wish else "",
        tautan=_address(reverse("story_manage", args=[story.pk])),
    )


def tell_published(story: Story) -> None:
    _tell(
        story,
        story.business.owner.user,
        "story_published",
        tautan=_address(story.get_absolute_url()),
        kelola=_consent(story),
    )


def tell_withdrawn(story: Story) -> None:
    _tell(story, story.written_by, "story_withdrawn")


def tell_taken_down(story: Story) -> None:
    _tell(story, story.business.owner.user, "story_taken_down", alasan=story.down_reason)


def _address(path: str) -> str:
    return settings.PORTAL_URL.rstrip("/") + path


def _consent(story: Story) -> str:
    return _address(reverse("story_consent", args=[story.pk]))


def _tell(story: Story, person: User | None, occasion: str, *, variant: str = "", **words: str) -> None:
    if person is None:
        return
    enqueue(
        occasion=occasion,
        variant=variant,
        subject_ref=subject_of(story),
        revision=story.version,
        recipient=person,
        fields={"usaha": story.business.name, "judul": story.title, **words},
        time_zone=story.province.time_zone,
    )
