"""The demo programme in the test database, without its generated videos, which take long."""

import contextlib
import io
import sqlite3
import sys
from unittest import mock

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection

FILE = settings.BASE_DIR / "demo" / "programme.yaml"

_loaded: sqlite3.Connection | None = None


def load() -> None:
    """Load it: the first time from its file, then from a copy of the resulting database."""
    global _loaded  # noqa: PLW0603
    connection.ensure_connection()
    if _loaded is None:
        # Without PyAV the loader leaves the videos out and says so.
        with mock.patch.dict(sys.modules, {"av": None}), contextlib.redirect_stderr(io.StringIO()):
            call_command("load_programme", str(FILE), shift_to_today=True, stdout=io.StringIO(), stderr=io.StringIO())
        _loaded = sqlite3.connect(":memory:", check_same_thread=False)
        connection.connection.backup(_loaded)
    else:
        _loaded.backup(connection.connection)
    cache.clear()
