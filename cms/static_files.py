"""Storage of static files in production."""

from __future__ import annotations

import re

from django.core.files.base import ContentFile, File
from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = re.compile(r"(?:css|js)/.+\.(css|js)")
COMMENTS = {"css": re.compile(rb"/\*.*?\*/", re.DOTALL), "js": re.compile(rb"^[ \t]*//.*$", re.MULTILINE)}
INDENTS = re.compile(rb"^\s+", re.MULTILINE)


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Each file gets a name with a hash of its content, and our ES modules import each other by these names.

    So browsers may cache them forever and never mix versions. Scripts of packages are not rewritten, as some contain
    text that only looks like an import.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),
    )

    def _save(self, name: str, content: File) -> str:
        saved: str = super()._save(name, ContentFile(as_sent(name, b"".join(content.chunks()))))
        return saved


def as_sent(path: str, content: bytes) -> bytes:
    """Our own styles and scripts without indentation and without comments on lines of their own."""
    found = OURS.fullmatch(path)
    return INDENTS.sub(b"", COMMENTS[found[1]].sub(b"", content)) if found else content
