"""Make this checkout ready to run: Python packages, packages for browsers, typeface, styles, compiled translations.

Safe to call as often as one likes: what is up to date is left alone, and that takes a moment only. Needs nothing but
Python 3.11 or newer; Node is fetched into the environment where the computer has none.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST_NODE = 20


def main() -> None:
    if sys.version_info < (3, 11):
        sys.exit(f"Løft needs Python 3.11 or newer; this is {sys.version.split()[0]}. Try: make PYTHON=python3.11")
    npm = npm_of_this_computer()
    lock_files = [ROOT / "requirements" / "dev.txt"]
    if npm is None:
        lock_files.append(ROOT / "requirements" / "node.txt")
    once(VENV / ".installed", lock_files, "Python packages", lambda: install_python_packages(lock_files))
    once(
        ROOT / "node_modules" / ".installed",
        [ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc"],
        "packages for browsers",
        lambda: install_browser_packages(npm or str(VENV / "bin" / "npm")),
    )
    once(
        ROOT / "static" / "fonts" / ".cut",
        [ROOT / "bin" / "fonts.py", ROOT / "package-lock.json"],
        "the typeface",
        lambda: run([str(PYTHON), str(ROOT / "bin" / "fonts.py")]),
    )
    once(
        ROOT / "static" / "made" / ".cut",
        [ROOT / "bin" / "styles.py", ROOT / "static" / "css" / "tokens.css", ROOT / "package-lock.json"],
        "the design system's styles",
        lambda: run([str(PYTHON), str(ROOT / "bin" / "styles.py")]),
    )
    once(
        ROOT / "locale" / ".compiled",
        sorted(ROOT.glob("locale/**/LC_MESSAGES/*.po")),
        "translations",
        compile_translations,
    )


def once(stamp: Path, sources: Sequence[Path], what: str, work: Callable[[], None]) -> None:
    """Do the work unless it has been done for exactly these files, and say how long it took."""
    if not sources:
        return
    digest = hashlib.sha256(sys.version.encode())
    for source in sources:
        digest.update(source.name.encode() + b"\0" + source.read_bytes())
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    print(f"Setting up {what} …", flush=True)
    started = time.monotonic()
    work()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest.hexdigest())
    print(f"Setting up {what}: done in {time.monotonic() - started:.0f} s", flush=True)


def install_python_packages(lock_files: Sequence[Path]) -> None:
    """Install exactly what the lock files name, each file checked against its hash."""
    if not works(PYTHON):
        shutil.rmtree(VENV, ignore_errors=True)
        run([sys.executable, "-m", "venv", str(VENV)])
    uv = VENV / "bin" / "uv"
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check"]
    # uv installs in parallel and is many times faster; pip does the same work where uv cannot be had.
    if not uv.exists():
        attempt([*pip, "install", "--quiet", "--require-hashes", "-r", str(ROOT / "requirements" / "uv.txt")])
    if uv.exists() and attempt(
        [str(uv), "pip", "sync", "--python", str(PYTHON), "--require-hashes", *map(str, lock_files)]
    ):
        return
    print("uv could not install the packages; pip does it now, which takes longer.", flush=True)
    for lock_file in lock_files:
        run([*pip, "install", "--require-hashes", "-r", str(lock_file)])


def install_browser_packages(npm: str) -> None:
    run([npm, "ci", "--ignore-scripts", "--no-progress"], PATH=f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}")


def compile_translations() -> None:
    for folder, domain in (("locale", "django"), ("locale/packages", "django"), ("locale/packages", "djangojs")):
        run([str(VENV / "bin" / "pybabel"), "--quiet", "compile", "-d", folder, "-D", domain])


def npm_of_this_computer() -> str | None:
    """The npm to use where the computer has one with a Node that is new enough."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    major = answer.removeprefix("v").split(".")[0]
    return npm if major.isdigit() and int(major) >= OLDEST_NODE else None


def works(python: Path) -> bool:
    """Whether an environment is there and of the Python that made this call."""
    version = "import sys; print(sys.version)"
    try:
        answer = subprocess.run([str(python), "-c", version], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return answer.stdout.strip() == sys.version.strip()


def attempt(command: Sequence[str]) -> bool:
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def run(command: Sequence[str], **environment: str) -> None:
    result = subprocess.run(command, cwd=ROOT, check=False, env={**os.environ, **environment})
    if result.returncode != 0:
        sys.exit(f"This did not work (exit status {result.returncode}): {' '.join(command)}")


if __name__ == "__main__":
    main()
