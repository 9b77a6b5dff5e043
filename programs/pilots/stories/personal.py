"""What is held about a person in stories, and taking an erased person out of them: out of public first."""

from __future__ import annotations

from collections.abc import Iterable

import pgtrigger
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.pilots.models import Story, StoryConsent, StoryPhoto
from soksi_portal.accounts.models import User
from soksi_portal.accounts.own_data import Fact, Record, Section
from soksi_portal.audit.services import forget, forget_reasons
from soksi_portal.outbox.models import Message
from umkm.cadres.erasure import Eraser
from umkm.cadres.forgetting import GONE, forget_messages
from umkm.cadres.models import Cadre

from .messages import subject_of


def held(user: User) -> Iterable[Section]:
    """Also what is still being written: it is about her."""
    found = Story.objects.filter(business__owner__user=user).select_related("business")
    given = StoryConsent.objects.filter(given_by=user).select_related("story")
    records = [_story(one) for one in found.order_by("-written_at", "-pk")]
    records += [_consent(one) for one in given.order_by("-given_at", "-pk")]
    yield Section(
        key="cerita",
        title=_("Cerita tentang usaha Anda"),
        purpose=_("Untuk menunjukkan contoh kepada usaha lain; hanya terbit dengan persetujuan Anda."),
        records=tuple(records),
        empty=_("Belum ada cerita tentang usaha Anda."),
        rank=54,
    )


def _story(story: Story) -> Record:
    return Record(
        title=f"{story.title} – {story.business}",
        url=reverse("story_consent", args=[story.pk]) if story.asked_at else "",
        when=story.written_at,
        facts=(
            Fact("judul", _("Judul"), story.title),
            Fact("tulisan", _("Tulisan"), story.body),
            Fact("status", _("Status"), str(story.get_state_display())),
            Fact("versi", _("Versi"), story.version),
            Fact("permintaan", _("Permintaan Anda"), story.wish),
            Fact("terbit", _("Terbit"), story.published_at),
            Fact("turun", _("Diturunkan"), story.down_at),
        ),
    )


def _consent(consent: StoryConsent) -> Record:
    return Record(
        title=_("Persetujuan: %(story)s") % {"story": consent.shown.get("title", consent.story.title)},
        url=reverse("story_consent", args=[consent.story_id]),
        when=consent.given_at,
        facts=(
            Fact("versi_cerita", _("Versi cerita"), consent.version),
            Fact("versi_teks", _("Versi teks"), consent.text_version),
            Fact("teks", _("Teks"), consent.words),
            Fact("diberikan", _("Diberikan"), consent.given_at),
            Fact("ditarik", _("Ditarik"), consent.withdrawn_at),
        ),
    )


def lock(cadre: Cadre) -> None:
    """Whoever publishes at this moment comes before or after."""
    list(Story.objects.filter(business__owner=cadre).select_for_update(of=("self",)).order_by("pk"))


def obstacles(cadre: Cadre) -> list[str]:
    """None: a story goes at once."""
    return []


def erase(cadre: Cadre, by: User) -> dict[str, int]:
    """That there was a story and a consent stays, with their days; the words and pictures go."""
    stories = Story.objects.filter(business__owner=cadre)
    found = list(stories.values_list("pk", flat=True))
    consents = StoryConsent.objects.filter(story__in=found)
    consents.standing().update(withdrawn_at=timezone.now())
    gone = {"title": GONE, "body": GONE, "wish": "", "down_reason": ""}
    with pgtrigger.ignore(
        "pilots.Story:story_words_as_asked",
        "pilots.StoryConsent:story_consent_stays",
        "pilots.StoryPhoto:story_photos_as_asked",
    ):
        stories.update(**gone)
        consents.update(shown={})
        StoryPhoto.objects.filter(story__in=found).delete()
    forget(Story, found, **gone)
    forget_reasons(Story, found, words=GONE)
    forget_messages(Message.objects.filter(subject_ref__in=[subject_of(Story(pk=pk)) for pk in found]))
    return {"stories": len(found)}


ERASER = Eraser(lock=lock, obstacles=obstacles, erase=erase)
