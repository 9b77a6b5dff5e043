"""Whose messages are a province's: of its cadres, and of who coordinates it. Asked by the list of messages."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from umkm.regions.models import Post, Province

from .models import Cadre


def provinces() -> list[tuple[str, str]]:
    return [(one.pk, one.name) for one in Province.objects.existing().order_by("name")]


def people_of(province: str) -> list[QuerySet[Any]]:
    return [
        Cadre.objects.filter(province=province, user__isnull=False).values_list("user", flat=True),
        Post.objects.active().filter(province=province).values_list("user", flat=True),
    ]
