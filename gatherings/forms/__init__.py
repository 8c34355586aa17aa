from gatherings.forms.page import GatheringPageForm
from gatherings.forms.registering import NONE, GatheringForm, slots_of

__all__ = ["NONE", "GatheringForm", "GatheringPageForm", "slots_of"]
