"""The catalogues in locale/: extraction of texts, updating, and checks."""

import contextlib
import gettext
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import pytest
import wagtail
import wagtailmedia
from babel.messages.catalog import Message
from django.conf import settings
from django.core.management import CommandError, call_command
from pytest_django import Settings

from content import catalogues

MODELS = """
from django.utils.translation import gettext_lazy as _, ngettext_lazy, npgettext, pgettext_lazy

NAME = _("Seat")
LONG = _(
    "A seat is "
    "promised once."
)
LEVEL = pgettext_lazy("of a track", "Basic")
COUNT = ngettext_lazy("%(count)d seat", "%(count)d seats", "count")
HELD = npgettext("past", "%(n)d was held", "%(n)d were held", 2)
NOT_A_TEXT = "left alone"
"""

PAGE = """
{% extends "base.html" %}{% load i18n %}
    {% if seats %}
  <h1>{% translate "Programme" %}</h1>
      {% endif %}
<p>{% translate "Open" context "of a door" %} {{ value|default:_("nothing yet") }}</p>
{% include "box.html" with title=_("Facts") %}
{% blocktranslate trimmed count n=seats|length %}
  One seat
  is left
{% plural %}
  {{ n }} seats are left
{% endblocktranslate %}
{# "quotes" and 'apostrophes don't matter #}
{% blocktranslate trimmed with who=person.name %}
    Dear {{ who }},
    welcome to 100 % of it
{% endblocktranslate %}
"""


@pytest.fixture
def project(tmp_path: Path, settings: Settings) -> Path:
    """A small project with every form of translatable text."""
    (tmp_path / "seats" / "migrations").mkdir(parents=True)
    (tmp_path / "templates" / "seats").mkdir(parents=True)
    (tmp_path / "tests").mkdir()
    (tmp_path / "seats" / "models.py").write_text(MODELS)
    (tmp_path / "seats" / "migrations" / "0001_initial.py").write_text('_("from a migration")')
    (tmp_path / "tests" / "test_seats.py").write_text('_("from a test")')
    (tmp_path / "templates" / "seats" / "page.html").write_text(PAGE)
    settings.BASE_DIR = tmp_path
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    return tmp_path


def stored(project: Path, language: str) -> Path:
    return project / "locale" / language / "LC_MESSAGES" / "django.po"


def translate(project: Path, language: str, translations: dict[str, str | tuple[str, str]]) -> None:
    """Fill in the catalogue, as a translator does."""
    catalogue = catalogues.read(stored(project, language), language)
    for message in catalogue:
        text = message.id[0] if isinstance(message.id, tuple | list) else message.id
        if text in translations:
            message.string = translations[text]
    catalogues.write(catalogue, stored(project, language))


def check(language: str) -> list[str]:
    """The problems in one language, as the command reports them."""
    errors = StringIO()
    with contextlib.suppress(CommandError):
        call_command("translations", "--check", stdout=StringIO(), stderr=errors)
    return [line.removeprefix(f"{language}: ") for line in errors.getvalue().splitlines() if line.startswith(language)]


def update() -> None:
    call_command("translations", stdout=StringIO())


def test_texts_are_found_in_python_and_templates_in_every_form(project: Path) -> None:
    texts = {(text.context, text.id) for text in catalogues.texts_in(project) if text.id}

    assert texts == {
        (None, "Seat"),
        (None, "A seat is promised once."),
        ("of a track", "Basic"),
        (None, ("%(count)d seat", "%(count)d seats")),
        ("past", ("%(n)d was held", "%(n)d were held")),
        (None, "Programme"),
        ("of a door", "Open"),
        (None, "nothing yet"),
        (None, "Facts"),
        (None, ("One seat is left", "%(n)s seats are left")),
        (None, "Dear %(who)s, welcome to 100 %% of it"),
    }


def test_update_keeps_translations_and_drops_texts_no_longer_used(project: Path) -> None:
    update()
    translate(project, "nb", {"Seat": "Plass", "Programme": "Program"})
    (project / "seats" / "models.py").write_text('NAME = _("Seat")\nNEW = _("Row")')
    (project / "templates" / "seats" / "page.html").write_text('{% load i18n %}{% translate "Programme" %}')
    update()

    translations = {text.id: text.string for text in catalogues.read(stored(project, "nb"), "nb") if text.id}
    assert translations == {"Seat": "Plass", "Programme": "Program", "Row": ""}


def test_update_twice_writes_the_same_bytes(project: Path) -> None:
    update()
    translate(project, "nb", {"Seat": "Plass", "One seat is left": ("Én plass igjen", "%(n)s plasser igjen")})
    update()
    first = stored(project, "nb").read_bytes()
    update()

    assert stored(project, "nb").read_bytes() == first
    assert str(project) not in first.decode()


def test_update_compiles_what_gettext_reads(project: Path) -> None:
    update()
    translate(project, "nb", {"One seat is left": ("Én plass igjen", "%(n)s plasser igjen"), "Open": "Åpen"})
    call_command("translations", "--compile")

    with stored(project, "nb").with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert compiled.ngettext("One seat is left", "%(n)s seats are left", 1) == "Én plass igjen"
    assert compiled.ngettext("One seat is left", "%(n)s seats are left", 3) == "%(n)s plasser igjen"
    assert compiled.pgettext("of a door", "Open") == "Åpen"


def test_check_names_missing_texts_with_the_file_they_are_in(project: Path) -> None:
    update()

    assert "missing: 'Seat' (seats/models.py)" in check("nn")
    assert "missing: [of a door] 'Open' (templates/seats/page.html)" in check("nn")
    assert len(check("nn")) == 11


def test_check_asks_nothing_of_the_source_language(project: Path) -> None:
    update()

    assert check("en") == []


def test_check_passes_where_all_is_translated(project: Path) -> None:
    (project / "templates" / "seats" / "page.html").write_text("")
    (project / "seats" / "models.py").write_text('A = _("Seat")\nB = ngettext("%(n)d seat", "%(n)d seats", 2)')
    update()
    for language in ("nb", "nn", "sv"):
        translate(project, language, {"Seat": "Plass", "%(n)d seat": ("én plass", "%(n)d plasser")})
    out = StringIO()
    call_command("translations", "--check", stdout=out)

    assert out.getvalue().strip() == "All 2 texts are there in nb, nn, sv, en."


def test_check_names_a_plural_of_which_one_form_is_missing(project: Path) -> None:
    update()
    translate(project, "nb", {"One seat is left": ("Én plass igjen", "")})

    assert "missing: 'One seat is left' (templates/seats/page.html)" in check("nb")


def test_check_names_fuzzy_texts(project: Path) -> None:
    update()
    translate(project, "nb", {"Seat": "Plass"})
    path = stored(project, "nb")
    path.write_text(path.read_text().replace('msgid "Seat"', '#, fuzzy\nmsgid "Seat"'))

    assert "fuzzy: 'Seat'" in check("nb")


@pytest.mark.parametrize("prefix", ["", "#~ "])
def test_check_names_texts_that_the_code_has_no_longer(project: Path, prefix: str) -> None:
    update()
    path = stored(project, "nb")
    path.write_text(path.read_text() + f'\n{prefix}msgid "Chair"\n{prefix}msgstr "Stol"\n')

    assert "obsolete: 'Chair'" in check("nb")


@pytest.mark.parametrize(
    ("text", "translation", "is_right"),
    [
        ("Dear %(who)s", "Kjære %(who)s", True),
        ("Dear %(who)s", "Kjære %(hvem)s", False),
        ("Dear %(who)s", "Kjære", False),
        ("Dear %(who)s", "Kjære %(who)", False),
        ("{count} of {all}", "{all}, derav {count}", True),
        ("{count} of {all}", "{count} av {alle}", False),
        ("100 %% of it", "alt, 100 %%", True),
        ("all of it", "alt, %s", False),
    ],
)
def test_check_compares_placeholders(project: Path, text: str, translation: str, is_right: bool) -> None:
    (project / "templates" / "seats" / "page.html").write_text("")
    (project / "seats" / "models.py").write_text(f"A = _({text!r})")
    update()
    translate(project, "nb", {text: translation})

    expected = [] if is_right else [f"placeholders differ in {translation!r}: {text!r}"]
    assert check("nb") == expected


@pytest.mark.parametrize(
    ("forms", "is_right"),
    [
        (("%(n)d plass", "%(n)d plasser"), True),
        (("én plass", "%(n)d plasser"), True),
        (("%(n)d plass", "mange plasser"), False),
        (("%(antall)d plass", "%(n)d plasser"), False),
    ],
)
def test_check_lets_a_singular_leave_out_the_number(project: Path, forms: tuple[str, str], is_right: bool) -> None:
    (project / "templates" / "seats" / "page.html").write_text("")
    (project / "seats" / "models.py").write_text('A = ngettext("one seat", "%(n)d seats", 2)')
    update()
    translate(project, "nb", {"one seat": forms})

    assert (check("nb") == []) is is_right


def test_the_languages_of_the_site_are_those_with_a_catalogue() -> None:
    assert [code for code, _name in settings.LANGUAGES] == ["nb", "nn", "sv", "en"]


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_texts_of_packages_are_texts_they_have(domain: str) -> None:
    """What was given another name by a newer Wagtail would stay in English without a word."""
    theirs: set[str] = set()
    for package in (wagtail, wagtailmedia):
        for path in Path(package.__file__).parent.glob(f"**/locale/en/LC_MESSAGES/{domain}.po"):
            theirs |= {_first(message) for message in catalogues.read(path, "en")}
    for path in Path(settings.LOCALE_PATHS[1]).glob(f"*/LC_MESSAGES/{domain}.po"):
        ours = {_first(message): message for message in catalogues.read(path, path.parts[-3]) if message.id}
        assert [text for text in ours if text not in theirs] == []
        assert [
            text for text, message in ours.items() if _placeholders(message.string) - _placeholders(message.id)
        ] == []


def _first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _placeholders(text: str | Sequence[str]) -> set[str]:
    return set(catalogues.PLACEHOLDER.findall(text if isinstance(text, str) else " ".join(text))) - {"%%"}
