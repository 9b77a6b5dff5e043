"""Writing a story, asking its owner, publishing, and taking it down.

Everybody locks the story's row first, so that publishing and taking the consent back come one after the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.pilots.choices import PilotOutcome, StoryState
from programs.pilots.errors import StoryNotAgreed, StoryRefused
from programs.pilots.models import Pilot, Story, StoryConsent, StoryPhoto
from programs.pilots.services.locking import checked_reason
from soksi_portal.accounts.models import User
from soksi_portal.audit.services import because
from umkm.businesses.models import Document

from . import messages
from .consent import TEXT_VERSION, WORDS
from .permissions import is_about


@dataclass(frozen=True)
class Picture:
    """A kept photo of the business, and what it shows in words."""

    document: Document
    alt: str


@transaction.atomic
def create_story(*, pilot: Pilot, title: str, body: str, pictures: Sequence[Picture], by: User) -> Story:
    """Begin to write about a pilot, or a graduate. Raises StoryRefused."""
    pilot = Pilot.objects.select_for_update(of=("self",), no_key=True).select_related("seat", "business__owner").get(
        pk=pilot.pk
    )  # fmt: skip
    if pilot.ended_at is not None and pilot.outcome != PilotOutcome.GRADUATED:
        raise StoryRefused(_("Cerita ditulis tentang UMKM percontohan yang aktif atau sudah lulus."))
    if pilot.business.owner.restricted_at is not None:
        raise StoryRefused(_("Pemiliknya meminta datanya tidak diproses."))
    if Story.objects.filter(pilot=pilot).exists():
        raise StoryRefused(_("Cerita tentang percontohan ini sudah ada. Buka dan ubahlah cerita itu."))
    with because(_("Cerita ditulis."), by=by):
        story = Story.objects.create(
            pilot=pilot,
            business=pilot.business,
            province_id=pilot.seat.province_id,
            title=title.strip(),
            body=body.strip(),
            written_by=by,
        )
        _set_pictures(story, pictures)
    return story


@transaction.atomic
def edit_story(*, story: Story, title: str, body: str, pictures: Sequence[Picture], by: User) -> Story:
    """Write it anew. Once the owner was asked this is another version: it is not in public until she agrees to it."""
    story = locked_story(story)
    was = story.state
    with because(_("Cerita diubah."), by=by):
        if was != StoryState.DRAFT:
            story.state, story.version = StoryState.DRAFT, story.version + 1
            messages.cancel_asking(story)
        story.title, story.body, story.wish = title.strip(), body.strip(), ""
        story.save(update_fields=["state", "version", "title", "body", "wish"])
        _set_pictures(story, pictures)
    return story


@transaction.atomic
def ask_consent(*, story: Story, by: User) -> Story:
    """From now on the words stand; the owner reads exactly them. Raises StoryRefused."""
    story = locked_story(story)
    if story.state != StoryState.DRAFT:
        raise StoryRefused(_("Pemiliknya sudah ditanya: %(state)s.") % {"state": story.get_state_display()})
    if story.business.owner.user_id is None:
        raise StoryRefused(_("Pemiliknya belum punya akun, jadi belum dapat memberi persetujuan."))
    if story.business.owner.restricted_at is not None:
        raise StoryRefused(_("Pemiliknya meminta datanya tidak diproses."))
    story.state, story.asked_at = StoryState.ASKED, story.asked_at or timezone.now()
    with because(_("Persetujuan pemilik diminta."), by=by):
        story.save(update_fields=["state", "asked_at"])
    messages.tell_asked(story)
    return story


@transaction.atomic
def give_consent(*, story: Story, version: int, by: User) -> StoryConsent:
    """The owner agrees to the version that she has read. Raises StoryRefused."""
    story = locked_story(story)
    _must_be_asked(story, by)
    if story.version != version:
        raise StoryRefused(_("Cerita ini diubah sejak Anda membukanya. Baca dahulu yang baru."))
    consent = StoryConsent.objects.create(
        story=story,
        version=story.version,
        text_version=TEXT_VERSION,
        words=str(WORDS),
        shown=shown_of(story),
        given_by=by,
    )
    story.state = StoryState.AGREED
    with because(_("Pemilik setuju."), by=by):
        story.save(update_fields=["state"])
    messages.tell_answered(story)
    return consent


@transaction.atomic
def decline_story(*, story: Story, wish: str, by: User) -> Story:
    """The owner wants something to be different, or no story at all. Raises StoryRefused."""
    story = locked_story(story)
    _must_be_asked(story, by)
    story.state, story.wish = StoryState.DECLINED, wish.strip()
    with because(_("Pemilik belum setuju."), by=by):
        story.save(update_fields=["state", "wish"])
    messages.tell_answered(story)
    return story


@transaction.atomic
def withdraw_consent(*, story: Story, by: User) -> Story:
    """One press of the owner takes the story down at once, by trigger in the same transaction. Twice is once.

    Raises StoryRefused.
    """
    story = locked_story(story)
    if not is_about(by, story):
        raise StoryRefused(_("Hanya pemilik usaha ini yang dapat menarik persetujuannya."))
    with because(_("Pemilik menarik persetujuan."), by=by):
        StoryConsent.objects.standing().filter(story=story).update(withdrawn_at=timezone.now())
    was = story.state
    story.refresh_from_db(fields=["state", "down_at"])
    if story.state != was:
        messages.tell_withdrawn(story)
    return story


@transaction.atomic
def publish_story(*, story: Story, by: User) -> Story:
    """In public, with a standing consent to this version. Raises StoryNotAgreed, StoryRefused."""
    story = locked_story(story)
    if story.state == StoryState.PUBLISHED:
        return story
    consents = StoryConsent.objects.standing().filter(story=story, version=story.version)
    if story.state != StoryState.AGREED or not consents.exists():
        raise StoryNotAgreed(
            _("Pemilik belum menyetujui cerita ini persis seperti sekarang, jadi belum dapat terbit.")
        )
    story.state, story.published_by, story.published_at = StoryState.PUBLISHED, by, timezone.now()
    story.down_by, story.down_at, story.down_reason = None, None, ""
    with because(_("Cerita terbit."), by=by):
        story.save(
            update_fields=["state", "published_by", "published_at", "down_by", "down_at", "down_reason"]
        )
    messages.tell_published(story)
    return story


@transaction.atomic
def take_down_story(*, story: Story, reason: str, by: User) -> Story:
    """The board takes it out of public; the owner is told. Raises ReasonMissing, StoryRefused."""
    reason = checked_reason(reason)
    story = locked_story(story)
    if story.state not in (StoryState.PUBLISHED, StoryState.AGREED):
        raise StoryRefused(_("Cerita ini tidak sedang terbit."))
    story.state, story.down_reason = StoryState.DOWN, reason
    story.down_by, story.down_at = by, timezone.now()
    with because(reason, by=by):
        story.save(update_fields=["state", "down_reason", "down_by", "down_at"])
    messages.tell_taken_down(story)
    return story


def shown_of(story: Story) -> dict[str, Any]:
    """What is on the screen of the one who agrees."""
    photos = story.photos.kept().select_related("document")
    return {
        "title": story.title,
        "body": story.body,
        "photos": [{"sha256": one.document.sha256, "alt": one.alt} for one in photos],
    }


def locked_story(story: Story) -> Story:
    rows = Story.objects.select_for_update(of=("self",)).select_related(
        "business__owner__user", "province", "written_by", "pilot"
    )
    return rows.get(pk=story.pk)


def _must_be_asked(story: Story, by: User) -> None:
    if not is_about(by, story):
        raise StoryRefused(_("Hanya pemilik usaha ini yang menjawab."))
    if story.business.owner.restricted_at is not None:
        raise StoryRefused(_("Data Anda sedang tidak diproses atas permintaan Anda."))
    if story.state != StoryState.ASKED:
        raise StoryRefused(_("Cerita ini sudah dijawab: %(state)s.") % {"state": story.get_state_display()})


def _set_pictures(story: Story, pictures: Sequence[Picture]) -> None:
    story.photos.all().delete()
    StoryPhoto.objects.bulk_create(
        StoryPhoto(story=story, document=one.document, alt=one.alt.strip(), position=number)
        for number, one in enumerate(pictures, start=1)
    )
