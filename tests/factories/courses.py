import datetime as dt
from decimal import Decimal

import factory
from django.db.models import F
from django.utils import timezone
from factory.django import DjangoModelFactory
from modelcluster.models import ClusterableModel
from wagtail.models import Page, Site

from courses.models import (
    CompletionRule,
    LessonPage,
    Level,
    ModulePage,
    ProgrammePage,
    ProgrammeRole,
    Role,
    Session,
    TrackPage,
)
from gatherings.models import GatheringPage
from home.models import HomePage
from tests.factories.people import ContactPersonFactory, UserFactory
from webinars.models import WebinarPage


class PageFactory(DjangoModelFactory):
    """Adds the page to the tree below `parent`, which is created if it is not given."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, parent, **kwargs):
        return put_below(parent, model_class(**kwargs))


def put_below(parent: Page, page: Page) -> Page:
    """Insert a page as the last child, in a quarter of the time of `add_child`.

    Skips validation, the check for duplicate slugs, and the log.
    """
    siblings = Page.objects.filter(depth=parent.depth + 1, path__startswith=parent.path)
    last = siblings.order_by("-path").values_list("path", flat=True).first()
    page.depth = parent.depth + 1
    place = Page._str2int(last[-Page.steplen :]) + 1 if last else 1
    page.path = Page._get_path(parent.path, page.depth, place)
    page.set_url_path(parent)
    page.draft_title = page.draft_title or page.title
    page.locale_id = page.locale_id or parent.locale_id
    page._cached_parent_obj = parent
    ClusterableModel.save(page)
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + 1)
    parent.numchild += 1
    return page


def keep(page: Page) -> None:
    """Save changes to a page without validation."""
    ClusterableModel.save(page)


class HomePageFactory(PageFactory):
    """The home page of the default site; always the same one."""

    class Meta:
        model = HomePage

    title = "Løft"
    slug = "loft"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        if known := HomePage.objects.originals().first():
            return known
        home = put_below(Page.get_first_root_node(), model_class(**kwargs))
        Site.objects.update_or_create(
            is_default_site=True, defaults={"hostname": "localhost", "root_page": home, "port": 80}
        )
        return home


class ProgrammePageFactory(PageFactory):
    class Meta:
        model = ProgrammePage

    parent = factory.SubFactory(HomePageFactory)
    title = "Kompetanseheving innen grønn omstilling"
    short_title = factory.Sequence(lambda n: f"Programme {n}")
    slug = factory.Sequence(lambda n: f"programme-{n}")
    lead = "Velg det du trenger."
    period_from = dt.date(2026, 9, 1)
    period_to = dt.date(2027, 3, 31)
    contact = factory.SubFactory(ContactPersonFactory)


class TrackPageFactory(PageFactory):
    class Meta:
        model = TrackPage

    parent = factory.SubFactory(ProgrammePageFactory)
    title = "Basisdelen"
    slug = factory.Sequence(lambda n: f"track-{n}")
    number = 1
    text = "Grunnleggende kunnskap."


class ModulePageFactory(PageFactory):
    class Meta:
        model = ModulePage

    parent = factory.SubFactory(TrackPageFactory)
    title = factory.Sequence(lambda n: f"Module {n}")
    slug = factory.Sequence(lambda n: f"module-{n}")


class WebinarPageFactory(PageFactory):
    class Meta:
        model = WebinarPage

    parent = factory.SubFactory(ModulePageFactory)
    title = factory.Sequence(lambda n: f"Webinar {n}")
    slug = factory.Sequence(lambda n: f"webinar-{n}")
    abstract_text = "Hva det handler om."


class GatheringPageFactory(PageFactory):
    class Meta:
        model = GatheringPage

    parent = factory.SubFactory(ProgrammePageFactory)
    title = factory.Sequence(lambda n: f"Gathering {n}")
    slug = factory.Sequence(lambda n: f"gathering-{n}")
    goal = "Møtes."


class LessonPageFactory(PageFactory):
    class Meta:
        model = LessonPage

    parent = factory.SubFactory(ModulePageFactory)
    title = factory.Sequence(lambda n: f"Lesson {n}")
    slug = factory.Sequence(lambda n: f"lesson-{n}")
    lead = "Les dette."
    body = [("paragraph", "<p>Begynn her.</p>")]
    duration_minutes = 10


class SessionFactory(DjangoModelFactory):
    """The root session of a webinar: one hour, `days_ahead` days from now (negative for past ones)."""

    class Meta:
        model = Session

    class Params:
        days_ahead = 7

    activity = factory.SubFactory(WebinarPageFactory)
    level = Level.WHOLE
    date = factory.LazyAttribute(lambda row: timezone.localdate() + dt.timedelta(days=row.days_ahead))
    starts_at = factory.LazyAttribute(
        lambda row: timezone.make_aware(dt.datetime.combine(row.date, dt.time(9, 0))) if row.date else None
    )
    ends_at = factory.LazyAttribute(lambda row: row.starts_at + dt.timedelta(hours=1) if row.starts_at else None)
    live_minutes = 60


class DayFactory(SessionFactory):
    """A day of a gathering; `parent` is the root session."""

    activity = factory.LazyAttribute(lambda row: row.parent.activity)
    level = Level.DAY
    live_minutes = None


class CompletionRuleFactory(DjangoModelFactory):
    class Meta:
        model = CompletionRule

    programme = factory.SubFactory(ProgrammePageFactory)
    live_share = Decimal("0.75")
    watched_share = Decimal("0.9")
    days_share = Decimal("0.75")
    may_declare = True
    track_activities = 4


class ProgrammeRoleFactory(DjangoModelFactory):
    class Meta:
        model = ProgrammeRole

    user = factory.SubFactory(UserFactory)
    programme = factory.SubFactory(ProgrammePageFactory)
    role = Role.COUNTY_STAFF
