"""Forms and panels of the admin that handle several languages, for pages and for snippets."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import translator
from modeltranslation.utils import build_localized_fieldname
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel, TitleFieldPanel
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput
from wagtail.models import COMMENTS_RELATION_NAME

from content.anchors import first_free, in_addresses
from content.goals import GOALS
from content.readiness import repeats_the_original

ALWAYS = {"go_live_at", "expire_at", "comment_notifications"}
"""Fields that the form of every page has, also that of a translation."""
SLUG_LENGTH = 45


class VersionForm(WagtailAdminPageForm):
    """The form of a page. A translation's has the translated texts only.

    A name in addresses that nobody wrote is made of the title, as Wagtail's script does while the title is written.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        page = self.instance
        if page.original_id is not None:
            self.keep_only({*page.translated_fields, *ALWAYS})
            self.formsets: dict[str, Any] = {
                name: one for name, one in self.formsets.items() if name == COMMENTS_RELATION_NAME
            }
        if "slug" in self.fields:
            self.fields["slug"].required = False
        for field in self.fields.values():
            # Wagtail's date picker silently replaces a date in another format by the current one.
            if isinstance(field.widget, AdminDateTimeInput):
                field.widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
            elif isinstance(field.widget, AdminDateInput):
                field.widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if "slug" in self.fields and "slug" not in self.errors and not cleaned.get("slug"):
            made = in_addresses(cleaned.get("title") or "") or "x"
            others = self.parent_page.get_children().exclude(pk=self.instance.pk)
            cleaned["slug"] = first_free(made, lambda slug: others.filter(slug=slug).exists())
        page = self.instance
        if not self.is_deferred_validation and repeats_the_original(page, cleaned):
            language = get_language_info(page.own_language)["name_translated"]
            text = _("This is the text of the original. Write it in %(language)s before you publish it.")
            self.add_error(page.main_texts[0], text % {"language": language})
        return cleaned

    def keep_only(self, names: set[str]) -> None:
        for name in [name for name in self.fields if name not in names]:
            del self.fields[name]


class VersionPanel(Panel):
    """Above the form of a translation: of what page it is one, and what stays the original's."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "content/admin/version.html"

        def is_shown(self) -> bool:
            return self.instance is not None and self.instance.original_id is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            language = get_language_info(self.instance.own_language)["name_translated"]
            return {
                **super().get_context_data(parent_context),
                "original": self.instance.original,
                "language": language,
            }


class TitlePanel(TitleFieldPanel):
    """A title in a form that may have no slug field, without which Wagtail's script would fail."""

    class BoundPanel(TitleFieldPanel.BoundPanel):
        def get_attrs(self) -> dict[str, Any]:
            if any(target in self.form.fields for target in self.panel.targets):
                attrs: dict[str, Any] = super().get_attrs()
                return attrs
            return {"placeholder": self.get_placeholder()}


def facts_boxes_panel() -> FieldPanel:
    return FieldPanel(
        "facts_boxes", help_text=_("Written once, among the shared texts, and shown on every page that has it.")
    )


class RowsPanel(InlinePanel):
    """An inline panel for rows that belong to the original only, such as speakers. A translation's form does not have
    it."""

    class BoundPanel(InlinePanel.BoundPanel):
        def __init__(self, *, panel: RowsPanel, form: Any = None, **kwargs: Any) -> None:
            self.is_left_out = form is not None and panel.relation_name not in form.formsets
            if self.is_left_out:
                Panel.BoundPanel.__init__(self, panel=panel, form=form, **kwargs)
                self.children: list[Any] = []
            else:
                super().__init__(panel=panel, form=form, **kwargs)

        def is_shown(self) -> bool:
            return not self.is_left_out and super().is_shown()


def language_panels(**labels: Any) -> list[MultiFieldPanel]:
    """A panel for each language, with a field for each text. `labels` gives their names by field. All but the first
    panel are collapsed."""
    return [
        MultiFieldPanel(
            [
                FieldPanel(build_localized_fieldname(name, code), heading=capfirst(label))
                for name, label in labels.items()
            ],
            heading=language,
            classname="" if code == settings.LANGUAGE_CODE else "collapsed",
        )
        for code, language in settings.LANGUAGES
    ]


class SnippetForm(WagtailAdminModelForm):
    """The form of a snippet that is written in several languages.

    The first language is required, as readers of the others see it until there is a translation. A slug that is left
    empty is made from the first text.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        translated = translator.get_options_for_model(type(self.instance)).get_field_names()
        # `translated` is a set, so the order is taken from the model: the first field names the snippet.
        names = [field.name for field in self.instance._meta.fields if field.name in translated]
        self.first_words = [build_localized_fieldname(name, settings.LANGUAGE_CODE) for name in names]
        for name, field in zip(names, self.first_words, strict=True):
            if field in self.fields:
                self.fields[field].required = not self.instance._meta.get_field(name).blank
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Leave it empty, and it is made of the words above.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if "slug" in self.fields and not cleaned.get("slug") and "slug" not in self.errors:
            cleaned["slug"] = self.free_slug(in_addresses(cleaned.get(self.first_words[0]) or ""))
        return cleaned

    def free_slug(self, slug: str) -> str:
        others = type(self.instance)._default_manager.exclude(pk=self.instance.pk)
        return first_free(slug[:SLUG_LENGTH] or "x", lambda one: others.filter(slug=one).exists())


class ThemeForm(SnippetForm):
    goals = forms.TypedMultipleChoiceField(
        label=_("Sustainable development goals"),
        coerce=int,
        choices=[(number, goal) for number, goal in enumerate(GOALS, start=1)],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class LookPreviewPanel(Panel):
    """Shows a preview of the site's colours while they are being chosen, with the measured contrasts."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "content/admin/look_panel.html"
