"""The beat schedule reaches the plan."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from programs.reminders.tasks import plan_due_reminders
from programs.training.choices import InvitationState
from soksi_portal.celery import app
from soksi_portal.outbox import occasions
from soksi_portal.outbox.models import Message
from tests.factories import make_invitation, make_session


@pytest.mark.django_db
def test_task_plans_what_is_missing_now():
    session = make_session(starts_at=timezone.now() + timedelta(days=9))
    make_invitation(session=session, state=InvitationState.CONFIRMED)
    plan_due_reminders()
    plan_due_reminders()
    assert Message.objects.count() == 3


@pytest.mark.parametrize("entry", ["plan-reminders", "deliver-due-messages"])
def test_beat_knows_the_tasks_and_lets_none_pile_up(entry):
    app.loader.import_default_modules()
    planned = settings.CELERY_BEAT_SCHEDULE[entry]
    assert planned["task"] in app.tasks
    assert planned["options"]["expires"] <= planned["schedule"] <= 60


def test_every_occasion_of_the_rules_has_words():
    assert {"session_reminder", "answer_reminder"} <= dict(occasions.choices()).keys()
