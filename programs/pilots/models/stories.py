"""A pilot's story on public pages, and its owner's consent to exactly that."""

from __future__ import annotations

from typing import Any, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from soksi_portal.accounts.choices import Role
from umkm.businesses.choices import BusinessState
from umkm.businesses.models import Business
from umkm.cadres.models import processed_for
from umkm.regions.scoping import ScopedQuerySet, own_as

from ..choices import StoryState
from ..walls_stories import consent_triggers, photo_triggers, story_triggers
from .pilots import Pilot


class StoryQuerySet(ScopedQuerySet["Story"]):
    def own_of(self, user: Any) -> Q | None:
        """An owner reads what she was asked about; not what somebody is still writing."""
        return own_as(Role.CADRE, user, Q(business__owner__user=user) & ~Q(asked_at=None))

    def visible_to(self, user: Any) -> Self:
        own = Q(business__owner__user=user)
        return super().visible_to(user).filter(processed_for(user, "business__owner", own=own))

    def published(self) -> Self:
        """What everybody reads: published, and the consent to that very version stands.

        The triggers take a story down in the same transaction; this asks once more.
        """
        standing = StoryConsent.objects.standing().filter(story=OuterRef("pk"), version=OuterRef("version"))
        return self.filter(
            Exists(standing),
            state=StoryState.PUBLISHED,
            business__state=BusinessState.VERIFIED,
            business__owner__restricted_at=None,
        )


@pghistory.track()
class Story(models.Model):
    """Plain paragraphs about one pilot. Each change of what is shown makes a new version."""

    pilot = models.OneToOneField(Pilot, models.PROTECT, related_name="story")
    business = models.ForeignKey(Business, models.PROTECT, related_name="stories")
    province = models.ForeignKey("regions.Province", models.PROTECT, related_name="+")
    state = models.CharField(_("Status"), max_length=10, choices=StoryState.choices, default=StoryState.DRAFT)
    version = models.PositiveIntegerField(_("Versi"), default=1)
    title = models.CharField(_("Judul"), max_length=120)
    body = models.TextField(_("Cerita"), max_length=8000)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(null=True, blank=True)  # for the first time, stays
    # what the owner wants to be different
    wish = models.CharField(_("Permintaan pemilik"), max_length=1000, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    # none where the owner took the consent back, or it ended by itself
    down_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    down_at = models.DateTimeField(null=True, blank=True)
    down_reason = models.CharField(_("Alasan diturunkan"), max_length=1000, blank=True)

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("cerita")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=StoryState.values), name="story_state_known"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(body=""), name="story_not_empty"),
            models.CheckConstraint(
                condition=~Q(state=StoryState.PUBLISHED)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="story_published_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state=StoryState.DOWN) | Q(down_at__isnull=False), name="story_down_dated"
            ),
        )
        indexes = (
            models.Index(F("written_at").desc(), F("id").desc(), name="story_newest"),
            models.Index(
                F("published_at").desc(),
                F("id").desc(),
                condition=Q(state=StoryState.PUBLISHED),
                name="story_published",
            ),
        )
        triggers = story_triggers()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("story_detail", args=[self.pk])

    @property
    def state_tone(self) -> str:
        return StoryState(self.state).tone

    @property
    def paragraphs(self) -> list[str]:
        return [part.strip() for part in self.body.replace("\r\n", "\n").split("\n\n") if part.strip()]


class StoryPhotoQuerySet(models.QuerySet["StoryPhoto"]):
    def kept(self) -> StoryPhotoQuerySet:
        """Without pictures that the owner has taken away since."""
        return self.filter(document__removed_at=None)


class StoryPhoto(models.Model):
    """One kept picture of the business in its story, with what it shows in words."""

    story = models.ForeignKey(Story, models.PROTECT, related_name="photos")
    document = models.ForeignKey("businesses.Document", models.PROTECT, related_name="+")
    alt = models.CharField(_("Apa yang tampak di foto"), max_length=200)
    position = models.PositiveSmallIntegerField()

    objects = StoryPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("foto cerita")
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=["story", "document"], name="story_photo_once"),
            models.CheckConstraint(condition=~Q(alt=""), name="story_photo_described"),
        )
        triggers = photo_triggers()

    def __str__(self) -> str:
        return self.alt


class StoryConsentQuerySet(models.QuerySet["StoryConsent"]):
    def standing(self) -> StoryConsentQuerySet:
        return self.filter(withdrawn_at=None)


@pghistory.track(exclude=["shown"])
class StoryConsent(models.Model):
    """That the owner agreed to publish one version; withdrawn, never deleted."""

    story = models.ForeignKey(Story, models.PROTECT, related_name="consents")
    version = models.PositiveIntegerField(_("Versi cerita"))
    text_version = models.CharField(_("Versi teks persetujuan"), max_length=20)
    words = models.TextField(_("Teks persetujuan"))
    # what was on the screen: {"title", "body", "photos": [{"sha256", "alt"}]}
    shown = models.JSONField(default=dict)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = StoryConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("persetujuan cerita")
        constraints = (
            models.UniqueConstraint(
                "story", "version", condition=Q(withdrawn_at=None), name="story_consent_standing_once"
            ),
        )
        triggers = consent_triggers()

    def __str__(self) -> str:
        return f"{self.story} {self.version}"
