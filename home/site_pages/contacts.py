"""The contacts of all programmes. A contact person is stored once and used on all pages (F19)."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import F

from content.models import SiteSettings
from content.versions import in_words
from courses.models import ProgrammePage
from home.organisations import public_programmes
from people.models import ContactPerson

MOST = 100


@dataclass
class Contact:
    person: ContactPerson
    programmes: list[ProgrammePage] = field(default_factory=list)

    @property
    def phone_href(self) -> str:
        return self.person.phone.replace(" ", "")


def contacts() -> list[Contact]:
    """Each contact person once, with all their programmes, in page order. One query."""
    rows = (
        public_programmes().select_related("contact__organisation").annotate(language_code=F("locale__language_code"))
    )
    found: dict[int, Contact] = {}
    for row in rows.order_by("path")[:MOST]:
        found.setdefault(row.contact_id, Contact(row.contact)).programmes.append(in_words(row))
    return list(found.values())


def address_of_site() -> str:
    """The e-mail address of the site, if one is configured."""
    row = SiteSettings.objects.filter(site__is_default_site=True).first()
    return row.contact_email if row else ""
