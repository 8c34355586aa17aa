"""Run the tests: all of them on SQLite, those that the database decides on PostgreSQL, then the walks in a browser.

    .venv/bin/python bin/test.py                      everything; what `make test` does
    .venv/bin/python bin/test.py sqlite -k roster     one part (sqlite, postgresql or browser) with pytest's arguments

Every part runs whatever came of the one before. The closing line of the last one counts them all.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
NO_TESTS = 5


def main() -> int:
    from tests import nginx, postgresql
    from tests.browser import chromium

    @contextlib.contextmanager
    def in_browser() -> Iterator[str]:
        os.environ["CHROMIUM"] = str(chromium.found_or_installed())
        yield ""

    @contextlib.contextmanager
    def with_nginx() -> Iterator[str]:
        nginx.found_or_installed()
        yield ""

    parts: dict[str, tuple[str, list[str], AbstractContextManager[str]]] = {
        "sqlite": ("all but the browser, on SQLite", ["-n", "2", "-m", "not browser"], with_nginx()),
        "postgresql": ("what the database decides, on PostgreSQL", ["-n", "2", "-m", "database"], postgresql.server()),
        "browser": ("walks through the site", ["-n", "2", "-m", "browser"], in_browser()),
    }
    chosen = [name for name in parts if name in sys.argv[1:2]] or list(parts)
    arguments = sys.argv[2:] if len(chosen) == 1 else sys.argv[1:]
    worst = 0
    with tempfile.TemporaryDirectory(prefix="loft-tally-") as folder:
        os.environ["TEST_TALLY"] = f"{folder}/tally.json"
        for name in chosen:
            title, options, needs = parts[name]
            print(f"\n{name}: {title}", flush=True)
            with needs as database:
                os.environ["TEST_DATABASE_URL"] = database
                command = [sys.executable, "-m", "pytest", *options, *arguments]
                status = subprocess.run(command, cwd=ROOT, check=False).returncode
            worst = max(worst, 0 if status == NO_TESTS and len(chosen) > 1 else status)
    return worst


if __name__ == "__main__":
    sys.exit(main())
