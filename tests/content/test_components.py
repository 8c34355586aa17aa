"""Each component renders with the minimal context, and is accessible."""

import re
from datetime import date

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.utils import translation

LEAST = {
    "activity_card": {"card": {"url": "/a/", "title": "A"}},
    "activity_row": {"row": {"url": "/a/", "title": "A", "start": date(2027, 1, 20), "end": None}},
    "bar_row": {"bar": {"label": "A", "text": "fewer than 5"}},
    "breadcrumbs": {
        "crumbs": [{"label": "A", "url": "/a/"}, {"label": "B"}],
        "canonical_url": "https://example.org/a/b/",
    },
    "chapters": {"chapters": [{"seconds": 195, "title": "A", "url": "?t=195"}]},
    "contact_card": {"contact": {"heading": "A", "text": "B"}},
    "contact_panel": {"contact": {"name": "A", "email": "a@example.org"}},
    "dated_row": {"row": {"title": "A", "start": date(2027, 1, 20)}},
    "empty_state": {"title": "A", "text": "B"},
    "facts_box": {"box": {"title": "A", "text": "B"}},
    "facts_line": {"facts": [{"label": "116 min"}]},
    "filter_chips": {"chips": [{"label": "A", "url": "?"}], "reset_url": "?"},
    "filter_group": {"group": {"label": "A", "name": "a", "options": [{"value": 1, "label": "B", "count": 0}]}},
    "key_figure": {"figure": {"label": "A", "value": "8", "share": None}},
    "message": {"message": "Saved"},
    "module_pick_row": {"module": {"id": 1, "url": "/", "title": "A", "what": "B", "theme": "x", "seed": "y"}},
    "pick_bar": {},
    "resume_row": {
        "row": {
            "url": "/",
            "title": "A",
            "theme": "x",
            "seed": "y",
            "go_on": "Continue from 12:34",
            "share": 62,
            "words": "Seen 62 %.",
            "more": "",
        }
    },
    "stretches": {"stretches": [(0, 105)], "length": 1000},
    "tabs": {"tabs": [{"label": "A", "url": "/"}], "tabs_label": "B"},
    "tag": {"tag": {"label": "Open"}},
}


def show(name: str, **context: object) -> str:
    with translation.override("en"):
        return render_to_string(f"components/{name}.html", context)


@pytest.mark.parametrize("name", LEAST)
def test_a_piece_shows_with_the_least_it_asks_for(name):
    assert show(name, **LEAST[name]).strip()


def test_a_card_without_theme_has_no_empty_picture():
    assert "card__cover" not in show("activity_card", **LEAST["activity_card"])


def test_a_card_has_one_link_that_is_read_and_an_action_that_says_what_it_is_about():
    card = {"url": "/a/", "title": "Symbiosis 2", "action": {"label": "Sign me up", "url": "/a/r/", "button": True}}
    html = show("activity_card", card=card)
    assert html.count("<a ") == 2
    assert re.search(r"Sign me up\s*<span class=\"ds-sr-only\">: Symbiosis 2</span>", html)


@pytest.mark.parametrize(
    ("tone", "mark"),
    [("green", 'data-color="accent"'), ("warm", 'data-color="brand1"'), ("outline", 'data-variant="outline"')],
)
def test_a_tag_is_a_word_in_a_tone(tone, mark):
    html = show("tag", tag={"label": "Open", "tone": tone})
    assert mark in html
    assert "Open" in html


def test_a_facet_that_gives_nothing_stays_and_can_be_ticked():
    html = show("filter_group", **LEAST["filter_group"])
    assert "disabled" not in html
    assert '<span class="filter__count">0</span>' in html


def test_a_group_too_small_to_draw_has_no_bar():
    assert "<svg" not in show("bar_row", **LEAST["bar_row"])


class Sheet(forms.Form):
    email = forms.EmailField(label="E-mail", help_text="We send the link here.")
    news = forms.BooleanField(label="News", required=False)
    days = forms.MultipleChoiceField(
        label="Days", choices=[("a", "One"), ("b", "Two")], widget=forms.CheckboxSelectMultiple
    )


def test_an_error_stands_at_its_field_and_the_field_points_at_it():
    form = Sheet({"email": "kari"})
    html = show("form_field", field=form["email"])
    assert 'value="kari"' in html
    assert 'aria-invalid="true"' in html
    pointed_at = re.search(r'aria-describedby="([^"]+)"', html).group(1).split()
    assert pointed_at == ["id_email_helptext", "id_email_error"]
    assert all(html.count(f'id="{name}"') == 1 for name in pointed_at)


@pytest.mark.parametrize("field", ["email", "news", "days"])
def test_every_kind_of_field_has_a_name_that_is_read(field):
    html = show("form_field", field=Sheet()[field])
    inputs = re.findall(r'<input[^>]* id="([^"]+)"', html)
    assert inputs
    assert all(f'for="{name}"' in html for name in inputs)


def test_the_summary_leads_to_each_field_that_is_wrong():
    html = show("error_summary", form=Sheet({}))
    assert re.findall(r'href="#([^"]+)"', html) == ["id_email", "id_days"]


def test_the_summary_is_not_there_when_nothing_is_wrong():
    assert show("error_summary", form=Sheet()).strip() == ""


@pytest.mark.parametrize(("number", "ways"), [(1, ["page=2"]), (2, ["page=1", "page=3"]), (3, ["page=2"])])
def test_pages_keep_the_other_choices_in_the_address(number, ways):
    page = Paginator(range(5), 2).page(number)
    html = show("pagination", page_obj=page, page_query="theme=a&")
    assert [address.split("&amp;")[-1] for address in re.findall(r'href="\?([^"]+)"', html)] == ways
    assert html.count("theme=a&") == len(ways)


def test_one_page_needs_no_pages():
    assert show("pagination", page_obj=Paginator([1], 2).page(1), page_query="").strip() == ""


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "language"), [("/nowhere/", "nb"), ("/nn/nowhere/", "nn"), ("/en/nowhere/", "en")])
def test_a_page_that_is_not_there_has_the_frame_of_the_site_in_the_readers_language(client, path, language):
    answer = client.get(path)
    html = answer.content.decode()
    assert answer.status_code == 404
    assert f'<html lang="{language}"' in html
    assert re.search(r'<a class="ds-skip-link"\s+href="#main">', html)
    assert html.count("<h1>") == 1


def test_a_fault_is_told_without_asking_the_context_for_anything():
    assert "<h1>" in render_to_string("500.html")
