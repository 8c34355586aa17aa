"""Prints figures as JSON lines. All: `make bench`; a selection: `python -m bench coverage serving`."""

import atexit
import os
import shutil
import sys
import tempfile
from importlib import import_module

ALL = ["coverage", "watching", "serving", "pages", "reports"]


def main(names: list[str]) -> None:
    folder = tempfile.mkdtemp(prefix="loft-bench-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ |= {"DJANGO_SETTINGS_MODULE": "cms.settings.local", "ENV_FILE": os.devnull, "VAR_DIR": folder}
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/db.sqlite3")
    import django

    django.setup()
    from bench.site import Site
    from tests import template_database

    template_database.prepare("bench")
    try:
        site = Site()
        for name in names or ALL:
            import_module(f"bench.{name}").run(site)
    finally:
        template_database.remove()


if __name__ == "__main__":
    main(sys.argv[1:])
