from gatherings.forms.registering import NONE, GatheringForm, slots_of

__all__ = ["NONE", "GatheringForm", "slots_of"]
