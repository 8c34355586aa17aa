"""The application under measurement: the settings of `make run`, its own database, and WSGI calls without a socket."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any
from wsgiref.util import FileWrapper, setup_testing_defaults

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.wsgi import get_wsgi_application

from people.models import User

Answer = tuple[int, bytes]


def cookie_of(user: User) -> str:
    """The Cookie header of a signed-in user."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


class Site:
    """The WSGI application."""

    def __init__(self) -> None:
        self.application = get_wsgi_application()

    def request(
        self, method: str, path: str, *, body: bytes = b"", query: str = "", **headers: str
    ) -> Callable[[], Answer]:
        """A callable that makes the request and returns its status and body."""
        environ: dict[str, Any] = {}
        setup_testing_defaults(environ)
        environ |= {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": "localhost",
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.file_wrapper": FileWrapper,
            **headers,
        }

        def ask() -> Answer:
            lines: list[str] = []

            def start(status: str, *_: object) -> Callable[[bytes], object]:
                lines.append(status)
                return lambda piece: None

            result: Iterable[bytes] = self.application(environ | {"wsgi.input": io.BytesIO(body)}, start)
            content = b"".join(result)
            if close := getattr(result, "close", None):
                close()
            return int(lines[0][:3]), content

        return ask
