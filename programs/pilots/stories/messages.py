"""What the owner and the writer of a story are told. In the transaction of its cause."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.pilots.choices import StoryState
from programs.pilots.models import Story
from soksi_portal.accounts.models import User
from soksi_portal.outbox.services import cancel_about, enqueue

ASKED = "story_asked"
OCCASIONS = {
    ASKED: gettext_lazy("Persetujuan cerita diminta"),
    "story_answered": gettext_lazy("Jawaban pemilik cerita"),
    "story_published": gettext_lazy("Cerita terbit"),
    "story_withdrawn": gettext_lazy("Persetujuan cerita ditarik"),
    "story_taken_down": gettext_lazy("Cerita diturunkan"),
}


def subject_of(story: Story) -> str:
    return f"story:{story.pk}"


def cancel_asking(story: Story) -> None:
    cancel_about(subject_ref=subject_of(story), reason=_("Ceritanya diubah."), occasion=ASKED)


def tell_asked(story: Story) -> None:
    _tell(
        story,
        story.business.owner.user,
        occasion=ASKED,
        title=_("Bolehkah cerita %(business)s diterbitkan?"),
        body=_(
            "pengurus pusat SOKSI menulis cerita tentang usaha Anda, %(business)s. Cerita itu baru terbit bila Anda"
            " setuju. Anda melihat tulisan dan fotonya persis seperti akan terbit, dan dapat menarik persetujuan kapan"
            " saja.\n\nBaca dan jawab: %(answer)s"
        ),
    )


def tell_answered(story: Story) -> None:
    agrees = story.state == StoryState.AGREED
    _tell(
        story,
        story.written_by,
        occasion="story_answered",
        title=_("Pemilik %(business)s setuju") if agrees else _("Pemilik %(business)s minta perbaikan"),
        body=_("pemilik %(business)s setuju dengan cerita “%(title)s”. Cerita itu dapat terbit: %(desk)s")
        if agrees
        else _(
            "pemilik %(business)s belum setuju dengan cerita “%(title)s”.%(wish)s\n\nUbah naskahnya: %(desk)s"
        ),
    )


def tell_published(story: Story) -> None:
    _tell(
        story,
        story.business.owner.user,
        occasion="story_published",
        title=_("Cerita %(business)s sudah terbit"),
        body=_(
            "cerita “%(title)s” kini dapat dibaca siapa saja: %(public)s\n\nBila Anda berubah pikiran, tarik"
            " persetujuan Anda di sini; cerita itu turun saat itu juga: %(answer)s"
        ),
    )


def tell_withdrawn(story: Story) -> None:
    _tell(
        story,
        story.written_by,
        occasion="story_withdrawn",
        title=_("Persetujuan cerita %(business)s ditarik"),
        body=_(
            "pemilik %(business)s menarik persetujuannya, jadi cerita “%(title)s” tidak terbit lagi. Anda tidak perlu"
            " melakukan apa-apa."
        ),
    )


def tell_taken_down(story: Story) -> None:
    _tell(
        story,
        story.business.owner.user,
        occasion="story_taken_down",
        title=_("Cerita %(business)s diturunkan"),
        body=_("cerita “%(title)s” tidak terbit lagi.\n\nAlasannya: %(reason)s"),
    )


def _tell(story: Story, person: User | None, *, occasion: str, title: str, body: str) -> None:
    if person is None:
        return
    base = settings.PORTAL_URL.rstrip("/")
    words = {
        "business": story.business.name,
        "title": story.title,
        "wish": _("\n\nPermintaannya: %(text)s") % {"text": story.wish} if story.wish else "",
        "reason": story.down_reason,
        "public": base + story.get_absolute_url(),
        "answer": base + reverse("story_consent", args=[story.pk]),
        "desk": base + reverse("story_manage", args=[story.pk]),
    }
    enqueue(
        occasion=occasion,
        subject_ref=subject_of(story),
        revision=story.version,
        recipient=person,
        title=title % words,
        body=_("Kepada %(name)s,") % {"name": person.full_name} + "\n\n" + body % words,
        time_zone=story.province.time_zone,
    )
