"""Creates and updates pages and their translations. A new revision is saved only if something has changed."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model
from wagtail.blocks import StreamValue
from wagtail.models import Locale, Page

from content.anchors import first_free, in_addresses
from content.models import BasePage, FactsBox, Theme
from home.actions import open_to_owners
from home.models import HomePage, NewsIndexPage
from home.programme_file.loading.load import Load, Outcome, assign
from home.programme_file.problems import Problem, ProgrammeFileError
from home.programme_file.schema.activities import BodyPart
from home.programme_file.text import LANGUAGES, Text
from initiatives.models import InitiativeIndexPage

P = TypeVar("P", bound=BasePage)
Index = TypeVar("Index", NewsIndexPage, InitiativeIndexPage)
LONGEST_SLUG = 60


@dataclass
class Contents:
    """The wanted contents of a page: plain fields, stream fields as lists of (type, value), relations and child rows.

    A child row is a dictionary of values, or `Contents` if it has child rows itself. Existing child rows are matched by
    position, so that they keep their primary keys.
    `texts`, `bodies` and `lists` (lists of short texts) are translatable fields.
    """

    fields: dict[str, Any]
    texts: dict[str, Text | None] = field(default_factory=dict)
    bodies: dict[str, list[BodyPart]] = field(default_factory=dict)
    streams: dict[str, list[tuple[str, Any]]] = field(default_factory=dict)
    relations: dict[str, Sequence[Model]] = field(default_factory=dict)
    children: Mapping[str, Sequence[dict[str, Any] | Contents]] = field(default_factory=dict)
    lists: dict[str, list[Text]] = field(default_factory=dict)

    @property
    def original_language(self) -> str:
        """The language of the original page: the one given in the file if the title exists in it, else the first
        language of the title."""
        title = self.texts["title"]
        assert title is not None
        return next(code for code in (title.original_language, *LANGUAGES) if title.has(code))

    @property
    def other_languages(self) -> list[str]:
        return [code for code in LANGUAGES if code != self.original_language]

    def exists_in(self, language: str, main_texts: Iterable[str]) -> bool:
        """Whether the title and the main texts exist in a language."""
        wanted = [self.texts.get("title"), *(self.texts.get(name) for name in main_texts)]
        wanted += [part.text for name in main_texts for part in self.bodies.get(name, ())]
        return all(text.has(language) for text in wanted if text)

    def original(self, load: Load) -> Contents:
        """The contents of the original page, in its language. Texts missing in it are taken from another language."""
        language = self.original_language
        said = {name: text.get(language) if text else "" for name, text in self.texts.items()}
        bodies = {name: body(load, parts, language) for name, parts in self.bodies.items()}
        lists = {name: [("line", text.get(language)) for text in texts] for name, texts in self.lists.items()}
        streams = {**self.streams, **bodies, **lists}
        return Contents({**said, **self.fields}, {}, {}, streams, self.relations, self.children)

    def version(self, load: Load, language: str) -> Contents:
        """The translatable contents in one language. Texts missing in it are empty."""
        said = {name: text.languages.get(language, "") if text else "" for name, text in self.texts.items()}
        bodies = {
            name: body(load, parts, language) if all(part.text.has(language) for part in parts) else []
            for name, parts in self.bodies.items()
        }
        lists = {
            name: [("line", text.get(language)) for text in texts] if all(text.has(language) for text in texts) else []
            for name, texts in self.lists.items()
        }
        return Contents(said, streams={**bodies, **lists})


def upsert_page(load: Load, section: str, id: str, page: P, parent: Page, contents: Contents) -> P:
    """Create or update a page below `parent`, and its translations. Returns the original page.

    `page` is an unsaved page with the preferred slug. It is added to the tree if there is none from an earlier load; an
    existing one keeps its slug, and is moved only if it is not below `parent` at any level.

    Raises ProgrammeFileError if a page is not valid.
    """
    try:
        original = _upsert(load, section, id, page, parent, contents.original(load), contents.original_language)
        for language in contents.other_languages:
            if contents.exists_in(language, original.main_texts):
                _upsert_version(load, original, locale_of(language), contents.version(load, language))
    except ValidationError as error:
        what = "The page cannot be made: " + "; ".join(error.messages)
        raise ProgrammeFileError([Problem(load.file.name, None, (section, id), what, "Correct the file.")]) from error
    return original


def _upsert(load: Load, section: str, id: str, page: P, parent: Page, contents: Contents, language: str) -> P:
    model = type(page)
    known = model._default_manager.filter(pk=load.ids[section].get(id, 0)).first()
    if known is None:
        page.slug = free_slug(parent, page.slug)
        page.locale = locale_of(language)
        _fill(page, contents)
        Page.objects.get(pk=parent.pk).add_child(instance=page)
        page.save_revision(changed=False).publish(skip_permission_checks=True)
        load.count(section, "created")
        load.take(section, id, page.pk)
        return model._default_manager.get(pk=page.pk)
    changed = _fill(known, contents)
    if changed:
        publish_again(known)
    if moved := not known.path.startswith(parent.path):
        known.move(parent, pos="last-child")
    load.count(section, "updated" if changed or moved else "unchanged")
    return model._default_manager.get(pk=known.pk) if changed or moved else known


def _upsert_version(load: Load, original: BasePage, locale: Locale, contents: Contents) -> None:
    """Create or update one translation of a page. Translations no longer in the file are never deleted."""
    translation: Any = original.translations.filter(locale=locale).first()
    if translation is None:
        translation = original.copy_for_translation(locale, copy_parents=True)
        outcome: Outcome = "created"
    else:
        translation = translation.specific
        outcome = "unchanged"
    if _fill(translation, contents) or translation.alias_of_id:
        translation.alias_of = None
        if outcome == "unchanged":
            outcome = "updated"
            publish_again(translation)
    if outcome == "created":
        translation.save_revision(changed=False).publish(skip_permission_checks=True)
    load.count("translations", outcome)


def upsert_index(load: Load, new: Index, id: str, title: str) -> Index:
    """The index page of its class, or `new`. If it exists (from another programme, for instance), its title is kept."""
    home = HomePage.objects.originals().order_by("path")[0]
    written = load.file.sections.pages.get(id)
    index = type(new)._default_manager.child_of(home).first()
    if index is None or (index.pk == load.ids["pages"].get(id) and written):
        contents = Contents({}, {"title": written or Text({load.language: title}, load.language)})
        index = upsert_page(load, "pages", id, index or new, home, contents)
    open_to_owners(index=index)
    return index


def locale_of(language: str) -> Locale:
    return Locale.objects.get_or_create(language_code=language)[0]


def publish_again(page: Page) -> None:
    """Save and publish a changed page. If it has been unpublished, it is saved but stays unpublished."""
    if page.live:
        page.save_revision().publish(skip_permission_checks=True)
    else:
        page.save()
        page.save_revision()


def _fill(page: Any, contents: Contents) -> bool:
    """Set the contents on a page or row, without saving it. Returns whether anything changed."""
    different = bool(assign(page, contents.fields))
    for name, blocks in contents.streams.items():
        if _written(getattr(page, name)) != [(kind, _plain(value)) for kind, value in blocks]:
            setattr(page, name, blocks)
            different = True
    for name, rows in contents.relations.items():
        if set(getattr(page, name).all()) != set(rows):
            setattr(page, name, list(rows))
            different = True
    for name, values in contents.children.items():
        different |= _fill_children(getattr(page, name), values)
    return different


def _fill_children(manager: Any, wanted: Sequence[dict[str, Any] | Contents]) -> bool:
    rows = list(manager.all())
    different = len(rows) != len(wanted)
    kept = []
    for place, one in enumerate(wanted):
        row = rows[place] if place < len(rows) else manager.model()
        different |= _fill(row, one if isinstance(one, Contents) else Contents(one))
        row.sort_order = place
        kept.append(row)
    if different:
        manager.set(kept)
    return different


def _written(stream: StreamValue) -> list[tuple[str, Any]]:
    return [(block.block_type, _plain(block.value)) for block in stream]


def _plain(value: Any) -> Any:
    """The value of a block in a form that can be compared with `==`."""
    if hasattr(value, "source"):
        return value.source
    if hasattr(value, "pk"):
        return value.pk
    return dict(value) if isinstance(value, dict) else value


def themes(load: Load, ids: list[str]) -> list[Theme]:
    return list(Theme.objects.filter(pk__in=load.many("themes", ids)))


def facts_boxes(load: Load, ids: list[str]) -> list[tuple[str, Any]]:
    rows = FactsBox.objects.in_bulk(load.many("facts_boxes", ids))
    return [("facts_box", rows[pk]) for pk in load.many("facts_boxes", ids)]


def body(load: Load, parts: list[BodyPart], language: str) -> list[tuple[str, Any]]:
    """Headings, paragraphs and quotations as stream blocks. A quotation stores the person's name and their title at
    that time."""
    names = {person.id: person.name for person in load.file.sections.people}
    blocks: list[tuple[str, Any]] = []
    for part in parts:
        text = part.text.get(language)
        if part.type == "paragraph":
            blocks.append(("paragraph", as_rich_text(text)))
        elif part.type == "heading":
            blocks.append(("heading", text))
        else:
            said_by = names[part.person] if part.person else ""
            blocks.append(
                (
                    "quote",
                    {
                        "text": text,
                        "person": said_by,
                        "title": part.person_title_at_time.get(language) if part.person_title_at_time else "",
                    },
                )
            )
    return blocks


def paragraph(text: Text | None) -> list[BodyPart]:
    """A body that consists of one paragraph, or is empty if there is no text."""
    return [BodyPart(type="paragraph", text=text)] if text else []


def as_rich_text(text: str) -> str:
    """Plain text as HTML: blank lines separate paragraphs, and line breaks are kept."""
    paragraphs = re.split(r"\n\s*\n", text)
    return "".join(f"<p>{html.escape(one, quote=False).replace(chr(10), '<br/>')}</p>" for one in paragraphs)


def slug_of(title: str) -> str:
    """A slug made from a title, cut at a word boundary to at most `LONGEST_SLUG` characters."""
    slug = in_addresses(title) or "side"
    if len(slug) > LONGEST_SLUG:
        slug = slug[: LONGEST_SLUG + 1].rsplit("-", 1)[0][:LONGEST_SLUG]
        # Remove short words such as prepositions from the end.
        slug = re.sub(r"(-.{1,2})+$", "", slug)
    return slug


def free_slug(parent: Page, slug: str) -> str:
    """The slug, with a number added if a sibling uses it."""
    return first_free(slug, lambda one: parent.get_children().filter(slug=one).exists())


def put_in_order(parent: Page, pages: Sequence[Page]) -> None:
    """Reorder child pages as in the list. If anything has to be moved, they come after all other children."""
    wanted = [page.pk for page in pages]
    children = parent.get_children().filter(pk__in=wanted)
    if list(children.values_list("pk", flat=True)) == wanted:
        return
    for pk in wanted:
        Page.objects.get(pk=pk).move(Page.objects.get(pk=parent.pk), pos="last-child")
