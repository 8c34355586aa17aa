"""What every installation of Løft shares. Whatever differs between machines comes from the environment.

A value of the wrong kind stops the start with the name of the variable, rather than being guessed at.
"""

from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env, validate

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = Env(expand_vars=False)
env.read_env(str(BASE_DIR / env.str("ENV_FILE", ".env")), recurse=False)

# Everything a running Løft writes lives in one folder, so that one folder is what to keep and back up.
VAR_DIR = env.path("VAR_DIR", BASE_DIR / "var")
VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = False

# An upper room may override a template of a lower one, and ours override those of packages.
INSTALLED_APPS = [
    # First of all, because it adds its fields before any other app looks at the models.
    "modeltranslation",
    "home",
    "figures",
    "gatherings",
    "webinars",
    "attendance",
    "progress",
    "courses",
    "people",
    "content",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.locales",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "wagtailmedia",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.forms",
]

MIDDLEWARE = [
    "cms.middleware.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # What stands below is not gone through for an answer that is kept.
    "content.kept.KeptAnswersMiddleware",
    "cms.middleware.CompressTextMiddleware",
    "cms.middleware.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cms.middleware.AnyLanguageRedirectMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "home.context.site",
            ],
        },
    },
]
# Form widgets may be overridden in templates/ like every other template.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database -------------------------------------------------------------------------------------------------

DATABASES: dict[str, Any] = {
    "default": env.dj_db_url(
        "DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}", conn_max_age=60, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A transaction that means to write takes the write lock when it begins. With the default, two that have
        # both read must fail when they write, and no timeout helps.
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=5000;",
    }
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # Our lists join many small tables in one query. Compiling such a query takes seconds, running it two milliseconds.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c jit=off"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by all processes: rate limits and Wagtail's site paths must not differ from one to the next. Sessions lie there
# too, so it is large: Django throws out any entry once there are too many, and 300 unless told.
CACHES: dict[str, Any] = {
    "default": env.dj_cache_url("CACHE_URL", f"file://{VAR_DIR / 'cache'}?max_entries=20000"),
    # Pictures that each machine draws for itself, apart from what must not be pushed out by them.
    "cards": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR_DIR / "cards",
        "TIMEOUT": 90 * 24 * 3600,
        "OPTIONS": {"MAX_ENTRIES": 3000},
    },
    # Public pages as they went out (content.kept). Each process has its own, since the database says what still holds;
    # what lists answer to their filters, which is without end, pushes out none of the others.
    "answers": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "answers",
        "OPTIONS": {"MAX_ENTRIES": 1500},
    },
    "filtered answers": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "filtered answers",
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
}

# --- Language and time ----------------------------------------------------------------------------------------

LANGUAGE_CODE = "nb"
LANGUAGES = [
    ("nb", _("Norwegian Bokmål")),
    ("nn", _("Norwegian Nynorsk")),
    ("sv", _("Swedish")),
    ("en", _("English")),
]
# The first wins. In packages/ stands what Wagtail's own catalogues lack (it has no nynorsk), or say in words that mean
# something else here: its «samling» is a folder of pictures, and ours a gathering.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "packages"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Oslo"

MODELTRANSLATION_DEFAULT_LANGUAGE = "nb"
# A county writes one language first; the closest written one is shown until the reader's own is there.
MODELTRANSLATION_FALLBACK_LANGUAGES = {
    "default": ("nb", "nn", "sv", "en"),
    "nn": ("nb", "sv", "en"),
    "sv": ("nb", "nn", "en"),
    "en": ("nb", "nn", "sv"),
}

# --- Files ----------------------------------------------------------------------------------------------------

NODE_MODULES = BASE_DIR / "node_modules"
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
# Packages for browsers are served from where npm put them; nothing of theirs is copied into the repository.
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor/inter", NODE_MODULES / "@fontsource-variable/inter/files"),
]
STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "cms.static_files.StaticFilesStorage"},
    # Recordings, slides and reports: no address of their own, handed out only by views that ask who is asking.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "private", "base_url": None},
    },
}
# The largest presentation or attachment that is taken, in bytes.
HANDOUT_MAX_BYTES = env.int("HANDOUT_MAX_MB", 100, validate=validate.Range(min=1)) * 1024**2
# An S3-compatible object storage takes the place of both folders, where there is one (requirements/storage.txt).
STORAGE_BUCKET = env.str("STORAGE_BUCKET", "")
STORAGE_ENDPOINT = env.str("STORAGE_ENDPOINT", "", validate=validate.Regexp(r"^(https?://[^/]+.*)?$")).rstrip("/")
STORAGE_REGION = env.str("STORAGE_REGION", "eu-north-1")
if STORAGE_BUCKET:
    if find_spec("storages") is None:
        raise ImproperlyConfigured("STORAGE_BUCKET needs the packages of requirements/storage.txt")
    _bucket = {
        "bucket_name": STORAGE_BUCKET,
        "endpoint_url": STORAGE_ENDPOINT or None,
        "region_name": STORAGE_REGION,
        # Without keys the ones of the machine are used.
        "access_key": env.str("STORAGE_ACCESS_KEY", None),
        "secret_key": env.str("STORAGE_SECRET_KEY", None),
        "addressing_style": "path" if STORAGE_ENDPOINT else "virtual",
        "signature_version": "s3v4",
        "querystring_auth": True,
        "file_overwrite": False,
    }
    STORAGES["default"] = {"BACKEND": "content.buckets.PublicFiles", "OPTIONS": {**_bucket, "location": "public"}}
    STORAGES["private"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {**_bucket, "location": "private"},
    }
# Where a browser that asks for a file may be sent on to.
STORAGE_ORIGINS: list[str] = []
if STORAGE_ENDPOINT:
    STORAGE_ORIGINS = ["{0.scheme}://{0.netloc}".format(urlsplit(STORAGE_ENDPOINT))]
elif STORAGE_BUCKET:
    STORAGE_ORIGINS = [f"https://{STORAGE_BUCKET}.s3.{STORAGE_REGION}.amazonaws.com"]
# Who sends the bytes of private files: Løft itself, the web server in front (X-Accel-Redirect), or the object storage.
FILE_DELIVERY = env.str(
    "FILE_DELIVERY",
    "redirect" if STORAGE_BUCKET else "direct",
    validate=validate.OneOf(["direct", "x-accel", "redirect"]),
)
if (FILE_DELIVERY == "redirect") != bool(STORAGE_BUCKET):
    raise ImproperlyConfigured("FILE_DELIVERY=redirect needs a STORAGE_BUCKET, and a STORAGE_BUCKET needs it")
# What stands before the name of a file in X-Accel-Redirect: the place of the web server that only it reaches.
FILE_PREFIX = env.str("FILE_PREFIX", "/private-files/", validate=validate.Regexp(r"^/(.+/)?$"))

MEDIA_URL = "media/"
MEDIA_ROOT = VAR_DIR / "media"
# Whether Løft itself hands out the pictures in MEDIA_ROOT, or a web server in front of it does.
SERVE_MEDIA = env.bool("SERVE_MEDIA", True)
# The largest file that an editor may send, asked before its first byte is sent. An hour of Teams is some 400 MB.
MAX_UPLOAD_BYTES = env.int("MAX_UPLOAD_BYTES", 4 * 1024**3, validate=validate.Range(min=1))
# On the disk of the files, so that what has arrived is moved and not copied.
FILE_UPLOAD_TEMP_DIR = VAR_DIR / "incoming"
FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True)
# Where a recording may lie instead of here. Nothing is asked of such a host before the reader has pressed a button.
VIDEO_HOSTS = env.list("VIDEO_HOSTS", ["youtube.com", "youtu.be", "vimeo.com"])

# --- People and sign-in ---------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my_page"
LOGOUT_REDIRECT_URL = "/"

# One way in: a code sent to the e-mail address. Nobody has a password to choose, forget or leak.
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_ADAPTER = "people.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "people.forms.SignInForm",
    "request_login_code": "people.forms.AskForCodeForm",
    "confirm_login_code": "people.forms.CodeForm",
}
# Beside allauth's own limits: registering without being signed in, by computer and by address typed.
ACCOUNT_RATE_LIMITS = {"register": "60/m/ip,10/10m/key"}
# The answer is the same whether or not the address is known.
ACCOUNT_PREVENT_ENUMERATION = True
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)

# Read from the cache that all processes share, kept in the database.
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "people.signing_in.not_sent"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

# --- Wagtail --------------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Løft"
WAGTAILADMIN_BASE_URL = env.str("BASE_URL", "http://127.0.0.1:8000")
# Dates, seats and rules hold as soon as they are saved, and people are told: nothing is saved that nobody asked for.
WAGTAIL_AUTOSAVE_INTERVAL = 0
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
# The admin makes no request to others, neither for pictures of people nor for news about itself.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# Editors sign in by the same door as everybody else.
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"jpeg": "webp", "png": "webp", "bmp": "webp", "avif": "webp"}
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# What editors attach to pages. Nothing that a browser would run in the site's name.
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ics", "odp", "ods", "odt", "pdf", "pptx", "txt", "xlsx", "zip"]
WAGTAILMEDIA = {"MEDIA_MODEL": "content.MediaFile"}
WAGTAILSEARCH_BACKENDS: dict[str, Any] = {"default": {"BACKEND": "wagtail.search.backends.database"}}
if "postgresql" in DATABASES["default"]["ENGINE"]:
    WAGTAILSEARCH_BACKENDS["default"]["SEARCH_CONFIG"] = "norwegian"

# --- Tasks and e-mail -----------------------------------------------------------------------------------------

# Tasks wait in the database and are done by `manage.py db_worker`, which must run beside the web server.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Løft <loft@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Security -------------------------------------------------------------------------------------------------

# Read by cms.middleware: the strict policy for every page of ours, the second for the Wagtail admin alone.
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        # The icons of the design system are data: masks.
        "img-src": ["'self'", "data:", *STORAGE_ORIGINS],
        "media-src": ["'self'", *STORAGE_ORIGINS],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
ADMIN_CONTENT_SECURITY_POLICY: dict[str, list[str]] = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    # Wagtail's editor writes inline scripts and styles, shows uploads before they are stored, and frames its preview.
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:", *STORAGE_ORIGINS],
    "media-src": ["'self'", "blob:", *STORAGE_ORIGINS],
    "frame-src": ["'self'"],
    "frame-ancestors": ["'self'"],
}
SECURE_REFERRER_POLICY = "same-origin"

# Whom to tell of a hole in the site, and until when that holds (RFC 9116). Without an address nothing is said.
SECURITY_CONTACTS: list[str] = env.list("SECURITY_CONTACT", [])
if not all(contact.startswith(("mailto:", "https://", "tel:")) for contact in SECURITY_CONTACTS):
    raise ImproperlyConfigured("SECURITY_CONTACT takes addresses that begin with mailto:, https:// or tel:")
SECURITY_EXPIRES = env.date("SECURITY_EXPIRES", None)
if SECURITY_CONTACTS and SECURITY_EXPIRES is None:
    raise ImproperlyConfigured("SECURITY_CONTACT needs SECURITY_EXPIRES, a day such as 2027-06-30")
X_FRAME_OPTIONS = "DENY"

# --- Log ------------------------------------------------------------------------------------------------------

# Given to cms.logs.configure when Django starts.
LOGGING_CONFIG = "cms.logs.configure"
LOGGING = {
    "level": env.str("LOG_LEVEL", "INFO", validate=validate.OneOf(["DEBUG", "INFO", "WARNING", "ERROR"])),
    "format": env.str("LOG_FORMAT", "json", validate=validate.OneOf(["json", "console"])),
}
