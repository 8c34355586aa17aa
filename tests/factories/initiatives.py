import factory
from factory.django import DjangoModelFactory

from initiatives.models import (
    ADDRESS,
    ForumPage,
    InitiativeIndexPage,
    InitiativePage,
    PlanPage,
    ProjectPage,
)
from people.models import Region, RegionMunicipality
from tests.factories.courses import HomePageFactory, PageFactory
from tests.factories.people import OrganisationFactory


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = Region
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Region {n}")

    @factory.post_generation
    def municipalities(self, create, extracted, **kwargs):
        for municipality in extracted or ():
            RegionMunicipality.objects.create(region=self, municipality=municipality, **kwargs)


class InitiativeIndexPageFactory(PageFactory):
    """The index page of plans and projects; always the same one."""

    class Meta:
        model = InitiativeIndexPage

    parent = factory.SubFactory(HomePageFactory)
    title = "Planer og prosjekter"
    slug = ADDRESS

    @classmethod
    def _create(cls, model_class, *args, parent, **kwargs):
        return InitiativeIndexPage.objects.first() or super()._create(model_class, parent=parent, **kwargs)


class PlanPageFactory(PageFactory):
    class Meta:
        model = PlanPage

    parent = factory.SubFactory(InitiativeIndexPageFactory)
    title = factory.Sequence(lambda n: f"Plan {n}")
    slug = factory.Sequence(lambda n: f"plan-{n}")
    lead = "Hva planen er til for."
    responsible = factory.SubFactory(OrganisationFactory)


class ProjectPageFactory(PageFactory):
    class Meta:
        model = ProjectPage

    parent = factory.SubFactory(InitiativeIndexPageFactory)
    title = factory.Sequence(lambda n: f"Project {n}")
    slug = factory.Sequence(lambda n: f"project-{n}")
    lead = "Hva prosjektet skal finne ut."


class ForumPageFactory(PageFactory):
    class Meta:
        model = ForumPage

    parent = factory.SubFactory(InitiativeIndexPageFactory)
    title = factory.Sequence(lambda n: f"Forum {n}")
    slug = factory.Sequence(lambda n: f"forum-{n}")
    lead = "Hvem som møtes."


class InitiativePageFactory(PageFactory):
    class Meta:
        model = InitiativePage

    parent = factory.SubFactory(ForumPageFactory)
    title = factory.Sequence(lambda n: f"Initiative {n}")
    slug = factory.Sequence(lambda n: f"initiative-{n}")
    goal = "Hva det skal føre til."
    coordinator = factory.SubFactory(OrganisationFactory)
