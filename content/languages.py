"""The languages of the interface by their own names, which are never translated."""

OWN_NAMES = {"nb": "Bokmål", "nn": "Nynorsk", "sv": "Svenska", "en": "English"}
