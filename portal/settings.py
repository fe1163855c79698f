"""All settings, from the environment. A missing secret stops the process; `NAME_FILE` may name a file that holds NAME.

Read: DATABASE_URL REDIS_URL EMAIL_URL BASE_URL SECRET_KEY DEBUG DEMO VAR_DIR MAILDIR DEFAULT_FROM_EMAIL TEXT_SENDER
ALLOWED_HOSTS CLAMD_URL PROXIES.
"""

import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.conf import global_settings

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()

# --- What this installation is -----------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
SECRET_KEY = env.str("SECRET_KEY")
BASE_URL = env.str("BASE_URL", default="http://localhost:8000").rstrip("/")
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
MAILDIR = env.str("MAILDIR", default="")  # where the embedded mail catcher writes; shown on /demo/outbox/
_HTTPS = BASE_URL.startswith("https://")

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[urlsplit(BASE_URL).hostname, "localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = [BASE_URL]
PROXIES = env.int("PROXIES", default=0)  # how many of ours stand in front and each add to X-Forwarded-For

# --- Apps and middleware -----------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "portal.apps.PortalConfig",
    "scheduling.apps.SchedulingConfig",
    "registration.apps.RegistrationConfig",
    "messaging.apps.MessagingConfig",
    "practice.apps.PracticeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "csp",
    "phonenumber_field",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "practice.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "practice.middleware.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.sessions.SessionTimeoutMiddleware",
    "practice.middleware.ParkedSubmissionMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "practice.middleware.ActorMiddleware",
    "practice.middleware.NoStoreMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context_processors.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Data --------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL")}
DATABASES["default"].update(CONN_MAX_AGE=600, CONN_HEALTH_CHECKS=True, ATOMIC_REQUESTS=False)
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 3)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Sessions, limits and counters live in Postgres: losing the broker must not sign anybody out (settled 13).
SESSION_ENGINE = "portal.sessions"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PGHISTORY_DEFAULT_TRACKERS = ()
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")  # a GET changes nothing that has a history

# --- Celery: the broker is a doorbell ----------------------------------------------------------------------------
CELERY_BROKER_URL = env.str("REDIS_URL", default="redis://localhost:6379/0")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
# Without these a silent broker held a page for 40 seconds.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "socket_timeout": 1.0,
    "socket_connect_timeout": 1.0,
    "max_retries": 0,
}
CELERY_BEAT_SCHEDULE = {
    "sweep-outbox": {"task": "practice.sweep_outbox", "schedule": 15.0},
    "end-offers": {"task": "scheduling.end_offers", "schedule": env.float("END_OFFERS_SECONDS", default=60.0)},
    "tell-zone-changes": {"task": "scheduling.tell_zone_changes", "schedule": 15.0},
    "finish-invites": {"task": "registration.finish_runs", "schedule": 15.0},
    "forget-parked": {"task": "practice.forget_parked", "schedule": 3600.0},
    "forget-files": {"task": "messaging.forget_files", "schedule": 3600.0},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# --- Mail --------------------------------------------------------------------------------------------------------
vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:2525"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Frontdesk <no-reply@frontdesk.example>")
TEXT_SENDER = env.str("TEXT_SENDER", default="")  # such as practice.texts.to_mail_folder; without it no texts leave

# --- Who you are -------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "practice.User"
AUTHENTICATION_BACKENDS = ["practice.accounts.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "practice.accounts.AccountAdapter"
MFA_ADAPTER = "practice.accounts.MFAAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_USER_DISPLAY = "practice.accounts.display_name"
# allauth's per-account limit lets strangers lock the owner out; ours counts per account and network (settled 16).
ACCOUNT_RATE_LIMITS = False
PASSWORD_RESET_TIMEOUT = 2 * 3600
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
ACCOUNT_FORMS = {"reauthenticate": "practice.forms.accounts.ConfirmPasswordForm"}
MFA_FORMS = {
    "authenticate": "practice.forms.accounts.SecondFactorForm",
    "reauthenticate": "practice.forms.accounts.ConfirmFactorForm",
    "activate_totp": "practice.forms.accounts.AddAuthenticatorForm",
}

SESSION_COOKIE_NAME = "__Host-session" if _HTTPS else "frontdesk_session"
CSRF_COOKIE_NAME = "__Host-csrf" if _HTTPS else "frontdesk_csrf"
DEVICE_COOKIE_NAME = "__Host-device" if _HTTPS else "frontdesk_device"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "portal.error_views.csrf_failure"

# --- What browsers are told --------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = _HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- Files, language, time ---------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR_DIR / "files"
_TESTING = "pytest" in sys.modules
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or _TESTING
        else "practice.statics.Storage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG or _TESTING
LANGUAGE_CODE = "en-us"
LANGUAGES = [("en", "English")]  # a language joins when its texts are there, or pages would claim to be in it
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
# A body larger than the files that one message may have is refused before it is read.
FILE_UPLOAD_HANDLERS = ["practice.uploads.RefuseTooLarge", *global_settings.FILE_UPLOAD_HANDLERS]
FILE_UPLOAD_PERMISSIONS = 0o600
CLAMD_URL = env.str("CLAMD_URL", default="")  # tcp://host:3310 or unix:///path; without it files are not scanned
PHONENUMBER_DEFAULT_REGION = "US"
PHONENUMBER_DB_FORMAT = "E164"

# --- API ---------------------------------------------------------------------------------------------------------
# LoginRequiredMiddleware does not cover REST framework's views, so the API says it itself (settled 8).
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "portal.api_auth.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["portal.api_parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "portal.api_errors.exception_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
REST_KNOX = {
    "TOKEN_TTL": timedelta(hours=12),
    "SECURE_HASH_ALGORITHM": "hashlib.sha512",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Frontdesk API",
    "DESCRIPTION": "The same doors as the pages: appointments, requests and messages of one practice.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],  # the description holds no data
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "RequestStatus": "scheduling.states.REQUEST_STATUSES",
        "RequestKind": "scheduling.models.REQUEST_KINDS",
        "AppointmentStatus": "scheduling.states.APPOINTMENT_STATUSES",
        "ThreadState": "messaging.api.THREAD_STATES",
    },
}

# --- Logs: one JSON object a line, never a name, an address or a query string -------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "practice.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django.request": {"level": "ERROR"}, "django.security": {"level": "ERROR"}},
}
# The e-mail is unique whatever its case, by a functional constraint that this check does not see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
