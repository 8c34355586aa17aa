"""Every capability id in code and tests is explained in docs/capabilities.md."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
QUOTED = re.compile(r"(?:[(,:]|\"\"\") ?\b([VKFRPX][1-9]\d?)(?=[),:. ])")


def test_every_capability_that_is_quoted_is_explained():
    explained = set(re.findall(r"^- ([VKFRPX]\d+)", (ROOT / "docs/capabilities.md").read_text(), re.MULTILINE))
    rooms = [path for path in ROOT.iterdir() if (path / "__init__.py").exists() or path.name == "tests"]
    quoted = {
        match: path
        for room in rooms
        for path in room.rglob("*.py")
        if "migrations" not in path.parts
        for match in QUOTED.findall(path.read_text())
    }
    assert len(quoted) > 50
    assert {match: path for match, path in quoted.items() if match not in explained} == {}
