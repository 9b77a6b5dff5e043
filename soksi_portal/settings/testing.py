"""Tests: real PostgreSQL and real Valkey, started for this run and gone with it."""

import os

from soksi_portal.embedded.throwaway import ensure_servers

ensure_servers()  # before base reads where the servers are
os.environ["PORTAL_ENV_FILE"] = os.devnull  # a developer's own .env has no part in tests

from .addresses import broker_address, redis_address  # noqa: E402
from .base import *  # noqa: E402, F403
from .base import CACHES, REDIS_URL  # noqa: E402

SECRET_KEY = "only-for-tests-" + "0123456789abcdef" * 4
PERSONAL_DATA_KEYS = ["1:" + "k" * 42 + "w="]  # base64 of 32 bytes
BLIND_INDEX_KEY = "only-for-tests"
DEBUG = False
DEMO = True
DEMO_PASSWORD = "demo-umkm-2026"  # noqa: S105 — public on purpose, as in product.md
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PORTAL_URL = "http://testserver/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # strength is not what tests wait for
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    # a folder where another process reads too
    "documents": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": os.environ["TEST_DOCUMENTS"]},
    }
    if "TEST_DOCUMENTS" in os.environ
    else {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_PROVIDER, WHATSAPP_URL, SMS_URL = "", "", ""
WHITENOISE_AUTOREFRESH = True
OUTBOX_CLOCK_TOLERANCE_SECONDS = 1e9  # tests travel in time

# a broker and a cache for each xdist worker: one test's clearing must not empty another's
process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
BROKER_DB, CACHE_DB = 2 * process, 2 * process + 1
CACHES["default"]["LOCATION"] = redis_address(REDIS_URL, CACHE_DB)
CELERY_BROKER_URL = broker_address(REDIS_URL, BROKER_DB)
