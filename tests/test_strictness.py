"""The strict test environment catches what it should."""

import socket
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.template.base import Origin, Template
from django_tasks import task

from tests.network import NetworkUsedError
from tests.strict_tasks import TaskFailedError
from tests.strict_templates import UndefinedTemplateVariableError


def render(source: str, file: Path) -> str:
    engine = engines["django"].engine  # type: ignore[attr-defined]
    from django.template import Context

    return Template(source, origin=Origin(str(file)), engine=engine).render(Context({"name": "Kari"}))


def test_undefined_variable_in_a_template_of_ours_fails() -> None:
    with pytest.raises(UndefinedTemplateVariableError, match=r"templates/page\.html names nmae, which is not there"):
        render("{% if name %}{{ nmae }}{% endif %}", settings.BASE_DIR / "templates" / "page.html")


def test_undefined_variable_is_nothing_in_a_template_of_a_package(tmp_path: Path) -> None:
    assert render("[{{ nmae }}] {{ name }}", tmp_path / "page.html") == "[] Kari"
    assert render("[{{ nmae }}]", settings.BASE_DIR / ".venv" / "lib" / "page.html") == "[]"


@task
def stumble() -> None:
    raise ValueError("over a stone")


def test_task_that_fails_fails_its_test() -> None:
    with pytest.raises(TaskFailedError, match="over a stone"):
        stumble.enqueue()


def test_network_is_shut_off() -> None:
    with pytest.raises(NetworkUsedError):
        urllib.request.urlopen("http://example.org/")
    with socket.socket() as outside, pytest.raises(NetworkUsedError):
        outside.connect(("192.0.2.1", 80))


def test_this_computer_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass
