"""The languages of the interface, each called what those who read it call it. Never translated."""

OWN_NAMES = {"nb": "Bokmål", "nn": "Nynorsk", "sv": "Svenska", "en": "English"}
