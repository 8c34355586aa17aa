"""Storage of static files in production."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Each file gets a name with a hash of its content, and our ES modules import each other by these names.

    So browsers may cache them forever and never mix versions. Scripts of packages are not rewritten, as some contain
    text that only looks like an import.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),
    )
