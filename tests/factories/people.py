import factory
from factory.django import DjangoModelFactory

from content.models import Theme
from people.models import ContactPerson, County, Municipality, Organisation, Participant, User


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"user{n}@example.org")


class CountyFactory(DjangoModelFactory):
    class Meta:
        model = County
        django_get_or_create = ("code",)

    code = "31"
    name = factory.LazyAttribute(lambda county: {"31": "Østfold", "33": "Buskerud"}.get(county.code, county.code))


class MunicipalityFactory(DjangoModelFactory):
    class Meta:
        model = Municipality
        django_get_or_create = ("code",)

    code = "3107"
    name = factory.LazyAttribute(lambda row: {"3107": "Fredrikstad", "3301": "Drammen"}.get(row.code, row.code))
    county = factory.SubFactory(CountyFactory, code=factory.LazyAttribute(lambda row: row.factory_parent.code[:2]))


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Organisation {n}")
    type = "company"


class ContactPersonFactory(DjangoModelFactory):
    class Meta:
        model = ContactPerson

    name = "Kari Eksempel"
    title = "Coordinator"
    organisation = factory.SubFactory(OrganisationFactory)
    email = factory.Sequence(lambda n: f"contact{n}@example.org")


class ParticipantFactory(DjangoModelFactory):
    class Meta:
        model = Participant

    name = factory.Sequence(lambda n: f"Participant {n}")
    email = factory.Sequence(lambda n: f"participant{n}@example.org")
    organisation = factory.SubFactory(OrganisationFactory)


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = Theme
        django_get_or_create = ("slug",)

    slug = "sirkularokonomi"
    name = factory.LazyAttribute(lambda theme: theme.slug.capitalize())
