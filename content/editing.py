"""The form of a page in the admin. That of a translation has the words only: all else is the original's."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import InlinePanel, Panel
from wagtail.models import COMMENTS_RELATION_NAME

ALWAYS = {"go_live_at", "expire_at", "comment_notifications"}
"""What is asked about every page, translated or not."""


class VersionForm(WagtailAdminPageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        page = self.instance
        if page.original_id is not None:
            self.keep_only({*page.translated_fields, *ALWAYS})
            self.formsets: dict[str, Any] = {
                name: one for name, one in self.formsets.items() if name == COMMENTS_RELATION_NAME
            }

    def keep_only(self, names: set[str]) -> None:
        for name in [name for name in self.fields if name not in names]:
            del self.fields[name]


class RowsPanel(InlinePanel):
    """Rows that belong to the original of a page, such as speakers: a translation's form has none."""

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
