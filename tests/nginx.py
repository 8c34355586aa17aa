"""Finds the nginx that the tests put in front of Løft, and fetches one where the computer has none."""

import os
import shutil
import subprocess

WHERE = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/local/sbin", "/usr/sbin"])


def found() -> str | None:
    return os.environ.get("NGINX") or shutil.which("nginx", path=WHERE)


def found_or_installed() -> str | None:
    """The one on the computer, else the system's package, which only an administrator can install; else none."""
    if found() is None and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing nginx with apt-get …", flush=True)  # noqa: T201
        quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
        for command in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", "nginx-light"]):
            subprocess.run(["apt-get", *command], check=False, env=quietly)
    return found()
