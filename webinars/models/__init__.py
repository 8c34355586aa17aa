from webinars.models.captions import CaptionTrack, Cue
from webinars.models.handouts import Handout, Slide
from webinars.models.pages import Speaker, WebinarPage
from webinars.models.recordings import CAPTIONS_WITHIN, Chapter, Recording
from webinars.models.removed import Removed
from webinars.models.viewings import Viewing

__all__ = [
    "CAPTIONS_WITHIN",
    "CaptionTrack",
    "Chapter",
    "Cue",
    "Handout",
    "Recording",
    "Removed",
    "Slide",
    "Speaker",
    "Viewing",
    "WebinarPage",
]
