"""Take the picture in the README from a site that `make run` serves: PORT=8000 .venv/bin/python bin/screenshot.py"""

import os
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
PICTURE = ROOT / "docs" / "front-page.png"


def main() -> None:
    from tests.browser import chromium

    address = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.found_or_installed(), args=chromium.FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 1500}, locale="nb-NO")
        page.goto(address, wait_until="networkidle")
        page.screenshot(path=PICTURE)
        browser.close()
    print(f"{PICTURE.relative_to(ROOT)} is taken from {address}")


if __name__ == "__main__":
    main()
