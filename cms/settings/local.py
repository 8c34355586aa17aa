"""Settings for one's own computer, used by `make run` and by `manage.py` by default."""

import secrets

from .base import *
from .base import STATIC_ROOT, STORAGES, VAR_DIR, env

DEBUG = env.bool("DEBUG", False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])


def _own_secret_key() -> str:
    """A key generated on this computer and stored, so that sessions survive a restart and no key is published."""
    path = VAR_DIR / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


SECRET_KEY = env.str("SECRET_KEY", "") or _own_secret_key()

# Static files are served without collectstatic.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
STATIC_ROOT.mkdir(exist_ok=True)

# No e-mail is sent: each message becomes a file in this folder.
EMAIL_BACKEND = "cms.mail.FolderEmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"

LOGGING = {"level": env.str("LOG_LEVEL", "WARNING"), "format": env.str("LOG_FORMAT", "console")}
