"""The request log: what it contains, and what it omits."""

import json
import logging
from collections.abc import Iterator
from io import StringIO

import pytest
import structlog
from django.test import Client

from cms import logs


@pytest.fixture
def lines() -> Iterator[StringIO]:
    """The log output as JSON, as in production."""
    written = StringIO()
    logs.configure({"level": "INFO", "format": "json"})
    handler = logging.getLogger().handlers[-1]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    yield written
    logs.configure({"level": "WARNING", "format": "json"})
    structlog.contextvars.clear_contextvars()


def test_log_names_route_and_result_and_shares_the_id_with_the_answer(client: Client, lines: StringIO) -> None:
    response = client.get("/health/?q=deltaker@example.org")
    entry = json.loads(lines.getvalue())

    assert response.headers["X-Request-ID"] == entry["request_id"]
    assert (entry["event"], entry["method"], entry["route"], entry["status"]) == ("request", "GET", "health", 200)
    assert set(entry) == {
        *("event", "level", "logger", "timestamp", "request_id"),
        *("method", "route", "status", "milliseconds"),
    }


@pytest.mark.django_db
def test_log_keeps_addresses_out_also_where_nothing_is_there(client: Client, lines: StringIO) -> None:
    assert client.get("/manage/secret-of-kari/?mail=kari@example.org").status_code == 404

    assert "kari" not in lines.getvalue()
    assert json.loads(lines.getvalue())["status"] == 404


def test_log_gives_each_request_an_id_of_its_own(client: Client, lines: StringIO) -> None:
    ids = [client.get("/health/").headers["X-Request-ID"] for _ in range(3)]

    assert [json.loads(line)["request_id"] for line in lines.getvalue().splitlines()] == ids
    assert len(set(ids)) == 3


@pytest.mark.parametrize("form", ["json", "console"])
def test_log_of_a_failure_says_where_it_was_and_not_with_whose_data(lines: StringIO, form: str) -> None:
    logs.configure({"level": "INFO", "format": form})
    handler = logging.getLogger().handlers[-1]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(lines)

    def fail(address: str) -> None:
        raise ValueError("broken")

    address = "@".join(["kari", "example.org"])
    try:
        fail(address)
    except ValueError:
        logging.getLogger("loft").exception("failed")

    assert "broken" in lines.getvalue()
    assert "fail" in lines.getvalue()
    assert address not in lines.getvalue()
