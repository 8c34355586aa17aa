"""Databases with data that takes long to create, for tests marked with `@pytest.mark.world("…")`."""

from collections.abc import Callable

from django.conf import settings

FILES = {
    "demo": settings.BASE_DIR / "demo" / "programme.yaml",
    "other": settings.BASE_DIR / "tests" / "home" / "programme_file" / "other.yaml",
}


def text_of(name: str) -> str:
    """A programme file without the demonstration's recordings, which take long to generate."""
    return FILES[name].read_text(encoding="utf-8").replace("  demo: true\n", "  demo: false\n", 1)


def load(name: str) -> None:
    from home.programme_file.document import read_programme
    from home.programme_file.loading import load_programme_file

    load_programme_file(read_programme(text_of(name).encode()))


def programme(size: int) -> None:
    from tests.factories.programme import make_programme

    make_programme(size)


WORLDS: dict[str, Callable[[], None]] = {
    "demo": lambda: load("demo"),
    "other": lambda: load("other"),
    "programme of 1": lambda: programme(1),
    "programme of 2": lambda: programme(2),
    "programme of 3": lambda: programme(3),
}
