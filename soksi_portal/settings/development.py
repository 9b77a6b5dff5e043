"""`make run` (a demo on this machine, DEBUG off) and `make dev` (DEBUG on). Never for the open internet."""

from .base import *  # noqa: F403
from .base import INSTALLED_APPS, MIDDLEWARE, VAR, env
from .secret import own_secret_key

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=True)
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="demo-umkm-2026")
SECRET_KEY = env.str("SECRET_KEY", default="") or own_secret_key(VAR)
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", env.str("HOST", default="127.0.0.1")]
)

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

if DEBUG:
    INSTALLED_APPS = [*INSTALLED_APPS, "debug_toolbar", "django_browser_reload"]
    MIDDLEWARE = [
        *MIDDLEWARE,
        "debug_toolbar.middleware.DebugToolbarMiddleware",
        "django_browser_reload.middleware.BrowserReloadMiddleware",
    ]
    INTERNAL_IPS = ["127.0.0.1"]
    CONTENT_SECURITY_POLICY = None  # the toolbar writes inline styles
