"""Settings for the tests: nothing is shared with a running site, no e-mail is sent, tasks run at once."""

import atexit
import os
import shutil
import tempfile

# The environment must not decide whether a test passes, and no test may touch the data of a running site. Each test
# process has its own folder, and in it its own SQLite database, unless TEST_DATABASE_URL names another server.
_folder = tempfile.mkdtemp(prefix="loft-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
for _name in (
    "BASE_URL",
    "DEFAULT_FROM_EMAIL",
    "LOG_LEVEL",
    "LOG_FORMAT",
    "SECURITY_CONTACT",
    "SECURITY_EXPIRES",
    "SERVE_MEDIA",
    "TRUSTED_PROXY_COUNT",
    "MAX_UPLOAD_BYTES",
    "FILE_DELIVERY",
    "FILE_PREFIX",
    "STORAGE_BUCKET",
    "STORAGE_ENDPOINT",
):
    os.environ.pop(_name, None)
os.environ.update(
    ENV_FILE=os.devnull,
    VAR_DIR=_folder,
    CACHE_URL="locmem://",
    DATABASE_URL=os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{_folder}/db.sqlite3",
)

from tests.strict_templates import UndefinedVariable  # noqa: E402

from .base import *  # noqa: E402
from .base import LOGGING, NODE_MODULES, STATIC_ROOT, STATICFILES_DIRS, STORAGES, TEMPLATES  # noqa: E402

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Test data need not survive a power failure, so there is no waiting for the disk.
    _options = DATABASES["default"]["OPTIONS"]
    _options["init_command"] = _options["init_command"].replace("synchronous=NORMAL", "synchronous=OFF")

SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "tests.strict_tasks.StrictImmediateBackend"}}
LOGGING = {**LOGGING, "level": "WARNING"}

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STATIC_ROOT.mkdir(exist_ok=True)
# A walk looks for barriers with a script of this address, which the security policy allows.
STATICFILES_DIRS = [*STATICFILES_DIRS, ("axe", NODE_MODULES / "axe-core")]

TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable()
