"""Loads a validated programme file into the database, in one transaction. Loading the same file again is a no-op."""

from home.programme_file.loading.steps import Loaded, load_programme_file

__all__ = ["Loaded", "load_programme_file"]
