"""Django settings. Everything that differs between machines comes from the environment."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config import environment

ROOT = Path(__file__).resolve().parent.parent

# A rehearsal runs on an invented province with throw-away keys; nothing of it reaches an agency.
REHEARSAL = environment.switch("DAUSON_REHEARSAL", default=False)
# SECRET_KEY signs cookies; KEY_SECRET, with each PIN, wraps the officials' keys: without it no key
# can ever be unlocked. Both long and random, each kept apart from the backups.
SECRET_KEY = environment.text("SECRET_KEY", "practice-without-servers" if REHEARSAL else None)
KEY_SECRET = environment.text("KEY_SECRET", "practice-without-servers" if REHEARSAL else None)
if not REHEARSAL and any(key.startswith("practice-") for key in (SECRET_KEY, KEY_SECRET)):
    raise ImproperlyConfigured("SECRET_KEY and KEY_SECRET must not be those of a rehearsal.")

DEBUG = False
# By which names browsers reach the site, and its address as they see it.
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
BASE_URL = environment.text("BASE_URL", "http://127.0.0.1:8000" if REHEARSAL else None)
# Where the source of what runs here is found: the licence (AGPL-3.0, section 13) has it offered.
SOURCE_URL = environment.text("SOURCE_URL", "" if REHEARSAL else None)
# How many proxies of ours stand before the web server, each telling whom it heard.
TRUSTED_PROXY_COUNT = environment.count("TRUSTED_PROXY_COUNT", default=0)
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "jobs",
    "ui",
    "agencies",
    "documents",
    "workflow",
    "exchange",
    "config",
    *(["rehearsal"] if REHEARSAL else []),
    "viewflow.workflow",
    "guardian",
    "procrastinate.contrib.django",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]
MIDDLEWARE = [
    "config.tracing.Traced",
    "config.health.Health",
    "django.middleware.security.SecurityMiddleware",
    "ui.csp.StrictCSPMiddleware",
    "config.middleware.ClientAddress",
    "config.middleware.LimitUploads",
    "config.middleware.OnlyUtf8",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ui.language.OfficialsLanguage",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "agencies.sessions.NoteUse",
    "agencies.remembering.RememberWhileReading",
    "config.middleware.SayWrongMethod",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["ui.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ui.context.frame",
            ],
        },
    }
]
FORM_RENDERER = "ui.forms.Renderer"
UI_NAVIGATION = "config.navigation.sections"
UI_BADGE = "workflow.navigation.badge"
UI_BELL = "workflow.navigation.bell"
UI_GUIDE = "config.guide.address_about"
PROCRASTINATE_ON_APP_READY = "config.jobs.bind"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""

# postgresql://user:password@host:5432/name?sslmode=verify-full&sslrootcert=/path
# An agency names its parts itself; only a rehearsal finds them on its own machine.
DATABASES = {
    "default": environment.database(
        "DATABASE_URL", "postgresql://dauson@127.0.0.1:5432/dauson" if REHEARSAL else None
    )
}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # In the database: every web process counts the same tries.
    "tries": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "dauson_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "agencies.Official"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    # Nothing asks it (documents/access is a query), but guardian's own check demands it.
    "guardian.backends.ObjectPermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = (
    []
    if REHEARSAL
    else [
        {
            "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
            "OPTIONS": {"min_length": 12},
        },
        {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    ]
)
ANONYMOUS_USER_NAME = None
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"

# Who signs, seals or runs the installation shows a second factor, asked again after some minutes.
SECOND_FACTOR_REQUIRED = environment.switch("SECOND_FACTOR_REQUIRED", default=not REHEARSAL)
STEP_UP_MINUTES = environment.count("STEP_UP_MINUTES", default=15)
# Whom people tell of a hole: an address of e-mail or a page, served at /.well-known/security.txt.
SECURITY_CONTACT = environment.text("SECURITY_CONTACT", "")

VIEWFLOW = {"AUTOREGISTER": False}

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
FORMAT_MODULE_PATH = ["ui.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "ui.static_storage.HashedStatic"},
}

# The object store, the timestamp authorities and the certificates that are trusted. A rehearsal
# may load its settings before it has any of them; an agency does not start without.
S3_ENDPOINT = environment.text("S3_ENDPOINT", "http://127.0.0.1:9000" if REHEARSAL else None)
S3_BUCKET = environment.text("S3_BUCKET", "dauson")
S3_ACCESS_KEY = environment.text("S3_ACCESS_KEY", "" if REHEARSAL else None)
S3_SECRET_KEY = environment.text("S3_SECRET_KEY", "" if REHEARSAL else None)
TIMESTAMP_URLS = environment.words("TIMESTAMP_URLS", "" if REHEARSAL else None)
TRUST_ROOTS = environment.text("TRUST_ROOTS", "" if REHEARSAL else None)
if not REHEARSAL and environment.is_practice_authority(TRUST_ROOTS):
    raise ImproperlyConfigured("TRUST_ROOTS names the throw-away authority of a rehearsal.")
# Whom webhooks may reach beside the open net; only a rehearsal calls this very machine.
WEBHOOK_ALLOWED_NETWORKS = environment.networks(
    "WEBHOOK_ALLOWED_NETWORKS", "127.0.0.0/8,::1/128" if REHEARSAL else ""
)
WEBHOOK_ALLOW_HTTP = environment.switch("WEBHOOK_ALLOW_HTTP", default=REHEARSAL)
OUTSIDE_TIMEOUT = 5.0  # seconds that a signer waits for an authority before signing without it

SESSION_ENGINE = "agencies.sessions"
SESSION_COOKIE_AGE = 12 * 3600
# 0 only where browsers reach the site without TLS: to try it out on one machine.
if environment.switch("DAUSON_HTTPS", default=not REHEARSAL):
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    # By such a name a browser takes a cookie only from this very host, for all of it, over TLS.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024  # a draft may hold 10 MB of text
DATA_UPLOAD_MAX_NUMBER_FIELDS = 25_000  # a draft of 5,000 blocks has four fields each
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

# What /metrics asks of who reads it; without one there is no such address.
METRICS_TOKEN = environment.text("METRICS_TOKEN", "")
# json: an object a line, for a collector of logs; line: for a person at a terminal.
LOG_FORM = environment.one_of("LOG_FORM", ("json", "line"), default="line" if REHEARSAL else "json")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "config.logs.JsonLines"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORM}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Who did something to accounts and credentials from the command line.
        "agencies": {"level": "INFO"},
        # Every answer, with its time: for machines to count.
        "config.tracing": {"level": "INFO" if LOG_FORM == "json" else "WARNING"},
        # Below stand the refusals that officials read (404, 409, 422): everyday answers.
        "django.request": {"level": "ERROR"},
        # They tell of every fault of a hostile file with a traceback; the verdict says it in words.
        "pyhanko": {"level": "CRITICAL"},
        "pyhanko_certvalidator": {"level": "CRITICAL"},
    },
}
