"""Stories as pages show them."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from programs.pilots.models import Story, StoryPhoto
from umkm.businesses.choices import DocumentKind
from umkm.businesses.models import Business, Document

SHOWN_ELSEWHERE = 3  # on the front page and on a province's


def with_photos(stories: QuerySet[Story]) -> QuerySet[Story]:
    """With `shown_photos`, those that the owner still keeps, and all that a card names."""
    kept = StoryPhoto.objects.kept().select_related("document")
    return stories.select_related("business", "province").prefetch_related(
        Prefetch("photos", queryset=kept, to_attr="shown_photos")
    )


def published_stories(*, province: str = "") -> QuerySet[Story]:
    """Newest first; of one province where it is named."""
    stories = Story.objects.published().order_by("-published_at", "-pk")
    return with_photos(stories.filter(province=province) if province else stories)


def pictures_of(business: Business) -> QuerySet[Document]:
    return Document.objects.kept().filter(business=business, kind=DocumentKind.PHOTO).order_by("pk")
