"""Our own small set of icons, drawn on a 24 by 24 grid in strokes of the text's colour."""

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

ICONS = {
    "arrow-left": '<path d="M20 12H4m6-6-6 6 6 6"/>',
    "arrow-right": '<path d="M4 12h16m-6-6 6 6-6 6"/>',
    "back": '<path d="M5 12.5a7.5 7.5 0 1 0 2.6-5.2L5 9.5M4.5 4.5l.3 5.2 5.2-.4"/>',
    "calendar": '<rect x="3.5" y="5" width="17" height="15.5" rx="3"/><path d="M3.5 10h17M8 3v4m8-4v4"/>',
    "captions": '<rect x="3" y="5" width="18" height="14" rx="3"/><path d="M11 10.5a2 2 0 1 0 0 3m6-3a2 2 0 1 0 0 3"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.2l3.2 2"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "copy": '<rect x="8.5" y="8.5" width="12" height="12" rx="2.5"/>'
    '<path d="M5.5 15.5H5A1.5 1.5 0 0 1 3.5 14V5A1.5 1.5 0 0 1 5 3.5h9A1.5 1.5 0 0 1 15.5 5v.5"/>',
    "upload": '<path d="M12 15V4M7.5 8.5 12 4l4.5 4.5M4.5 20h15"/>',
    "down": '<path d="m6 9.5 6 6 6-6"/>',
    "download": '<path d="M12 4v11m-4.5-4.5L12 15l4.5-4.5M4.5 20h15"/>',
    "expand": '<path d="M4 9V4h5m6 0h5v5m0 6v5h-5m-6 0H4v-5"/>',
    "external": '<path d="M13 5H6.5A2.5 2.5 0 0 0 4 7.5v10A2.5 2.5 0 0 0 6.5 20h10a2.5 2.5 0 0 0 2.5-2.5V13'
    'M15 4h5v5m0-5-8.5 8.5"/>',
    "file": '<path d="M13.5 3.5H7A2 2 0 0 0 5 5.5v13a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V9zm0 0V9H19"/>',
    "filter": '<path d="M4 7h16M7 12h10m-7 5h4"/>',
    "forward": '<path d="M19 12.5a7.5 7.5 0 1 1-2.6-5.2L19 9.5m.5-5-.3 5.2-5.2-.4"/>',
    "globe": '<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c5 5 5 12 0 17-5-5-5-12 0-17z"/>',
    "level": '<path d="M3.5 20h17M7 16v-3m5 3V9m5 7V5"/>',
    "link": '<path d="M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1.7 1.7M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7'
    'l1.7-1.7"/>',
    "mail": '<rect x="3" y="5" width="18" height="14" rx="3"/><path d="m4 7.5 8 6 8-6"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "muted": '<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM16 9.5l5 5m0-5-5 5"/>',
    "offline": '<path d="M3 3l18 18M8.5 15.5a5 5 0 0 1 5-1.2M5 12a10 10 0 0 1 4-2.4m5-.3a10 10 0 0 1 5 2.7'
    'M2 8.6A15 15 0 0 1 6 6m5-.9a15 15 0 0 1 11 3.5"/><circle cx="12" cy="19" r=".6"/>',
    "pause": '<path d="M8 5v14m8-14v14"/>',
    "pen": '<path d="m4.5 19.5 1-4.5L16 4.5a2.1 2.1 0 0 1 3 3L8.5 18z"/>',
    "people": '<circle cx="9" cy="8.5" r="3.5"/><path d="M2.5 20c.6-4 3-6 6.5-6s5.9 2 6.5 6M15 5.3a3.5 3.5 0 '
    '0 1 0 6.4M18 14.5c2 .8 3.2 2.6 3.5 5.5"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c.6-4.3 3.3-6.5 7.5-6.5s6.9 2.2 7.5 6.5"/>',
    "pin": '<path d="M12 21c4.5-4.6 7-8 7-11a7 7 0 1 0-14 0c0 3 2.5 6.4 7 11z"/><circle cx="12" cy="10" r="2.5"/>',
    "play": '<path d="M7 5v14l12-7z"/>',
    "plus": '<path d="M12 4.5v15M4.5 12h15"/>',
    "printer": '<path d="M7 9V3.5h10V9M7 17H5a1.5 1.5 0 0 1-1.5-1.5v-5A1.5 1.5 0 0 1 5 9h14a1.5 1.5 0 0 1 '
    '1.5 1.5v5A1.5 1.5 0 0 1 19 17h-2M7 14h10v6.5H7z"/>',
    "recording": '<circle cx="12" cy="12" r="8.5"/><path d="M10 8.5v7l5.5-3.5z"/>',
    "scan": '<path d="M4 8.5V6a2 2 0 0 1 2-2h2.5M15.5 4H18a2 2 0 0 1 2 2v2.5m0 7V18a2 2 0 0 1-2 2h-2.5m-7 0H6a2 '
    '2 0 0 1-2-2v-2.5M4 12h16"/>',
    "screen": '<rect x="3" y="4.5" width="18" height="12" rx="2.5"/><path d="M8.5 20h7"/>',
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>',
    "settings": '<circle cx="12" cy="12" r="3.2"/><path d="M12 3.8v2.7m0 11v2.7M3.8 12h2.7m11 0h2.7M6.2 6.2l1.9 1.9'
    'm7.8 7.8 1.9 1.9m0-11.6-1.9 1.9m-7.8 7.8-1.9 1.9"/>',
    "share": '<path d="M12 15V4M8 7.5 12 4l4 3.5M6.5 11H6a1.5 1.5 0 0 0-1.5 1.5V19A1.5 1.5 0 0 0 6 '
    '20.5h12a1.5 1.5 0 0 0 1.5-1.5v-6.5A1.5 1.5 0 0 0 18 11h-.5"/>',
    "shrink": '<path d="M9 4v5H4m16 0h-5V4m0 16v-5h5M4 15h5v5"/>',
    "sound": '<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4.2 4.2 0 0 1 0 6m2.5-8.5a8 8 0 0 1 0 11"/>',
    "undo": '<path d="M4.5 9.5h9a5.5 5.5 0 0 1 0 11H8M8.5 5l-4 4.5 4 4.5"/>',
    "warning": '<path d="M12 4 2.8 20h18.4zM12 10v4.5"/><circle cx="12" cy="17.2" r=".5"/>',
}


@lru_cache(maxsize=500)
def icon(name: str, label: str = "") -> SafeString:
    """The icon as inline SVG. Without a label it is hidden from assistive technology; with one it is an image of that
    name."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return mark_safe(  # noqa: S308
        f'<svg class="icon icon--{name}" viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" '
        f'stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round" focusable="false" {spoken}>'
        f"{ICONS[name]}</svg>"
    )
