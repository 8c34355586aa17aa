"""The transfer size of a first visit: under 100 kB without images, with gzip only."""

import functools
import gzip
import posixpath
import random
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.files.base import File

from cms.static_files import StaticFilesStorage, as_sent
from tests.factories import ModulePageFactory
from tests.factories.programme import made_programme, make_captions, make_recording
from webinars.models import CaptionTrack

from .test_look import ROOT, TEMPLATES

pytestmark = pytest.mark.django_db

MOST = 100_000
IMPORTED = re.compile(r'(?:from|import)\s+"(\.[^"]+)"')
LINKED = re.compile(r'<(?:link rel="stylesheet" href|script [^>]*src)="/static/([^"]+)"')
FONT = re.compile(r'url\("([^"]+)"\)')


@functools.cache
def sent(path: str) -> int:
    """The size of a static file in bytes as sent with gzip; brotli would make it smaller."""
    content = as_sent(path, Path(finders.find(path)).read_bytes())
    return len(content) if path.endswith("woff2") else len(gzip.compress(content))


def asked_for(path: str) -> set[str]:
    """The file and, for a script, all its imports."""
    found = {path}
    if path.endswith(".js"):
        for other in IMPORTED.findall(Path(finders.find(path)).read_text()):
            found |= asked_for(posixpath.normpath(posixpath.join(posixpath.dirname(path), other)))
    return found


def first_visit(client, address: str) -> int:
    response = client.get(address, headers={"accept-encoding": "gzip"})
    assert (response.status_code, response.headers["Content-Encoding"]) == (200, "gzip")
    linked = LINKED.findall(client.get(address).content.decode())
    assert "css/fonts.css" in linked
    # The second typeface is fetched only where a letter of it stands on the page.
    font = posixpath.normpath(f"css/{FONT.findall(Path(finders.find('css/fonts.css')).read_text())[0]}")
    files = {font}.union(*(asked_for(path) for path in linked))
    return len(response.content) + sum(map(sent, files))


@pytest.mark.world("programme of 3")
def test_front_page_and_lists_are_light(client):
    made_programme()
    addresses = ["/", "/catalogue/", "/recordings/", "/calendar/"]
    assert {address: weight for address in addresses if (weight := first_visit(client, address)) > MOST} == {}


def test_a_recording_with_all_that_is_said_is_light(client):
    """Its text counts too."""
    recording = make_recording(ModulePageFactory(), size=3)
    CaptionTrack.objects.filter(recording=recording).delete()
    words = sorted(set(re.findall(r"\w{3,}", (ROOT / "demo" / "programme.yaml").read_text())))
    pick = random.Random(1)
    lines = [(second, "Kari", " ".join(pick.choices(words, k=9))) for second in range(0, 1500, 10)]
    make_captions(recording, "nb", lines)
    assert first_visit(client, recording.webinar.url) < MOST


def test_what_is_kept_for_browsers_is_what_is_weighed(tmp_path):
    path, storage = "css/tokens.css", StaticFilesStorage(location=tmp_path, base_url="/static/")
    source = Path(finders.find(path))
    with source.open("rb") as opened:
        storage.save(path, File(opened))
    list(storage.post_process({path: (storage, path)}))
    (kept,) = tmp_path.glob("css/tokens.*.css")
    assert kept.read_bytes() == as_sent(path, source.read_bytes())
    assert b"/*" not in kept.read_bytes()
    assert b"--hairline: var(--ds-color-neutral-border-subtle);" in kept.read_bytes()


def test_every_component_of_the_design_system_that_templates_use_is_in_what_is_cut_from_it():
    sheet = Path(finders.find("made/designsystemet.css")).read_text()
    used = {name for template in TEMPLATES for name in re.findall(r"\bds-[a-z-]+[a-z]\b(?!--)", template.read_text())}
    ours = {name for name in used if name.startswith(("ds-color-", "ds-button-"))}
    assert [name for name in sorted(used - ours) if not re.search(rf"\.{name}\b", sheet)] == []
