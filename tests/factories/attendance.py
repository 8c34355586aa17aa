import datetime as dt

import factory
from factory.django import DjangoModelFactory

from attendance.models import Attendance, Registration
from people.models import Participant
from tests.factories.courses import SessionFactory
from tests.factories.people import ParticipantFactory


class AffiliatedFactory(DjangoModelFactory):
    """Copies the participant's affiliation to the row, as the actions do."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        row = model_class(**kwargs)
        if "organisation" not in kwargs:
            participant = Participant.objects.with_affiliation().get(pk=row.participant.pk)
            row.keep_affiliation(participant, row.session.date or dt.date(2026, 1, 1))
        row.save(force_insert=True)
        return row


class RegistrationFactory(AffiliatedFactory):
    class Meta:
        model = Registration

    participant = factory.SubFactory(ParticipantFactory)
    session = factory.SubFactory(SessionFactory)


class AttendanceFactory(AffiliatedFactory):
    """Present throughout, without evidence."""

    class Meta:
        model = Attendance

    participant = factory.SubFactory(ParticipantFactory)
    session = factory.SubFactory(SessionFactory)
    present = True
    minutes = factory.LazyAttribute(lambda row: row.session.live_minutes if row.present else None)
