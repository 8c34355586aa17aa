#!/usr/bin/env python3
"""Cut the design system's style sheets to what our templates use, and its theme to what our own colours leave of it.

Both weigh 26 kB compressed, ours half of that: the first visit stays under 100 kB. What is kept is unchanged, in its
order and its layers. `make setup` calls this; the result is made from the package and never kept in the repository.
"""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "node_modules/@digdir/designsystemet-css/dist"
TOKENS = ROOT / "static/css/tokens.css"
RESULT = ROOT / "static/made/designsystemet.css"
COMPONENTS = {
    *("alert", "breadcrumbs", "button", "details", "error-summary", "field", "fieldset", "input", "link"),
    *("skip-link", "table", "tag", "validation-message"),
}
"""Those that stand in our templates; tests/content/test_look.py fails for one that is missing."""
FAMILIES = {"accent", "neutral", "brand1", "brand2", "danger"}
"""Of the others our tokens give what a message is drawn with, and nothing else is in these colours."""
UNUSED_LAYERS = ("ds.theme.typography.secondary",)
COLOUR = re.compile(r"--ds-color-(\w+)-[\w-]+:#[0-9a-f]{3,8};?")


def main() -> None:
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    sheet, colours = ((SOURCE / name).read_text() for name in ("src/index.css", "theme/designsystemet.css"))
    parts = [*components(sheet), *theme(colours)]
    RESULT.write_text("".join(parts))


def components(text: str) -> Iterator[str]:
    """The statement of layers, what all components stand on, and those that are used."""
    for block in blocks(text):
        first = re.search(r"\.ds-([a-z-]+)", block)
        if "{" not in block or block.startswith("@layer ds.base") or (first and first[1] in COMPONENTS):
            yield block


def theme(text: str) -> Iterator[str]:
    """Without the colours that our own tokens give, in both schemes."""
    own = set(re.findall(r"--(ds-color-[\w-]+):", TOKENS.read_text()))
    for block in blocks(text):
        if not block.startswith(tuple(f"@layer {layer}{{" for layer in UNUSED_LAYERS)):
            yield COLOUR.sub(lambda found: "" if is_ours(found, own) else found[0], block)


def is_ours(found: re.Match[str], own: set[str]) -> bool:
    name = found[0].partition(":")[0].removeprefix("--")
    return name in own or found[1] not in FAMILIES


def blocks(text: str) -> Iterator[str]:
    """The rules and statements of the outermost level, whole."""
    depth, start = 0, 0
    for place, sign in enumerate(text):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth == 0 and sign in "};":
            yield text[start : place + 1].strip()
            start = place + 1


if __name__ == "__main__":
    main()
