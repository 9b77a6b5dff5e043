"""For the open internet, behind TLS. Refuses to start half-configured."""

from django.core.exceptions import ImproperlyConfigured

from soksi_portal.common.encryption import parse_keys

from .base import *  # noqa: F403
from .base import BLIND_INDEX_KEY, DOCUMENT_STORAGE, PERSONAL_DATA_KEYS, env
from .secret import SHORTEST_KEY, is_weak

DEBUG = env.bool("DEBUG", default=False)
if DEBUG:
    raise ImproperlyConfigured("DEBUG tidak boleh menyala di produksi. Hapus DEBUG dari lingkungan.")
if env.bool("DEMO", default=False):
    raise ImproperlyConfigured(
        "DEMO tidak boleh menyala di produksi: akun demo memakai kata sandi yang diketahui umum."
    )

SECRET_KEY = env.str("SECRET_KEY", default="")
if is_weak(SECRET_KEY):
    raise ImproperlyConfigured(
        f"SECRET_KEY kosong atau lemah. Isi dengan paling sedikit {SHORTEST_KEY} karakter acak, misalnya dari "
        "`python -c 'import secrets; print(secrets.token_urlsafe(60))'`."
    )
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS harus berisi nama host portal, misalnya kemitraan.example.id.")
for name in ("DATABASE_URL", "REDIS_URL", "PORTAL_URL", "EMAIL_HOST"):
    if not env.str(name, default=""):
        raise ImproperlyConfigured(f"{name} harus diisi di produksi. Lihat .env.example.")
parse_keys(PERSONAL_DATA_KEYS)
if is_weak(BLIND_INDEX_KEY):
    raise ImproperlyConfigured(
        f"BLIND_INDEX_KEY kosong atau lemah. Isi dengan paling sedikit {SHORTEST_KEY} karakter acak, dan simpan baik-baik:"
        " tanpa kunci ini NIK yang sama tidak dikenali lagi."
    )
if not env.str("PORTAL_URL").startswith("https://"):
    raise ImproperlyConfigured(
        "PORTAL_URL harus dimulai dengan https://, karena tautan dalam pesan memakainya."
    )

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^sehat/$", r"^siap/$"]  # a load balancer asks over plain HTTP
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
if env.bool("BEHIND_PROXY", default=False):
    # whom rate limits count: without it, everybody behind the proxy would be one visitor
    ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "documents": DOCUMENT_STORAGE,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
