"""A checked programme file becomes rows and pages, all or nothing; the same file again changes nothing."""

from home.programme_file.loading.whole import Loaded, load_programme_file

__all__ = ["Loaded", "load_programme_file"]
