from content.models.changes import Change
from content.models.files import MediaFile, Upload, private_storage
from content.models.pages import BasePage, StandardPage
from content.models.sites import SiteSettings
from content.models.snippets import FactsBox, GlossaryEntry, Theme

__all__ = [
    "BasePage",
    "Change",
    "FactsBox",
    "GlossaryEntry",
    "MediaFile",
    "SiteSettings",
    "StandardPage",
    "Theme",
    "Upload",
    "private_storage",
]
