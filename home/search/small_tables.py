"""Search in the small tables: themes, contacts, organisations, alliances and documents, read in one query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import CharField, Exists, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, JSONObject, NullIf
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.models import CollectionViewRestriction, ReferenceIndex

from content.models import Theme
from content.searching import has_all, marked, matching, stem
from home.pages import at_or_above
from home.search.hits import Hit
from home.search.public import Public
from people.models import Alliance, ContactPerson, Organisation


@dataclass
class SmallTableHits:
    themes: list[Hit] = field(default_factory=list)
    contacts: list[Hit] = field(default_factory=list)
    organisations: list[Hit] = field(default_factory=list)
    alliances: list[Hit] = field(default_factory=list)
    documents: list[Hit] = field(default_factory=list)


def search_small_tables(words: Sequence[str], shown: Public) -> SmallTableHits:
    """One query."""
    found = SmallTableHits()
    in_name = Q()
    for word in words:
        in_name &= _in_any_language(stem(word))
    contacts: QuerySet[Any] = QuerySet(ContactPerson).filter(pk__in=matching(ContactPerson, words).values("pk"))
    organisations = matching(Organisation, words)
    # Plain querysets: modeltranslation changes the order of columns, which must be the same in all parts of a UNION.
    rows = (
        _rows("theme", QuerySet(Theme).filter(in_name), _own("name"), slug="slug", in_bokmal="name_nb")
        .union(
            _rows(
                "contact",
                contacts,
                F("name"),
                title=_own("title"),
                organisation="organisation__name",
                organisation_id="organisation",
                email="email",
                phone="phone",
            ),
            _rows("organisation", organisations, F("name"), full_name="full_name", type="type"),
            _rows("alliance", QuerySet(Alliance).filter(in_name), _own("name")),
            _rows("document", _documents(words), F("title"), file="file"),
            _rows("link", _links_to(_documents(words)), F("to_object_id"), page="object_id"),
            all=True,
        )
        .order_by("called", "key")
    )
    found_rows = list(rows)
    linked = {name for kind, _key, name, values in found_rows if kind == "link" and int(values["page"]) in shown.pages}
    for kind, key, name, values in found_rows:
        if kind == "theme" and (has_all(name, words) or has_all(values["in_bokmal"], words)):
            found.themes.append(Hit(marked(name, words), reverse("theme", args=[values["slug"]]), _("Theme")))
        elif kind == "contact" and key in shown.contacts:
            found.contacts.append(_contact_hit(key, name, values, words))
        elif kind == "organisation" and key in shown.organisations:
            found.organisations.append(_organisation_hit(Organisation(key, name=name, **values), words))
        elif kind == "alliance" and key in shown.alliances:
            found.alliances.append(Hit(marked(name, words), reverse("alliance", args=[key]), _("Alliance")))
        elif kind == "document" and str(key) in linked:
            document = get_document_model()(pk=key, title=name, **values)
            facts = [document.file_extension.upper()] if document.file_extension else []
            found.documents.append(Hit(marked(name, words), document.url, _("Document"), facts=facts))
    return found


def _rows(kind: str, rows: QuerySet[Any], name: Any, **values: Any) -> QuerySet[Any]:
    """The rows with the same columns for every kind, as a part of the UNION."""
    return (
        rows.order_by()
        .annotate(of_kind=Value(kind, output_field=CharField()), key=F("pk"), called=name, values=JSONObject(**values))
        .values_list("of_kind", "key", "called", "values")
    )


def _own(name: str) -> Coalesce:
    """A translated field in the active language, falling back to Bokmål."""
    return Coalesce(NullIf(F(f"{name}_{get_language()}"), Value("")), F(f"{name}_nb"), output_field=CharField())


def _contact_hit(key: int, name: str, values: dict[str, Any], words: Sequence[str]) -> Hit:
    return Hit(
        title=marked(name, words),
        url=f"{reverse('organisation', args=[values['organisation_id']])}#contact-{key}",
        kind=_("Contact person"),
        text=marked(", ".join(part for part in (values["title"], values["organisation"]) if part), words),
        facts=[part for part in (values["email"], values["phone"]) if part],
    )


def _organisation_hit(row: Organisation, words: Sequence[str]) -> Hit:
    return Hit(
        title=marked(row.name, words),
        url=reverse("organisation", args=[row.pk]),
        kind=row.get_type_display() or _("Organisation"),
        text=marked(row.full_name, words) if row.full_name else [],
    )


def _in_any_language(text: str) -> Q:
    found = Q()
    for code, _label in settings.LANGUAGES:
        found |= Q(**{f"name_{code}__icontains": text})
    return found


def _documents(words: Sequence[str]) -> QuerySet[Any]:
    """Documents in collections without view restrictions."""
    closed = at_or_above(CollectionViewRestriction.objects.all(), "collection__path", "collection__path")
    return matching(get_document_model(), words).filter(~Exists(closed))


def _links_to(documents: QuerySet[Any]) -> QuerySet[Any]:
    """References from pages."""
    return ReferenceIndex.objects.filter(
        to_content_type__app_label=documents.model._meta.app_label,
        to_content_type__model=documents.model._meta.model_name,
        to_object_id__in=documents.annotate(key=Cast("pk", CharField())).values("key"),
        base_content_type__app_label="wagtailcore",
        base_content_type__model="page",
    )
