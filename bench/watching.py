"""The cost of one progress message of the player, compared to an empty view."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.db import connection
from django.middleware.csrf import _get_new_csrf_string
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.measuring import beside, show
from bench.site import Answer, Site, cookie_of
from tests.factories import ModulePageFactory, ParticipantFactory, UserFactory
from tests.factories.programme import make_recording
from webinars.tokens import view_token

TIMES = 40


def run(site: Site) -> None:
    recording = make_recording(ModulePageFactory(), size=0)
    participant = ParticipantFactory(user=UserFactory())
    token = view_token(participant, recording, timezone.now() - dt.timedelta(hours=2))
    secret = _get_new_csrf_string()
    cookie = f"{cookie_of(participant.user)}; {settings.CSRF_COOKIE_NAME}={secret}"
    number = itertools.count(1)

    def message(accept: str) -> Callable[[], Answer]:
        def post() -> Answer:
            seq = next(number)
            # Twenty seconds of playback and three earlier ranges; positions repeat within 2000 seconds.
            end = 900 + seq * 20 % 2000
            data = {
                "csrfmiddlewaretoken": secret,
                "token": token,
                "seq": seq,
                "position": end,
                "ranges": json.dumps([[0, 120.4], [300.1, 420.9], [600, 700.25], [850.5, end + 0.5]]),
            }
            return site.request(
                "POST",
                f"/recordings/{recording.pk}/watched/",
                body=encode_multipart(BOUNDARY, data),
                CONTENT_TYPE=MULTIPART_CONTENT,
                HTTP_COOKIE=cookie,
                HTTP_ACCEPT=accept,
            )()

        return post

    nothing = "a view that answers «ok»"
    bare = site.request("GET", "/health/")
    for name, accept in (("watched, numbers", "*/*"), ("watched, the page's words", "text/html")):
        post = message(accept)
        answer = post()
        assert answer[0] == HTTPStatus.OK, answer
        with CaptureQueriesContext(connection) as queries:
            post()
        asked = [row["sql"] for row in queries if not re.match("BEGIN|COMMIT|SAVEPOINT|RELEASE", row["sql"])]
        measured, raw = beside(post, bare, times=TIMES)
        ratio = measured.processor / raw.processor
        show(name, measured.processor * 1000, "ms of processor time", ratio=ratio, raw=nothing)
        show(name, 1 / measured.wall, "requests a second", ratio=raw.wall / measured.wall, raw=nothing)
        show(name, len(asked), "queries")
