"""Finds a Chromium for the browser tests, or installs one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    # There is none, and what stands in for it needs no process of its own.
    "--in-process-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    # Whatever a page asks for elsewhere, it gets nothing from outside this computer.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]


def found_or_installed() -> Path:
    """The installed one, else the system's package, else Playwright's own."""
    chromium = found()
    if chromium is None and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium with apt-get …", flush=True)
        for command in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", *command], check=False, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
        chromium = found()
    if chromium is None:
        print("Fetching Chromium with Playwright …", flush=True)
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
        chromium = found()
    if chromium is None:
        sys.exit("The browser tests need Chromium. Install it, or name it: CHROMIUM=/path/to/chromium make test")
    return chromium


def found() -> Path | None:
    if named := os.environ.get("CHROMIUM"):
        return Path(named)
    for name in NAMES:
        if path := shutil.which(name):
            return Path(path)
    fetched = _of_playwright()
    return fetched if fetched.exists() else None


def _of_playwright() -> Path:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)
