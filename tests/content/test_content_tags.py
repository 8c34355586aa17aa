"""Template tags and filters for all templates."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.template import Context, Template
from django.utils import timezone, translation
from django.utils.safestring import SafeString

from content.icons import ICONS
from content.templatetags import content_tags
from courses.rules import Requirement
from courses.wording import completion_words

OSLO = ZoneInfo("Europe/Oslo")


@pytest.fixture(autouse=True)
def _bokmaal_in_oslo():
    with translation.override("nb"), timezone.override(OSLO):
        yield


def render(source: str, **context: object) -> str:
    return Template("{% load content_tags %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("share", "expected"),
    [(0, 0), (0.29, 29), (0.57, 57), (0.8999, 89), (0.999999, 99), (1, 100), (1.5, 100), (-0.2, 0)],
)
def test_a_share_is_rounded_down_and_stays_between_0_and_100(share, expected):
    assert content_tags.whole_percent(share) == expected


def test_percent_ends_in_its_sign():
    assert content_tags.percent(0.62).startswith("62")
    assert content_tags.percent(0.62).endswith("%")


@pytest.mark.parametrize(("share", "words"), [("0.9", "90"), ("0.905", "90,5"), ("0.9075", "90,75"), ("1", "100")])
def test_the_share_of_a_rule_keeps_its_decimals_wherever_it_is_said(share, words):
    assert content_tags.exact_percent(Decimal(share)).rstrip("%").strip() == words
    [sentence] = completion_words(Requirement(watched_share=Decimal(share), may_declare=False))
    assert f" {words}" in sentence


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_beside_words_is_hidden_and_alone_it_speaks(name):
    assert 'aria-hidden="true"' in content_tags.icon(name)
    spoken = content_tags.icon(name, 'Lukk "nå"')
    assert 'aria-label="Lukk &quot;nå&quot;"' in spoken
    assert "aria-hidden" not in spoken


def test_an_icon_nobody_has_drawn_is_refused():
    with pytest.raises(KeyError):
        content_tags.icon("unicorn")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Industriell symbiose 2: avtaler", "Industriell symbiose\u00a02: avtaler"),
        ("Sirkulærøkonomi 1", "Sirkulærøkonomi\u00a01"),
        ("Direkte 8. desember kl. 09", "Direkte 8. desember kl.\u00a009"),
        ("Se 33 minutter til", "Se 33\u00a0minutter til"),
        ("Sett 62 %.", "Sett 62\u00a0%."),
        ("20.–21. oktober", "20.\u2060–\u206021. oktober"),
        ("09.00–11.00", "09.00\u2060–\u206011.00"),
        ("a <b> & c", "a &lt;b&gt; &amp; c"),
    ],
)
def test_a_number_stays_with_its_word(text, expected):
    assert content_tags.unbroken(text) == expected


def test_what_is_safe_already_is_not_escaped_twice():
    assert content_tags.unbroken(SafeString("a &amp; b")) == "a &amp; b"


@pytest.mark.parametrize(("days", "expected"), [(0, "today"), (1, "tomorrow"), (5, "in five days"), (12, "in 12 days")])
def test_days_ahead(days, expected):
    with translation.override("en"):
        assert content_tags.days_ahead(timezone.localdate() + timedelta(days=days)) == expected


def test_days_ahead_counts_days_on_the_wall_not_hours():
    just_after_midnight = timezone.localtime().replace(hour=0, minute=1) + timedelta(days=1)
    with translation.override("en"):
        assert content_tags.days_ahead(just_after_midnight) == "tomorrow"


def test_session_time_in_a_template_takes_another_time_zone():
    start = datetime(2026, 11, 26, 9, 0, tzinfo=OSLO)
    assert render('{% session_time start tz="UTC" %}', start=start).endswith("08.00")


def test_date_block_is_read_as_one_time():
    html = render("{% date_block start end %}", start=date(2027, 1, 20), end=date(2027, 1, 21))
    assert '<time datetime="2027-01-20">' in html
    assert "20.–21." in html


class Sheet(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the certificate.")
    days = forms.MultipleChoiceField(choices=[("a", "One"), ("b", "Two")], widget=forms.CheckboxSelectMultiple)
    news = forms.BooleanField(label="News", required=False)


@pytest.mark.parametrize(("field", "kind"), [("name", "line"), ("days", "choices"), ("news", "tick")])
def test_a_widget_gets_its_kind_and_the_class_of_the_design_system(field, kind):
    bound = Sheet()[field]
    assert content_tags.widget_kind(bound) == kind
    assert 'class="ds-input"' in str(bound)
