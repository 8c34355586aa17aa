import factory
from django.utils import timezone

from home.models import NEWS, NewsIndexPage, NewsPage
from tests.factories.courses import HomePageFactory, PageFactory


class NewsIndexPageFactory(PageFactory):
    """The index page of news; always the same one."""

    class Meta:
        model = NewsIndexPage

    parent = factory.SubFactory(HomePageFactory)
    title = "Aktuelt"
    slug = NEWS

    @classmethod
    def _create(cls, model_class, *args, parent, **kwargs):
        return NewsIndexPage.objects.first() or super()._create(model_class, parent=parent, **kwargs)


class NewsPageFactory(PageFactory):
    class Meta:
        model = NewsPage

    parent = factory.SubFactory(NewsIndexPageFactory)
    title = factory.Sequence(lambda n: f"Article {n}")
    slug = factory.Sequence(lambda n: f"article-{n}")
    lead = "Kort sagt."
    first_published_at = factory.LazyFunction(timezone.now)
    last_published_at = factory.SelfAttribute("first_published_at")
