"""`make run` (a demo on this machine, DEBUG off) and `make dev` (DEBUG on). Never for the open internet."""

from soksi_portal.embedded.ports import WILDCARDS, own_addresses

from .base import *  # noqa: F403
from .base import BLIND_INDEX_KEY, DOCUMENT_STORAGE, INSTALLED_APPS, MIDDLEWARE, PERSONAL_DATA_KEYS, VAR, env
from .secret import own_personal_data_key, own_secret_key

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=True)
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="demo-umkm-2026")
SECRET_KEY = env.str("SECRET_KEY", default="") or own_secret_key(VAR)
PERSONAL_DATA_KEYS = PERSONAL_DATA_KEYS or [own_personal_data_key(VAR)]
BLIND_INDEX_KEY = BLIND_INDEX_KEY or PERSONAL_DATA_KEYS[-1]

host = env.str("HOST", default="127.0.0.1")
here = ["localhost", "127.0.0.1", "[::1]", f"[{host}]" if ":" in host else host]
if host in WILDCARDS:  # HOST=0.0.0.0 make run: a phone on the same network may look
    here += own_addresses()
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=here)

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "documents": DOCUMENT_STORAGE,
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

if DEBUG:
    INSTALLED_APPS = [*INSTALLED_APPS, "debug_toolbar", "django_browser_reload"]
    MIDDLEWARE = [
        *(one for one in MIDDLEWARE if not one.startswith("csp.")),  # the toolbar writes inline styles
        "debug_toolbar.middleware.DebugToolbarMiddleware",
        "django_browser_reload.middleware.BrowserReloadMiddleware",
    ]
    INTERNAL_IPS = ["127.0.0.1", "::1"]
