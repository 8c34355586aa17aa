"""Search across the public content of the site."""

from home.search.reading import KINDS, read

__all__ = ["KINDS", "read"]
