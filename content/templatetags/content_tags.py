"""What every template may use: covers, icons, dates, lengths and shares."""

import re
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from content import art, dates, icons
from content.anchors import anchor
from content.models import BasePage
from content.numbers import percent_words

register = template.Library()

LONG_WORD = 14
LONG_TITLE = 48
JOINER = "\u2060"
"""Keeps a line from breaking where it stands."""


@register.simple_tag
def cover(theme: object, seed: object, variant: str = "wide") -> SafeString:
    """``{% cover "klimaregnskap" page.slug "thumb" %}``: theme slug, seed, and wide, thumb or tall."""
    return art.cover(str(theme), str(seed), variant)


@register.simple_tag
def hero_hills() -> SafeString:
    """The hills between the sky of the front page and the coloured band below."""
    return art.hero_hills()


@register.simple_tag
def footer_hill() -> SafeString:
    """The slope at the top of the footer."""
    return art.footer_hill()


@register.simple_tag
def vignette() -> SafeString:
    """The small landscape of a contact card."""
    return art.vignette()


@register.simple_tag
def site_mark() -> SafeString:
    """The site's logo mark."""
    return art.mark()


@register.simple_tag
def lang_of(page: BasePage) -> SafeString:
    """` lang="nb"` for an element that shows a page's `shown_title`, where that is not in the reader's language."""
    return format_html(' lang="{}"', page.shown_language) if page.shown_language else mark_safe("")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """``{% icon "calendar" %}`` beside words, ``{% icon "close" label %}`` where the icon stands alone."""
    return icons.icon(name, label)


@register.simple_tag(takes_context=True)
def anchor_of(context: dict[str, Any], heading: str) -> str:
    """The fragment of a heading, unique on the page. Headings must be rendered in their order."""
    request = context.get("request")
    if request is None:
        return anchor(heading, Counter())
    if not hasattr(request, "anchors_used"):
        request.anchors_used = Counter()
    return anchor(heading, request.anchors_used)


@register.simple_tag
def session_time(
    start: datetime, end: datetime | None = None, weekday: bool = True, year: bool = False, tz: str = ""
) -> str:
    """«Torsdag 26. november kl. 09.00–11.00»; ``tz`` names another time zone than the current one."""
    return dates.session_time(start, end or None, weekday=weekday, year=year, zone=_zone(tz))


@register.simple_tag
def date_range(start: date, end: date | None = None, year: bool = True, short: bool = False, tz: str = "") -> str:
    """«20.–21. oktober 2026»."""
    return dates.date_range(start, end or None, year=year, short=short, zone=_zone(tz))


@register.simple_tag
def hours(start: datetime, end: datetime | None = None, tz: str = "") -> str:
    """«kl. 09.00–11.00»."""
    return dates.hours(start, end or None, zone=_zone(tz))


@register.inclusion_tag("components/date_time.html")
def date_block(start: date, end: date | None = None, tz: str = "") -> dict[str, object]:
    """The parts of a date for templates that set the day large, with month and year below."""
    large, rest = dates.days_of_range(start, end or None, zone=_zone(tz))
    return {"large": large, "rest": rest, "machine": iso(start)}


class OneLine(template.Node):
    """Renders its contents, blocks included, as one line and stores that in a context variable."""

    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: template.NodeList, name: str) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: template.Context) -> SafeString:
        context[self.name] = mark_safe(" ".join(self.nodelist.render(context).split()))  # noqa: S308
        return mark_safe("")


@register.tag
def oneline(parser: template.base.Parser, token: template.base.Token) -> OneLine:
    """``{% oneline as head_title %}{% block title %}…{% endblock %}{% endoneline %}``: a block that is used more than
    once."""
    _tag, _as, name = token.split_contents()
    nodelist = parser.parse(("endoneline",))
    parser.delete_first_token()
    return OneLine(nodelist, name)


@register.filter
def day(value: date) -> str:
    """«26. november»."""
    return dates.day(value)


@register.filter
def day_year(value: date) -> str:
    """«26. november 2026»."""
    return dates.day(value, year=True)


@register.filter
def day_short(value: date) -> str:
    """«8. des.»."""
    return dates.day(value, short=True)


@register.filter
def weekday_day(value: date) -> str:
    """«torsdag 26. november»."""
    return dates.day(value, weekday=True)


@register.filter
def clock(value: datetime) -> str:
    """«09.00»."""
    return dates.clock(value)


@register.filter
def iso(value: date) -> str:
    """The value of the ``datetime`` attribute of ``<time>``."""
    return dates.local(value).isoformat()


@register.filter
def duration(value: timedelta | float) -> str:
    """«116 min», of a time span or of seconds."""
    return dates.minutes(value)


@register.filter
def timecode(value: timedelta | float) -> str:
    """«1:18:40», a position in a recording."""
    return dates.timecode(value)


@register.filter
def percent(share: float) -> str:
    """«62 %» for a share from 0 to 1, rounded down and at most 100."""
    return gettext("%(number)s %%") % {"number": whole_percent(share)}


@register.filter
def exact_percent(share: Decimal) -> str:
    """«90.5 %» for the share that a rule asks for."""
    return gettext("%(number)s %%") % {"number": percent_words(share)}


@register.filter
def whole_percent(share: float) -> int:
    """The same share as an integer, for the ``value`` of a progress bar."""
    # A small addition for decimals that binary numbers cannot represent: 0.29 is stored as slightly less.
    return max(0, min(100, int(float(share) * 100 + 1e-9)))


@register.filter
def days_ahead(value: date) -> str:
    """How far ahead a day is: «i dag», «i morgen», «om fem dager»."""
    on = dates.local(value)
    day_of = on.date() if isinstance(on, datetime) else on
    count = (day_of - timezone.localdate()).days
    if count <= 0:
        return gettext("today")
    if count == 1:
        return gettext("tomorrow")
    return ngettext("in %(count)s day", "in %(count)s days", count) % {"count": number_word(count)}


@register.filter
def number_word(count: int) -> str:
    """«five»; in digits from eleven on."""
    words = {1: gettext("one"), 2: gettext("two"), 3: gettext("three"), 4: gettext("four"), 5: gettext("five"),
             6: gettext("six"), 7: gettext("seven"), 8: gettext("eight"), 9: gettext("nine"),
             10: gettext("ten")}  # fmt: skip
    return words.get(count, str(count))


@register.filter
def last_day(moment: datetime) -> date:
    """The last day of a deadline: one that ends at midnight ends on the day before."""
    return dates.local(moment) - timedelta(microseconds=1)


@register.filter(needs_autoescape=True)
def unbroken(value: str, autoescape: bool = True) -> SafeString:
    """Joins a number to its word with a non-breaking space: «symbiose 2», «kl. 09», «33 minutter», «62 %», and
    holds together what a dash joins: «2027–2032», «20.–21. oktober», «09.00–11.00»."""
    text = str(conditional_escape(value) if autoescape else value)
    if not any(character.isdigit() for character in text):
        return mark_safe(text)  # noqa: S308
    text = re.sub(r"(?<=\w) (?=\d{1,2}(?:[:,?!]|\.?$))", dates.NB, text)
    text = re.sub(r"(?<=\d)(\.?)–(?=\d)", rf"\1{JOINER}–{JOINER}", text)
    text = re.sub(r"(?<=\d) (?=(?:%|min\b|minutt|kr\b))", dates.NB, text)
    return mark_safe(re.sub(r"\bkl\. (?=\d)", f"kl.{dates.NB}", text))  # noqa: S308


@register.filter
def size_of_words(text: str) -> str:
    """CSS classes for a heading that has a very long word, such as «Bærekraftsrapportering», or is long itself."""
    long_word = any(len(word) > LONG_WORD for word in str(text).split())
    return " ".join(
        name for name, holds in (("has-long-word", long_word), ("is-long", len(str(text)) > LONG_TITLE)) if holds
    )


@register.filter
def widget_kind(field: BoundField) -> str:
    """The layout of a field: "tick", "choices" or "line". Also sets the design system's class on its widget."""
    widget = field.field.widget
    widget.attrs.setdefault("class", "ds-input")
    if isinstance(widget, CheckboxSelectMultiple | RadioSelect):
        return "choices"
    return "tick" if isinstance(widget, CheckboxInput) else "line"


def _zone(name: str) -> ZoneInfo | None:
    return ZoneInfo(name) if name else None
