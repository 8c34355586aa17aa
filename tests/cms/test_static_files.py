"""Every static file referenced in our styles and templates exists."""

import posixpath
import re
from collections.abc import Iterator

from django.conf import settings
from django.contrib.staticfiles import finders

CSS_REFERENCE = re.compile(r"""(?:url\(|@import\s+)\s*["']?([^"')]+)""")
JS_REFERENCE = re.compile(r"""(?:from|import)\s+["'](\.[^"']+)["']""")
TEMPLATE_REFERENCE = re.compile(r"""\{%\s*static\s+["']([^"']+)["']""")


def references() -> Iterator[tuple[str, str]]:
    """Each of our files that refers to static files, with the path it refers to."""
    static = settings.BASE_DIR / "static"
    for pattern, expression in (("css/**/*.css", CSS_REFERENCE), ("js/**/*.js", JS_REFERENCE)):
        for path in static.glob(pattern):
            folder = path.relative_to(static).parent.as_posix()
            for name in expression.findall(path.read_text(encoding="utf-8")):
                if not name.startswith(("data:", "#")):
                    yield path.name, posixpath.normpath(posixpath.join(folder, name.split("#")[0]))
    for path in (settings.BASE_DIR / "templates").rglob("*.html"):
        for name in TEMPLATE_REFERENCE.findall(path.read_text(encoding="utf-8")):
            yield str(path.relative_to(settings.BASE_DIR)), name


def test_every_static_file_that_is_named_is_there() -> None:
    named = set(references())

    assert len(named) > 30
    assert [(file, name) for file, name in named if not finders.find(name)] == []


def test_styles_and_scripts_ask_nothing_of_others() -> None:
    assert [name for _file, name in references() if "//" in name or name.startswith("http:")] == []
