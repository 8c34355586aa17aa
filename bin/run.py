"""Serve Løft with the demo programme on this computer: web server and task worker, until Ctrl-C or SIGTERM."""

import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
DEMO = ROOT / "demo" / "programme.yaml"
WORKERS = 2
THREADS = 4
PATIENCE = 60

sys.path.insert(0, str(ROOT))


def main() -> None:
    port = port_to_use()
    os.chdir(ROOT)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.local")
    os.environ.setdefault("BASE_URL", f"http://{HOST}:{port}")
    prepare()
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    # Said outright, because started in the background of a script it would be ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    processes = start(port)
    try:
        wait_until_answered(port, processes)
        announce(port)
        watch(processes)
    except KeyboardInterrupt:
        print("\nEnding …", flush=True)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        stop(processes)


def port_to_use() -> int:
    """The port of the environment, checked before anything is set up for it."""
    given = os.environ.get("PORT") or "8000"
    if not given.isdigit() or not 0 < int(given) < 65536:
        sys.exit(f"PORT must be a number between 1 and 65535, not {given!r}.")
    port = int(given)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            sys.exit(f"Port {port} cannot be used ({error.strerror}). Another one: PORT={port + 1} make run")
    return port


def prepare() -> None:
    """Bring the database up to date and load the demo programme, which does nothing where it is loaded already."""
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    if of_another_version():
        sys.exit(
            f"The database {connections['default'].settings_dict['NAME']} was made by another version of Løft, with"
            " migrations that this one does not have.\nMove it away, and `make run` makes a new one."
        )
    steps = steps_to_take()
    if steps:
        print(f"Bringing the database up to date: {steps} steps …", flush=True)
        call_command("migrate", interactive=False, verbosity=1, stdout=StepCounter(steps))
    call_command("load_programme", str(DEMO), shift_to_today=True)
    connections.close_all()


def steps_to_take() -> int:
    """How many migrations the database lacks."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def of_another_version() -> bool:
    """Whether the database has migrations of ours that are no more: until the first release they may be replaced."""
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    ours = {config.label for config in apps.get_app_configs() if Path(config.path).parent == ROOT}
    loader = MigrationLoader(connection)
    return any(app in ours for app, _name in set(loader.applied_migrations) - set(loader.disk_migrations))


class StepCounter(io.TextIOBase):
    """Makes of the many lines of `migrate` a few that say how far it is."""

    def __init__(self, steps: int) -> None:
        self.steps = steps
        self.taken = 0

    def write(self, text: str) -> int:
        if "Applying" in text:
            self.taken += 1
            if self.taken == self.steps or self.taken % 50 == 0:
                print(f"  {self.taken} of {self.steps}", flush=True)
        return len(text)


def start(port: int) -> dict[str, subprocess.Popen[bytes]]:
    """Start the web server and the task worker, out of reach of the terminal's own Ctrl-C so that only we end them."""
    granian = shutil.which("granian", path=str(Path(sys.executable).parent)) or "granian"
    return {
        "web server": subprocess.Popen(
            [
                granian,
                *("--interface", "wsgi", "--host", HOST, "--port", str(port)),
                *("--workers", str(WORKERS), "--blocking-threads", str(THREADS), "--workers-kill-timeout", "5"),
                *("--log-level", "warning", "--no-ws", "cms.wsgi:application"),
            ],
            start_new_session=True,
        ),
        "task worker": start_worker(),
    }


def start_worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "db_worker", "--queue-name", "*", "--no-startup-delay", "-v", "0"],
        start_new_session=True,
    )


def wait_until_answered(port: int, processes: dict[str, subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        fail_if_one_ended(processes)
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/health/", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    sys.exit(f"The web server did not answer within {PATIENCE} seconds.")


def announce(port: int) -> None:
    """Say where it is, who can sign in, and where the code for signing in arrives."""
    from django.conf import settings
    from django.core.management import call_command

    print(f"\nLøft is at http://{HOST}:{port}/\n")
    call_command("demo_accounts")
    print("\nThe attendance report of a webinar, as Teams gives it, and where county staff drops it:")
    call_command("demo_reports", str(DEMO))
    print(f"\nE-mail is not sent. Each one, the sign-in code too, becomes a file in {settings.EMAIL_FILE_PATH}")
    print("Ctrl-C ends it.", flush=True)


def watch(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    """Until one ends. A worker that has run for a while is started again: it gives up on a database that is locked for
    long, and what it was at is taken up by the next."""
    started = time.monotonic()
    while True:
        if processes["task worker"].poll() is not None and time.monotonic() - started > PATIENCE:
            print("The task worker ended by itself. Starting it again …", flush=True)
            processes["task worker"], started = start_worker(), time.monotonic()
        fail_if_one_ended(processes)
        time.sleep(0.5)


def fail_if_one_ended(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    for name, process in processes.items():
        if process.poll() is not None:
            sys.exit(f"The {name} ended by itself (exit status {process.returncode}).")


def stop(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    for process in processes.values():
        process.terminate()
    for process in processes.values():
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


if __name__ == "__main__":
    main()
