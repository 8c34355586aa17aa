"""The base of all pages, and the page of plain text."""

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
from content.editing import TitlePanel, VersionForm, VersionPanel, facts_boxes_panel
from content.querysets import VersionManager
from content.searching import WordsField

NOT_SEARCHED = {"facts_boxes", "timezone", "notice"}
"""Text fields that say nothing about the subject of a page."""


class BasePage(Page):
    """The base of all our pages: facts boxes, and language versions.

    `original` is empty on an original, and set on the translations that Wagtail makes of it. `versions` has the texts
    of the live translations, by language; `content.versions` maintains it, and shows the original with these texts.
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
    """The fields of a translation. All other fields are the original's."""
    main_texts: ClassVar[tuple[str, ...]] = ()
    """The fields, beside the title, that must be filled for a page to exist in a language."""
    content_panels: ClassVar[list[Any]] = [VersionPanel(), TitlePanel("title")]
    base_form_class = VersionForm
    known_unrestricted = False
    """Set by queries that have checked that neither the page nor any ancestor has a view restriction."""
    is_draft_shown = False
    """Set in a preview of an unpublished translation."""
    on_saved: Callable[[], None] | None = None
    """Set by the page's form: writes rows that belong to the page but are no fields of it, once the page has been
    saved."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.shown_in:
            raise ValueError("A page in the words of a translation is for reading only.")
        if self._state.adding and self.original_id is None:
            self.original = versions.original_of(self)
            if self.original:
                versions.drop_child_rows(self)
        is_new = self._state.adding and self.pk is None
        published.keep_updated(self)
        super().save(*args, **kwargs)
        if is_new and self.original_id:
            versions.copy_permissions(self)
        if versions.concern_versions(self, kwargs.get("update_fields")):
            versions.update_original(self)

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """As Wagtail does; what the form has for other tables (`on_saved`) is written in the same transaction."""
        with transaction.atomic():
            revision = super().save_revision(*args, **kwargs)
            write, self.on_saved = self.on_saved, None
            if write is not None:
                write()
            return revision

    def with_content_json(self, content: dict[str, Any]) -> BasePage:
        """A revision does not change what the page is a translation of, nor its language versions."""
        page = super().with_content_json(content)
        page.original_id, page.versions = self.original_id, self.versions
        return page

    @cached_property
    def shown_in(self) -> dict[str, str]:
        """The language that a field is shown in, by field, where that is not the page's own."""
        return {}

    @property
    def as_original(self) -> Self:
        """The page that registrations and other facts point at."""
        original: Any = self.original if self.original_id else self
        return original

    @property
    def own_language(self) -> str:
        """The language of the original or, for a translation, its own."""
        return self.__dict__.get("language_code") or versions.code_of(self.locale_id)

    @property
    def languages(self) -> list[str]:
        """The languages that the page exists in, in the order of the settings."""
        return [code for code, _name in settings.LANGUAGES if code == self.own_language or code in self.versions]

    def language_of(self, field: str = "title") -> str:
        """The language that a field is shown in."""
        return self.shown_in.get(field, self.own_language)

    @property
    def shown_title(self) -> str:
        """The title in the reader's language, if the page exists in it, else in its own. For lists."""
        return self.word("title")

    @property
    def shown_language(self) -> str:
        """The language of `shown_title`, or empty if that is the reader's."""
        reader = versions.readers_language()
        code = reader if not self.shown_in and reader in self.versions else self.language_of()
        return code if code != reader else ""

    @property
    def rows_language(self) -> str:
        """The language of rows that belong to the page and are never translated, or empty if that is the reader's."""
        return self.own_language if self.own_language != versions.readers_language() else ""

    def word(self, field: str) -> str:
        """A field in the reader's language, if it has one, else in the page's own."""
        words = {} if self.shown_in else self.versions.get(versions.readers_language(), {})
        return words.get(field) or getattr(self, field)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str | None, str | None] | None:
        """The address of the original, with the prefix of the reader's language or, for a translation, of its own."""
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
        """A translation is not served itself: the original is, with its texts."""
        if self.original_id:
            raise Http404
        return super().serve(request, *args, **kwargs)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """A translation is previewed as readers will see it: the original with its texts."""
        if self.original_id:
            return versions.in_words_of(self).serve_preview(request, mode_name)
        return super().serve_preview(request, mode_name)

    def _get_dummy_header_url(self, original_request: HttpRequest | None = None) -> str:
        """A preview is in the language of the page, not of the editor."""
        with translation.override(self.own_language):
            return super()._get_dummy_header_url(original_request)

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """Who may edit the original may edit its translations, wherever they are in the tree."""
        tester = super().permissions_for_user(user)
        if self.original_id and user.is_active and not user.is_superuser:
            tester.permissions |= PagePermissionTester(user, self.original).permissions
        return tester

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Pages are created below originals, and translated afterwards."""
        return super().can_create_at(parent) and not is_translated_below_home(parent)

    def can_move_to(self, parent: Page) -> bool:
        return super().can_move_to(parent) and not is_translated_below_home(parent)

    def restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """View restrictions of this page and its ancestors, for views that serve its files."""
        steps = range(self.steplen, len(self.path) + 1, self.steplen)
        return PageViewRestriction.objects.filter(page__path__in=[self.path[:step] for step in steps])

    def get_view_restrictions(self):
        return PageViewRestriction.objects.none() if self.known_unrestricted else super().get_view_restrictions()

    def searched_text(self) -> str:
        """All text of the page except the title, for the search index."""
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
"""The root has depth 1. Pages that are written in another language first stand below the home page of that language."""


def is_translated_below_home(page: Page) -> bool:
    return page.depth > HOME_DEPTH and getattr(page.specific_deferred, "original_id", None) is not None


class StandardPage(BasePage):
    """A page of text. Three of them have a part that the site generates: accessibility, privacy and contact.

    These three have the same address in every language and on every site, so that every page can link to them.
    """

    class Shows(models.TextChoices):
        """The part that the site adds below the text."""

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
        *BasePage.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldPanel("shows"),
        facts_boxes_panel(),
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
