"""The landscapes of the front page, the footer and the contact card, and the logo mark."""

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe

from content.art import pen

HERO_RIDGES: tuple[tuple[str, str, Sequence[int]], ...] = (
    ("sage", "leaf", (29, 20, 14, 12, 16, 25, 34, 44, 54, 74, 87)),
    ("leaf", "moss", (67, 79, 81, 78, 78, 90, 107, 118, 120, 116, 113)),
    ("moss", "leaf", (136, 128, 122, 118, 116, 115, 118, 134, 156, 170, 164)),
    ("pine", "moss", (208, 188, 166, 169, 188, 199, 212, 224, 226, 219, 226)),
    ("band", "", (230, 224, 222, 233, 255, 266, 272, 271, 270, 273, 281)),
)


def hero_hills() -> SafeString:
    """The hills under the sky of the front page; the last is the colour of the band below."""
    width, height = 1280, 290
    shapes = []
    for colour, line, heights in HERO_RIDGES:
        points = [(width * i / 10, float(y)) for i, y in enumerate(heights)]
        shapes.append(f'<path class="art-{colour}" d="{pen.land(points, width, height)}"/>')
        if line:
            for drop in (1, 2):
                furrow = [(x, y + drop * 22 + (x / width) * drop * -8) for x, y in points]
                shapes.append(f'<path class="ink-{line} furrow" stroke-width="1.4" d="{pen.curve(furrow)}"/>')
    return mark_safe(  # noqa: S308
        f'<svg class="hero__hills" viewBox="0 0 {width} {height}" '
        'preserveAspectRatio="xMinYMax slice" aria-hidden="true" focusable="false">'
        f"{''.join(shapes)}</svg>"
    )


def footer_hill() -> SafeString:
    """The slope at the top of the footer."""
    width, height = 1280, 72
    far = [(width * i / 10, float(y)) for i, y in enumerate((14, 7, 6, 12, 23, 35, 43, 46, 38, 31, 19))]
    near = [(width * i / 10, float(y)) for i, y in enumerate((35, 43, 50, 56, 59, 58, 53, 47, 38, 32, 28))]
    return mark_safe(  # noqa: S308
        f'<svg class="footer-hill" viewBox="0 0 {width} {height}" '
        'preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<path class="art-sage" d="{pen.land(far, width, height)}"/>'
        f'<path class="art-band" d="{pen.land(near, width, height)}"/></svg>'
    )


def vignette() -> SafeString:
    """The small landscape at the top of a contact card."""
    width, height = 520, 190
    ridges = (
        ("sage", (74, 62, 74, 70, 82, 110)),
        ("leaf", (96, 92, 104, 122, 108, 84)),
        ("moss", (136, 144, 138, 150, 122, 132)),
        ("pine", (168, 172, 168, 176, 172, 158)),
    )
    shapes = [pen.ground("sand", width, height), pen.circle("sun", width * 0.78, 70, 32)]
    for colour, heights in ridges:
        points = [(width * i / 5, float(y)) for i, y in enumerate(heights)]
        shapes.append(f'<path class="art-{colour}" d="{pen.land(points, width, height)}"/>')
    return mark_safe(  # noqa: S308
        f'<svg class="cover cover--vignette" viewBox="0 0 {width} {height}" '
        'preserveAspectRatio="xMidYMax slice" aria-hidden="true" focusable="false">'
        f"{''.join(shapes)}</svg>"
    )


def mark() -> SafeString:
    """The logo mark: a low sun over two hills, on deep green. The style sheet rounds its corners."""
    far = "M0 24C6 19 11 21 17 25S30 27 40 20V40H0Z"
    near = "M0 31C8 25 14 29 20 33S33 34 40 29V40H0Z"
    return mark_safe(  # noqa: S308
        '<svg class="mark" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true" '
        'focusable="false"><rect class="mark__ground" width="40" height="40"/>'
        '<circle class="mark__sun" cx="27" cy="14" r="5"/>'
        f'<path class="mark__far" d="{far}"/><path class="mark__near" d="{near}"/></svg>'
    )
