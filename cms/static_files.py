"""How styles and scripts are kept for browsers."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Each file under a name made from its content, and our scripts import each other under those names.

    So a browser may keep all of them for ever and never mixes a new one with an old one. Scripts of packages are left
    as they are: not all of them mean the same by the same words.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),
    )
