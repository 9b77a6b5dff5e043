"""What holds in every environment. Values that differ come from the environment, typed by environs."""

import os
from pathlib import Path

import bootstrap
from csp.constants import NONE, SELF
from environs import Env
from whitenoise.compress import Compressor

from .addresses import broker_address, redis_address
from .documents import document_storage
from .schedule import CELERY_BEAT_SCHEDULE as CELERY_BEAT_SCHEDULE

ROOT = Path(__file__).resolve().parents[2]

VAR = Path(os.environ.get("PORTAL_VAR", ROOT / "var"))

env = Env()
env.read_env(os.environ.get("PORTAL_ENV_FILE", str(ROOT / ".env")), recurse=False)

# --- what runs -------------------------------------------------------------------------------

INSTALLED_APPS = [
    "programs.demo",
    "programs.reminders",
    "programs.impact",
    "programs.progress",
    "programs.training",
    "programs.mentoring",
    "programs.bankaccess",
    "programs.pilots",
    "programs.partnership",
    "umkm.businesses",
    "umkm.cadres",
    "umkm.regions",
    "soksi_portal.accounts",
    "soksi_portal.audit",
    "soksi_portal.outbox",
    "soksi_portal.common",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "soksi_portal.settings.staticfiles.PortalStaticFiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_filters",
    "django_htmx",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pages for 3G; random padding answers BREACH
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "soksi_portal.common.onlysent.OnlySentMiddleware",
    "soksi_portal.audit.middleware.AuditMiddleware",
]

ROOT_URLCONF = "soksi_portal.urls"
WSGI_APPLICATION = "soksi_portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "soksi_portal.accounts.navigation.navigation",
                "soksi_portal.outbox.inbox.queries.unread",
            ],
            "builtins": ["soksi_portal.common.templatetags.portal"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- servers ---------------------------------------------------------------------------------
# Where DATABASE_URL and REDIS_URL are not set, manage.py and the supervisor set them to the embedded servers'.

DATABASES = {"default": env.dj_db_url("DATABASE_URL", default="postgresql:///portal")}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)  # seconds

REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379")
BROKER_DB, CACHE_DB = 0, 1  # apart, since clearing the cache empties its database
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": redis_address(REDIS_URL, CACHE_DB),
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 5},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

CELERY_BROKER_URL = broker_address(REDIS_URL, BROKER_DB)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True  # a killed worker's task runs again: every task is safe to run twice
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "Asia/Jakarta"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 1200,
    "socket_timeout": 10,
    "socket_connect_timeout": 3,
    # who sends a task does not stand waiting for a broker that is down (kombu's own pauses add up to 6 s)
    "max_retries": 1,
    "interval_start": 0.0,
    "interval_step": 0.1,
}
CELERY_BEAT_SCHEDULER = "soksi_portal.health.heartbeat:BeatWithHeartbeat"

EMAIL_HOST = env.str("EMAIL_HOST", default="127.0.0.1")
EMAIL_PORT = env.int("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
EMAIL_USE_SSL = env.bool("EMAIL_USE_SSL", default=False)
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=15)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Kemitraan UMKM <portal@localhost>")
REPLY_TO_EMAIL = env.str("REPLY_TO_EMAIL", default="")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

OUTBOX_BATCH = env.int("OUTBOX_BATCH", default=100)  # messages claimed at once by a worker
# a worker whose clock lies farther from the database's delivers nothing
OUTBOX_CLOCK_TOLERANCE_SECONDS = env.float("OUTBOX_CLOCK_TOLERANCE_SECONDS", default=60)
OUTBOX_LEASE_SECONDS = env.float("OUTBOX_LEASE_SECONDS", default=120)  # after a worker's death its claim ends
# after a temporary failure the first pause, doubled each time up to 4 hours; 13 attempts last about a day
OUTBOX_ATTEMPTS = env.int("OUTBOX_ATTEMPTS", default=13)
OUTBOX_FIRST_PAUSE_SECONDS = env.float("OUTBOX_FIRST_PAUSE_SECONDS", default=120)
IMPORT_LEASE_SECONDS = env.float(
    "IMPORT_LEASE_SECONDS", default=60
)  # after a worker's death its import goes on
# the provider of e-mail, by its name in django-anymail ("mailgun", "postmark", …); empty: by SMTP
EMAIL_PROVIDER = env.str("EMAIL_PROVIDER", default="")
# its settings as django-anymail names them: ANYMAIL_MAILGUN_API_KEY=… is ANYMAIL["MAILGUN_API_KEY"]
ANYMAIL = {
    "REQUESTS_TIMEOUT": (5, 15),  # seconds to connect, and to answer
    **{
        name.removeprefix("ANYMAIL_"): value
        for name, value in os.environ.items()
        if name.startswith("ANYMAIL_")
    },
}
WHATSAPP_URL = env.str("WHATSAPP_URL", default="")  # as apprise writes it; see outbox/channels/phone.py
SMS_URL = env.str("SMS_URL", default="")
OUTBOX_TEXT_MONTHS = env.int("OUTBOX_TEXT_MONTHS", default=24)  # then the text of what has ended is dropped
WEBHOOK_URL = env.str("WEBHOOK_URL", default="")  # where the webhook channel posts; empty: no such channel
WEBHOOK_SECRET = env.str("WEBHOOK_SECRET", default="")  # signs what it posts; without one it posts nothing

# the address in messages: scheme, host and port as a person reaches the portal
PORTAL_URL = env.str("PORTAL_URL", default="http://127.0.0.1:8000").rstrip("/") + "/"
DEMO = False  # demo accounts and demo data: only where a development start says so

# one line for each event to the process's own output; whoever runs the process keeps it
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"without secrets": {"()": "soksi_portal.common.logs.WithoutSecrets"}},
    "handlers": {
        "output": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without secrets"]}
    },
    "root": {"handlers": ["output"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
}

# --- language and time -----------------------------------------------------------------------

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia")]
LOCALE_PATHS = [ROOT / "soksi_portal" / "locale"]
FORMAT_MODULE_PATH = ["soksi_portal.common.formats"]
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True

# --- personal data and documents ---------------------------------------------------------------

# what NIK and NPWP are encrypted with: "number:base64 of 32 bytes", the newest first (see common/encryption.py)
PERSONAL_DATA_KEYS: list[str] = env.list("PERSONAL_DATA_KEYS", default=[])
BLIND_INDEX_KEY = env.str("BLIND_INDEX_KEY", default="")
# pictures of people's papers: never below a folder that a web server serves
DOCUMENT_STORAGE = document_storage(env, VAR)

# what is small stays in memory, the rest within bounds (see accounts/uploads.py)
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "soksi_portal.accounts.uploads.BoundedUploads",
]

# --- audit trail -----------------------------------------------------------------------------

PGHISTORY_APPEND_ONLY = True  # events are written once: the database refuses to change or delete them
PGHISTORY_MIDDLEWARE_METHODS = ["POST", "PUT", "PATCH", "DELETE"]

# --- accounts --------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "front"

ACCOUNT_ADAPTER = "soksi_portal.outbox.account_mails.MailingAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
# the number is optional to the library, or staff who have none could not sign in; the sign-up form requires it
ACCOUNT_SIGNUP_FIELDS = ["phone", "email", "password1*"]
SILENCED_SYSTEM_CHECKS = [
    "account.W001"
]  # it asks for a required field here, for the reason above there is none
ACCOUNT_PHONE_VERIFICATION_ENABLED = False  # there is no SMS channel yet
ACCOUNT_EMAIL_VERIFICATION = "optional"
# whoever's number is taken must learn the way out; a stranger learns no more than that it is taken
ACCOUNT_PREVENT_ENUMERATION = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "front"
ACCOUNT_FORMS = {
    "login": "soksi_portal.accounts.forms.SignInForm",
    "signup": "umkm.cadres.forms.CadreSignupForm",
    "reset_password": "soksi_portal.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "soksi_portal.accounts.forms.NewPasswordForm",
}
# thousands share one address behind a mobile provider: strict for each login, generous for each address
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "100/m/ip,5/5m/key",
    "signup": "200/m/ip",
    "reset_password": "60/m/ip,3/10m/key",
    # numbers of others that one person tries: a new owner's, and those that are taken
    "new_owner": "20/d/user",
    "ownership_question": "60/h/ip,5/d/key",
    "take_over": "60/h/ip,5/d/key",
    # numbers of certificates that somebody tries: a school's or an operator's many phones are one address
    "certificate": "120/m/ip",
    # codes at the door of a training: a hall full of phones behind one address, few tries for each number
    "check_in": "300/m/ip",
    "check_in_number": "300/m/ip,8/10m/key",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]

# --- static files ----------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "static", ("bootstrap", Path(bootstrap.__path__[0]) / "css")]
STATIC_ROOT = VAR / "static"
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")  # read by developers only

# --- security --------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
