"""The shell of the portal: what every part stands on, and the wiring on top."""

from .celery import app as celery_app

__all__ = ["celery_app"]
