"""Searching the whole site: what is public, and nothing that is not."""

from home.search.reading import KINDS, read

__all__ = ["KINDS", "read"]
