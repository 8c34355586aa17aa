from webinars.forms.page import WebinarPageForm
from webinars.forms.searching import RecordingSearch

__all__ = ["RecordingSearch", "WebinarPageForm"]
