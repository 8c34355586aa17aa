"""What every page is made of: the base page, snippets, site settings and the media model."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db import models, transaction
from django.db.models import F, Q
from django.forms import TextInput
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.models import Page, PagePermissionTester, PageViewRestriction, Site
from wagtail.search import index
from wagtail.snippets.models import register_snippet
from wagtailmedia.models import AbstractMedia

from content import published, versions
from content.blocks import BodyBlock, FactsBoxBlock
from content.colours import refusal
from content.colours.space import normal
from content.editing import LookPreviewPanel, SnippetForm, ThemeForm, VersionForm, language_panels
from content.querysets import VersionManager
from content.searching import WordsField
from content.usage import UsedOnPanel


def private_storage():
    """Files that only our own views hand out, after asking who wants them."""
    return storages["private"]


@register_snippet
class Theme(models.Model):
    """A subject that modules and activities are about, and that the catalogue filters by."""

    slug = models.SlugField(_("name in addresses"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    goals = models.JSONField(
        _("sustainable development goals"), default=list, blank=True, help_text=_("Numbers from 1 to 17.")
    )

    base_form_class = ThemeForm
    panels = [*language_panels(name=_("name")), FieldPanel("slug"), FieldPanel("goals")]

    class Meta:
        ordering = ["slug"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def __str__(self) -> str:
        return self.name


@register_snippet
class GlossaryEntry(models.Model):
    """A term with its explanation, in several languages (V26)."""

    slug = models.SlugField(_("name in addresses"), unique=True)
    term = models.CharField(_("term"), max_length=160)
    text = models.TextField(_("explanation"))

    base_form_class = SnippetForm
    panels = [*language_panels(term=_("term"), text=_("explanation")), FieldPanel("slug")]

    class Meta:
        ordering = ["slug"]
        verbose_name = _("glossary entry")
        verbose_name_plural = _("glossary entries")

    def __str__(self) -> str:
        return self.term


class FactsBox(models.Model):
    """A facts box: written once, placed on many pages (V25)."""

    slug = models.SlugField(_("name in addresses"), unique=True)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"))

    base_form_class = SnippetForm
    panels = [UsedOnPanel(), *language_panels(title=_("title"), text=_("text")), FieldPanel("slug")]

    class Meta:
        ordering = ["slug"]
        verbose_name = _("facts box")
        verbose_name_plural = _("facts boxes")

    def __str__(self) -> str:
        return self.title


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


class MediaFile(AbstractMedia):
    """A video or sound file, kept in private storage.

    `url` is the editors' own gated view; the public reaches a video through the recording it belongs to.
    """

    file = models.FileField(upload_to="media", storage=private_storage, verbose_name=_("file"))
    checksum = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    facts = models.JSONField(default=dict, blank=True, editable=False, help_text="What was read from the file.")

    admin_form_fields = ("title", "file", "collection", "duration", "width", "height", "thumbnail", "tags")

    class Meta(AbstractMedia.Meta):
        verbose_name = _("media file")
        verbose_name_plural = _("media files")

    @property
    def url(self) -> str:
        return reverse("media_file", args=[self.pk])


class Change(models.Model):
    """A transaction has changed something that public pages show: see `content.changes`.

    Both numbers are random; `besides_seats` is 0 where nothing but the number of seats taken has changed.
    """

    whole = models.BigIntegerField()
    besides_seats = models.BigIntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "change"

    def __str__(self) -> str:
        return f"{self.made_at}"


class Upload(models.Model):
    """A file on its way in, piece by piece. What has arrived is kept, so that a lost connection costs nothing.

    `key` is what the browser knows the file by (name, size, time of change): the same file taken up again goes on
    where it stopped. `place` says what the file is for; only the view that gave it out takes it. `pieces` are the
    names in private storage of what has arrived, in order; `outcome` is what was answered when it was finished.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads")
    place = models.CharField(max_length=80)
    key = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField(help_text="Bytes announced.")
    received = models.PositiveBigIntegerField(default=0, help_text="Bytes that have arrived.")
    pieces = models.JSONField(default=list)
    outcome = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "place", "key"], name="upload_once_per_file"),
            models.CheckConstraint(condition=Q(received__lte=F("size")), name="upload_no_more_than_announced"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_whole(self) -> bool:
        return self.received == self.size

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

    @property
    def folder(self) -> str:
        """Where its pieces lie in private storage."""
        return f"uploads/{self.pk.hex}"


@register_setting(icon="site")
class SiteSettings(BaseSiteSetting):
    """What one site calls itself and whom to write to."""

    name = models.CharField(
        _("name of the site"),
        max_length=120,
        blank=True,
        help_text=_("Stands at the head of every page. Left empty, the name of the programme stands there."),
    )
    owner_line = models.CharField(
        _("owner"), max_length=200, blank=True, help_text=_("Small below the name. Left empty: the programme's owners.")
    )
    logo = models.ForeignKey(
        get_image_model_string(),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
        help_text=_("Stands beside the name, 48 pixels high. A see-through ground lets it lie on the page's colour."),
    )
    logo_dark = models.ForeignKey(
        get_image_model_string(),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo on dark ground"),
        help_text=_("For those who read in the dark. Left empty, they see the other one."),
    )
    colour = models.CharField(
        _("main colour"),
        max_length=7,
        blank=True,
        help_text=_("Of buttons, links and the foot of the page, as #17543f. Left empty, the site is green."),
    )
    colour_dark = models.CharField(
        _("main colour on dark ground"),
        max_length=7,
        blank=True,
        help_text=_("Left empty, it is made of the other one."),
    )
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    news_old_after_months = models.PositiveSmallIntegerField(
        _("months after which a news article is old"),
        default=24,
        help_text=_("An article that has not been changed for so long says that it may be outdated. 0: none does."),
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("owner_line"), FieldPanel("contact_email")], heading=_("The site")
        ),
        MultiFieldPanel(
            [
                FieldPanel("logo"),
                FieldPanel("logo_dark"),
                FieldPanel("colour", widget=TextInput(attrs={"data-look": "colour", "placeholder": "#17543f"})),
                FieldPanel("colour_dark", widget=TextInput(attrs={"data-look": "dark", "placeholder": "#8ccbb0"})),
                LookPreviewPanel(heading=_("How it looks")),
            ],
            heading=_("Logo and colours"),
        ),
        MultiFieldPanel([FieldPanel("news_old_after_months")], heading=_("News")),
    ]

    class Meta:
        verbose_name = _("site")

    def __str__(self) -> str:
        return self.name or settings.WAGTAIL_SITE_NAME

    def clean(self) -> None:
        """A colour that cannot be read is refused, with the figures."""
        super().clean()
        refused: dict[str, str] = {}
        for name, scheme in (("colour", "light"), ("colour_dark", "dark")):
            given = getattr(self, name)
            if not given:
                continue
            colour = normal(given)
            reason = refusal(colour, scheme) if colour else _("Write the colour as #17543f.")
            if reason:
                refused[name] = str(reason)
            else:
                setattr(self, name, colour)
        if self.colour_dark and not self.colour:
            refused["colour"] = str(_("Choose this one first."))
        if refused:
            raise ValidationError(refused)
