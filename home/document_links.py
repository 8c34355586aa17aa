"""Links to documents in rich text, with the type and size of the file (F20)."""

from __future__ import annotations

from django.utils.html import format_html
from wagtail.documents.rich_text import DocumentLinkHandler

from webinars.templatetags.webinar_tags import file_size


class SizedDocumentLink(DocumentLinkHandler):
    """Adds the type and size in an attribute, which the style sheet displays after the link text."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        return [
            format_html('<a href="{}" data-file="{}">', document.url, cls._facts(document)) if document else "<a>"
            for document in cls.get_many(attrs_list)
        ]

    @staticmethod
    def _facts(document) -> str:
        """The type and size, such as “PDF, 292 kB”. The size is the one stored at upload."""
        kind, size = document.file_extension.upper(), document.get_file_size()
        return ", ".join(one for one in (kind, file_size(size) if size else "") if one)
