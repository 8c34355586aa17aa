"""Fixtures of all tests: a fast database setup, no network, and the combined summary of `make test`."""

import gc
import json
import os
from collections.abc import Generator, Iterator
from pathlib import Path

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.test import TransactionTestCase
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from tests import network
from tests.strict_tasks import StrictImmediateBackend

network.shut_off()

# How long an example takes says how busy the computer is, not whether the law holds. The examples are the same in every
# run, so that a failure is one of the change at hand; `--hypothesis-profile=default` looks for others.
hypothesis.settings.register_profile("loft", deadline=None, derandomize=True)
hypothesis.settings.load_profile("loft")

OUTCOMES = ["failed", "passed", "skipped", "xfailed", "xpassed", "error"]


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Copy a migrated database instead of running migrations, also after every test that commits."""
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Locale

    from content import versions
    from tests import template_database

    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    flush = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]
    with django_db_blocker.unblock():
        template_database.prepare(worker)
        # Asked for once in a process: a literal count of queries must not depend on which test asks first.
        ContentType.objects.get_for_models(*apps.get_models())
        versions.code_of(Locale.get_default().pk)
        connections.close_all()
    TransactionTestCase._fixture_teardown = lambda self: template_database.restore()  # type: ignore[attr-defined]
    yield
    TransactionTestCase._fixture_teardown = flush  # type: ignore[attr-defined]
    with django_db_blocker.unblock():
        template_database.remove()


# Of this scope because it must come before the transaction of the test, which begins with those of the test itself.
@pytest.fixture(autouse=True, scope="class")
def _begins_in_a_world(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Run a test marked with a world in the database of that world."""
    from tests import template_database, worlds

    marker = request.node.get_closest_marker("world")
    if marker is None:
        yield
        return
    database = request.node.get_closest_marker("django_db")
    assert database is not None, "A test in a world works with a database."
    assert not database.kwargs.get("transaction"), "A test that commits would leave the world changed."
    request.getfixturevalue("django_db_setup")
    with django_db_blocker.unblock(), translation.override(settings.LANGUAGE_CODE):
        # A world that one module alone begins in is made by what its mark brings along.
        name, make = marker.args if len(marker.args) == 2 else (marker.args[0], worlds.WORLDS[marker.args[0]])
        with template_database.world(name, make):
            yield


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Clear the cache: it has rate limits of sign-in and URLs of deleted pages."""
    cache.clear()


@pytest.fixture(autouse=True)
def main_language() -> None:
    """Activate the default language, as a request leaves its own active."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def upkeep(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep Wagtail's search index and reference index up to date, as in production."""
    monkeypatch.setattr(StrictImmediateBackend, "does_upkeep", True)


class EarlierReport:
    """Stands for a test of an earlier part of `make test` in the summary of this one."""


def pytest_collection_finish() -> None:
    """Exclude all modules imported so far from garbage collection."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> Generator[None, None, None]:
    """Include the earlier parts of `make test` in the summary line."""
    result = yield
    of_a_worker = hasattr(config, "workerinput")
    if not of_a_worker and (tally := os.environ.get("TEST_TALLY")) and (path := Path(tally)).parent.is_dir():
        earlier = json.loads(path.read_text()) if path.exists() else {}
        for outcome, count in earlier.items():
            terminalreporter.stats.setdefault(outcome, []).extend(EarlierReport() for _ in range(count))
        counts = {outcome: len(terminalreporter.stats.get(outcome, [])) for outcome in OUTCOMES}
        path.write_text(json.dumps({outcome: count for outcome, count in counts.items() if count}))
    return result
