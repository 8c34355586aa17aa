"""Finds an nginx for the tests, or installs one."""

import os
import shutil
import subprocess

WHERE = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/local/sbin", "/usr/sbin"])


def found() -> str | None:
    return os.environ.get("NGINX") or shutil.which("nginx", path=WHERE)


def found_or_installed() -> str | None:
    """The installed nginx, else the system's package if we may install it, else None."""
    if found() is None and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing nginx with apt-get …", flush=True)  # noqa: T201
        quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
        for command in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", "nginx-light"]):
            subprocess.run(["apt-get", *command], check=False, env=quietly)
    return found()
