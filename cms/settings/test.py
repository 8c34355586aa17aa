"""For the tests: nothing shared with a running Løft, nothing sent, tasks done at once."""

import os
import tempfile
from pathlib import Path

# No setting of the computer may decide whether a test passes. The database is the exception: it is the tests' choice.
for _name in ("VAR_DIR", "CACHE_URL", "EMAIL_URL", "SERVE_MEDIA", "BASE_URL", "TRUSTED_PROXY_COUNT", "LOG_LEVEL"):
    os.environ.pop(_name, None)
_files = Path(tempfile.mkdtemp(prefix="loft-tests-"))
os.environ["VAR_DIR"] = str(_files)

from .base import *  # noqa: E402
from .base import STORAGES  # noqa: E402

SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
