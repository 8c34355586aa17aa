"""The demo programme in the database of a walk, without its drawn videos, which take long."""

import contextlib
import io
import sys
from unittest import mock

from django.conf import settings
from django.core.management import call_command

FILE = settings.BASE_DIR / "demo" / "programme.yaml"


def load() -> None:
    # Without PyAV the loader leaves the videos out and says so.
    with mock.patch.dict(sys.modules, {"av": None}), contextlib.redirect_stderr(io.StringIO()):
        call_command("load_programme", str(FILE), shift_to_today=True, stdout=io.StringIO(), stderr=io.StringIO())
