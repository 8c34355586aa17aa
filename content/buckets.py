"""Storage for public pictures in an S3 bucket. Imported only where the site is set up with one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage


class PublicFiles(S3Storage):
    """Addresses of pictures are our own and permanent; our view redirects each request to a signed, short-lived one."""

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        return f"{settings.MEDIA_URL}{filepath_to_uri(name)}"

    def signed_url(self, name: str, *, expire: int) -> str:
        return str(super().url(name, expire=expire))
