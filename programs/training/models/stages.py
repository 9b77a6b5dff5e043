"""Where a session stands as it is shown: what is stored of it, and the clock. Nobody else compares the two."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from programs.training.choices import SessionStage, SessionState


def stage_of(state: str, starts_at: datetime, ends_at: datetime, *, now: datetime) -> SessionStage:
    if state != SessionState.PLANNED:
        return SessionStage(state)
    if now < starts_at:
        return SessionStage.PLANNED
    return SessionStage.RUNNING if now < ends_at else SessionStage.OVER


def at_stage(stage: str, *, now: datetime) -> Q:
    """The same question to the database."""
    planned = Q(state=SessionState.PLANNED)
    by_the_clock = {
        SessionStage.PLANNED: planned & Q(starts_at__gt=now),
        SessionStage.RUNNING: planned & Q(starts_at__lte=now, ends_at__gt=now),
        SessionStage.OVER: planned & Q(ends_at__lte=now),
    }
    return by_the_clock.get(SessionStage(stage), Q(state=stage))
