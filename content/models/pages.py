"""What all pages have in common, and the page of plain text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PagePermissionTester, PageViewRestriction, Site
from wagtail.search import index

from content import published, versions
from content.blocks import BodyBlock, FactsBoxBlock
from content.editing import VersionForm
from content.querysets import VersionManager
from content.searching import WordsField

NOT_SEARCHED = {"facts_boxes", "timezone", "notice"}
"""Fields of pages that say nothing of what the page is about."""


class BasePage(Page):
    """What all pages of ours share: facts boxes, which are chosen from the snippets, and language versions.

    `original` is empty on the original, and set on the translations that Wagtail makes of it. `versions` are the words
    of the live ones, by language; `content.versions` keeps them, and shows the original in them.
    """

    facts_boxes = StreamField([("facts_box", FactsBoxBlock())], blank=True, verbose_name=_("facts boxes"))
    original = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="translations",
        help_text="Empty on the original, set on its translations.",
    )
    original.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    versions = models.JSONField(default=dict, blank=True, editable=False, help_text="Kept by content.versions.")

    objects = VersionManager()

    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("searched_text"),
        WordsField("title"),
        WordsField("searched_text"),
    ]
    exclude_fields_in_copy = ["original", "versions"]
    translated_fields: ClassVar[tuple[str, ...]] = ("title", "seo_title", "search_description")
    """What a translation says in words of its own. All else is the original's."""
    main_texts: ClassVar[tuple[str, ...]] = ()
    """What must be written, beside the title, for a page to exist in a language."""
    base_form_class = VersionForm
    known_unrestricted = False
    """Set where the page was found together with all above it, and none of them is closed to anybody."""
    is_draft_shown = False
    """Set where an editor looks at a translation that is not published."""
    on_saved: Callable[[], None] | None = None
    """Handed over by the page's form: writes the plain rows it has fields for, once there is a page to point at."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.shown_in:
            raise ValueError("A page in the words of a translation is for reading only.")
        if self._state.adding and self.original_id is None:
            self.original = versions.original_of(self)
            if self.original:
                versions.leave_rows_to_the_original(self)
        is_new = self._state.adding and self.pk is None
        published.keep_updated(self)
        super().save(*args, **kwargs)
        if is_new and self.original_id:
            versions.let_in_those_of_the_original(self)
        versions.remember(self)

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """As every page; what the form says beside the page is written with it, all or nothing, and never into it."""
        with transaction.atomic():
            revision = super().save_revision(*args, **kwargs)
            write, self.on_saved = self.on_saved, None
            if write is not None:
                write()
            return revision

    def with_content_json(self, content: dict[str, Any]) -> BasePage:
        """A draft says nothing about which page it is a translation of, nor how that is translated."""
        page = super().with_content_json(content)
        page.original_id, page.versions = self.original_id, self.versions
        return page

    @cached_property
    def shown_in(self) -> dict[str, str]:
        """By field, the language it is shown in, where that is not the page's own."""
        return {}

    @property
    def as_original(self) -> Self:
        """What people do with a page, they do with its original."""
        original: Any = self.original if self.original_id else self
        return original

    @property
    def own_language(self) -> str:
        """The language that it was written in first; of a translation, the one it is in."""
        return self.__dict__.get("language_code") or versions.code_of(self.locale_id)

    @property
    def languages(self) -> list[str]:
        """Those the page exists in, in the order of the site."""
        return [code for code, _name in settings.LANGUAGES if code == self.own_language or code in self.versions]

    def language_of(self, field: str = "title") -> str:
        """The language that a field is shown in; of what is never translated, the page's own."""
        return self.shown_in.get(field, self.own_language)

    @property
    def shown_title(self) -> str:
        """For lists: the title in the reader's language where the page exists in it, else its own."""
        return self.word("title")

    @property
    def shown_language(self) -> str:
        """The language of `shown_title`, where it is another than the reader's."""
        reader = versions.readers_language()
        code = reader if not self.shown_in and reader in self.versions else self.language_of()
        return code if code != reader else ""

    @property
    def rows_language(self) -> str:
        """The language of what belongs to the page and is never translated, where it is another than the reader's."""
        return self.own_language if self.own_language != versions.readers_language() else ""

    def word(self, field: str) -> str:
        """A field in the reader's language, else in its own."""
        words = {} if self.shown_in else self.versions.get(versions.readers_language(), {})
        return words.get(field) or getattr(self, field)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str | None, str | None] | None:
        """One address in each language: the original's, under the prefix of the reader's or the translation's own."""
        page = self.as_original
        roots = page._get_relevant_site_root_paths(request)
        if not roots:
            return None
        root = roots[0]
        if request is not None and len({one.site_id for one in roots}) > 1:
            site = Site.find_for_request(request)
            root = next((one for one in roots if site and one.site_id == site.pk), root)
        with translation.override(self.own_language if self.original_id else versions.readers_language()):
            path = reverse("wagtail_serve", args=[page.url_path[len(root.root_path) :]])
        return root.site_id, root.root_url, path

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Of a translation nobody is served its own row."""
        if self.original_id:
            raise Http404
        return super().serve(request, *args, **kwargs)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """A draft of a translation is seen as its readers will: the original in its words."""
        if self.original_id:
            return versions.in_words_of(self).serve_preview(request, mode_name)
        return super().serve_preview(request, mode_name)

    def _get_dummy_header_url(self, original_request: HttpRequest | None = None) -> str:
        """A preview is in the language of the page, whatever the editor's own."""
        with translation.override(self.own_language):
            return super()._get_dummy_header_url(original_request)

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """Who may write the original may write its translations, wherever in the tree they stand."""
        tester = super().permissions_for_user(user)
        if self.original_id and user.is_active and not user.is_superuser:
            tester.permissions |= PagePermissionTester(user, self.original).permissions
        return tester

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Nothing new begins below a translated programme: it is made beside the original, and translated."""
        return super().can_create_at(parent) and not is_translated_below_home(parent)

    def can_move_to(self, parent: Page) -> bool:
        return super().can_move_to(parent) and not is_translated_below_home(parent)

    def restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """What Wagtail's privacy says of this page and all above it, for those who serve what belongs to it."""
        steps = range(self.steplen, len(self.path) + 1, self.steplen)
        return PageViewRestriction.objects.filter(page__path__in=[self.path[:step] for step in steps])

    def get_view_restrictions(self):
        return PageViewRestriction.objects.none() if self.known_unrestricted else super().get_view_restrictions()

    def searched_text(self) -> str:
        """Everything that is written on the page beside its title, for searching."""
        texts = []
        for field in self._meta.concrete_fields:
            if field.model is Page or field.name in NOT_SEARCHED or field.choices:
                continue
            if isinstance(field, StreamField):
                texts += field.get_searchable_content(getattr(self, field.name))
            elif type(field) in (models.CharField, models.TextField):
                texts.append(getattr(self, field.name) or "")
        return "\n".join(str(text) for text in texts if text)


HOME_DEPTH = 2
"""Wagtail's root is 1. A home page and its translations hold what is first written in their language."""


def is_translated_below_home(page: Page) -> bool:
    return page.depth > HOME_DEPTH and getattr(page.specific_deferred, "original_id", None) is not None


class StandardPage(BasePage):
    """A page of text. Three of them know the site: what lacks something for somebody, what is kept, and whom to ask.

    Those have the same address in every language and on every site, so that every page can link to them unasked.
    """

    class Shows(models.TextChoices):
        """What a page of text shows below its text."""

        NOTHING = "", _("Nothing but what is written")
        ACCESSIBILITY = "accessibility", _("Accessibility: what the recordings and presentations lack")
        PRIVACY = "privacy", _("Privacy: what is kept, and for how long")
        CONTACT = "contact", _("Contact: the contact persons of the programmes")

    shows = models.CharField(
        _("what the site adds"),
        max_length=20,
        choices=Shows,
        default=Shows.NOTHING,
        blank=True,
        help_text=_("Stands below your text and is always up to date. The foot of every page links to these three."),
    )
    lead = models.TextField(_("lead"), blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldPanel("shows"),
        FieldPanel("facts_boxes"),
    ]
    translated_fields = (*BasePage.translated_fields, "lead", "body")
    main_texts = ("lead", "body")
    template = "content/standard_page.html"
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        if self.shows:
            self.slug = self.shows
        super().full_clean(*args, **kwargs)
