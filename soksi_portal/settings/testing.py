"""Tests: real PostgreSQL and real Valkey, started for this run and gone with it."""

import os

from soksi_portal.embedded.throwaway import ensure_servers

ensure_servers()  # before base reads where the servers are

from .base import *  # noqa: E402, F403

SECRET_KEY = "only-for-tests-" + "0123456789abcdef" * 4
DEBUG = False
DEMO = True
DEMO_PASSWORD = "demo-umkm-2026"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PORTAL_URL = "http://testserver/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # strength is not what tests wait for
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
# tests side by side share the broker: each process has its own queue
CELERY_TASK_DEFAULT_QUEUE = f"portal-{os.environ.get('PYTEST_XDIST_WORKER', 'master')}"
WEBHOOK_SECRET = "rahasia-uji"
