"""Background work of this slice. Safe to run twice and beside itself.

Beat asks for the reminders every ten minutes anyway; nobody asks for the end of sessions twice, so it is tried again.
"""

from celery import shared_task
from django.db import OperationalError
from django.utils import timezone

from .forgetting import forget_ended_messages, forget_sessions
from .models import DataRequest
from .rights.messages import LEAD, remind_admins


@shared_task(ignore_result=True)
def remind_of_requests() -> None:
    """The admins, once for each request of which 24 hours or less are left; and what was sent to the erased goes."""
    for request in DataRequest.objects.open().filter(due_at__lte=timezone.now() + LEAD).order_by("due_at"):
        remind_admins(request)
    forget_ended_messages()


@shared_task(ignore_result=True, autoretry_for=(OperationalError, OSError), retry_backoff=True, max_retries=3)
def end_sessions(user_id: int) -> None:
    forget_sessions(user_id)
