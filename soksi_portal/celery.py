"""The Celery application: `celery -A soksi_portal worker` and `… beat`, with DJANGO_SETTINGS_MODULE set."""

import signal

from celery import Celery
from celery.signals import worker_process_init

from soksi_portal.embedded.launching import die_with_parent

app = Celery("soksi_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["umkm.businesses.importing"])  # parts of a slice have tasks of their own


@worker_process_init.connect
def end_with_the_worker(**_: object) -> None:
    """A killed worker's pool must not go on beside the worker that takes over its tasks."""
    die_with_parent(signal.SIGKILL)
