"""Public pictures in an object storage. Imported only where there is one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage


class PublicFiles(S3Storage):
    """Their addresses are ours and stay; whoever asks there is sent on to one that is good for a while."""

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        return f"{settings.MEDIA_URL}{filepath_to_uri(name)}"

    def signed_url(self, name: str, *, expire: int) -> str:
        return str(super().url(name, expire=expire))
