"""Settings that all installations share. What differs between machines comes from environment variables.

A value of the wrong type stops the start with the name of the variable.
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

# All files that a running site writes are in this folder, which is therefore the one to back up.
VAR_DIR = env.path("VAR_DIR", BASE_DIR / "var")
VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = False

# The order decides about templates: an upper app overrides those of a lower one, and ours override those of packages.
INSTALLED_APPS = [
    # First, because it adds its fields before any other app reads the models.
    "modeltranslation",
    "home",
    "figures",
    "initiatives",
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
    # The middleware below this one does not run for a kept answer.
    "content.page_cache.PageCacheMiddleware",
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
        # A transaction that writes takes the write lock when it begins. With the default (DEFERRED), of two
        # transactions that have both read, one must fail when it writes, whatever the timeout.
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=5000;",
    }
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # Our lists join many small tables in one query. JIT compilation of such a query takes seconds, running it two
    # milliseconds.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c jit=off"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by all processes, which must agree about rate limits and Wagtail's site paths. Sessions are in it too, so it is
# large: Django evicts any entry once there are too many, by default 300.
CACHES: dict[str, Any] = {
    "default": env.dj_cache_url("CACHE_URL", f"file://{VAR_DIR / 'cache'}?max_entries=20000"),
    # Rendered link previews. In a cache of their own, so that they do not evict anything else.
    "cards": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR_DIR / "cards",
        "TIMEOUT": 90 * 24 * 3600,
        "OPTIONS": {"MAX_ENTRIES": 3000},
    },
    # Kept public pages (content.page_cache), for each process, since the database tells whether they are still valid.
    # Filtered lists, of which there is no end, have a cache of their own, so that they evict no other page.
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
# The first wins. packages/ has texts that Wagtail's own catalogues lack (there is no nynorsk), or that mean something
# else here: Wagtail's «samling» is a collection of pictures, ours is a gathering.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "packages"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Oslo"

MODELTRANSLATION_DEFAULT_LANGUAGE = "nb"
# Where a text is missing in the reader's language, the closest language that has it is shown.
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
# Assets of npm packages are served from node_modules and not copied into the repository.
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor/inter", NODE_MODULES / "@fontsource-variable/inter/files"),
]
STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "cms.static_files.StaticFilesStorage"},
    # Recordings, slides and reports: without a public address, served only by views that check permission.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "private", "base_url": None},
    },
}
# The largest presentation or attachment, in bytes.
HANDOUT_MAX_BYTES = env.int("HANDOUT_MAX_MB", 100, validate=validate.Range(min=1)) * 1024**2
# An S3-compatible object storage replaces both folders (requirements/storage.txt).
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
        # Without keys, the credentials of the machine are used.
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
# Origins that a request for a file may be redirected to; they are allowed in the content security policy.
STORAGE_ORIGINS: list[str] = []
if STORAGE_ENDPOINT:
    STORAGE_ORIGINS = ["{0.scheme}://{0.netloc}".format(urlsplit(STORAGE_ENDPOINT))]
elif STORAGE_BUCKET:
    STORAGE_ORIGINS = [f"https://{STORAGE_BUCKET}.s3.{STORAGE_REGION}.amazonaws.com"]
# Who sends the bytes of private files: this process, the web server in front (X-Accel-Redirect), or the object storage.
FILE_DELIVERY = env.str(
    "FILE_DELIVERY",
    "redirect" if STORAGE_BUCKET else "direct",
    validate=validate.OneOf(["direct", "x-accel", "redirect"]),
)
if (FILE_DELIVERY == "redirect") != bool(STORAGE_BUCKET):
    raise ImproperlyConfigured("FILE_DELIVERY=redirect needs a STORAGE_BUCKET, and a STORAGE_BUCKET needs it")
# The prefix of file names in X-Accel-Redirect: an internal location of the web server.
FILE_PREFIX = env.str("FILE_PREFIX", "/private-files/", validate=validate.Regexp(r"^/(.+/)?$"))

MEDIA_URL = "media/"
MEDIA_ROOT = VAR_DIR / "media"
# Whether Django serves the pictures in MEDIA_ROOT, or a web server in front does.
SERVE_MEDIA = env.bool("SERVE_MEDIA", True)
# The largest file that an editor may send, checked before the upload begins. An hour of Teams is some 400 MB.
MAX_UPLOAD_BYTES = env.int("MAX_UPLOAD_BYTES", 4 * 1024**3, validate=validate.Range(min=1))
# On the same disk as the files, so that an upload is moved and not copied.
FILE_UPLOAD_TEMP_DIR = VAR_DIR / "incoming"
FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True)
# Hosts where a recording may be instead of here. The browser contacts such a host only after the reader has pressed
# play.
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

# The only way to sign in is a code sent to the e-mail address. There are no passwords.
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
# In addition to allauth's own limits: registrations without signing in, per computer and per e-mail address.
ACCOUNT_RATE_LIMITS = {"register": "60/m/ip,10/10m/key"}
# The answer does not tell whether an address has an account.
ACCOUNT_PREVENT_ENUMERATION = True
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)

# Stored in the database and read from the shared cache.
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
# No autosave: dates, seats and rules take effect when a form is saved, and people are notified.
WAGTAIL_AUTOSAVE_INTERVAL = 0
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
# A programme says in which zone its times are; nobody has one of their own.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
# The admin makes no requests to other sites, neither for profile pictures nor for news about Wagtail.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# Editors sign in like everybody else.
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
# An address that is copied into an e-mail has no percent signs in it.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"jpeg": "webp", "png": "webp", "bmp": "webp", "avif": "webp"}
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# Types of documents that editors may attach. None that a browser would execute on this origin.
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ics", "odp", "ods", "odt", "pdf", "pptx", "txt", "xlsx", "zip"]
WAGTAILMEDIA = {"MEDIA_MODEL": "content.MediaFile"}
WAGTAILSEARCH_BACKENDS: dict[str, Any] = {"default": {"BACKEND": "wagtail.search.backends.database"}}
if "postgresql" in DATABASES["default"]["ENGINE"]:
    WAGTAILSEARCH_BACKENDS["default"]["SEARCH_CONFIG"] = "norwegian"

# --- Tasks and e-mail -----------------------------------------------------------------------------------------

# Tasks are queued in the database and run by `manage.py db_worker`, which must run beside the web server.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Løft <loft@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Security -------------------------------------------------------------------------------------------------

# Used by cms.middleware: the strict policy for our pages, the second for the Wagtail admin only.
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        # The icons of the design system are data: URLs.
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
    # Wagtail's editor has inline scripts and styles, shows files before they are uploaded, and frames previews.
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:", *STORAGE_ORIGINS],
    "media-src": ["'self'", "blob:", *STORAGE_ORIGINS],
    "frame-src": ["'self'"],
    "frame-ancestors": ["'self'"],
}
SECURE_REFERRER_POLICY = "same-origin"

# Whom to contact about a security problem, and until when that is valid (RFC 9116). Without a contact there is no such
# file.
SECURITY_CONTACTS: list[str] = env.list("SECURITY_CONTACT", [])
if not all(contact.startswith(("mailto:", "https://", "tel:")) for contact in SECURITY_CONTACTS):
    raise ImproperlyConfigured("SECURITY_CONTACT takes addresses that begin with mailto:, https:// or tel:")
SECURITY_EXPIRES = env.date("SECURITY_EXPIRES", None)
if SECURITY_CONTACTS and SECURITY_EXPIRES is None:
    raise ImproperlyConfigured("SECURITY_CONTACT needs SECURITY_EXPIRES, a day such as 2027-06-30")
X_FRAME_OPTIONS = "DENY"

# --- Log ------------------------------------------------------------------------------------------------------

# Called with LOGGING when Django starts.
LOGGING_CONFIG = "cms.logs.configure"
LOGGING = {
    "level": env.str("LOG_LEVEL", "INFO", validate=validate.OneOf(["DEBUG", "INFO", "WARNING", "ERROR"])),
    "format": env.str("LOG_FORMAT", "json", validate=validate.OneOf(["json", "console"])),
}
