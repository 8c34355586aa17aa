"""Extracts tables (by rows and cells) and text from pages."""

from html.parser import HTMLParser

from django.http import HttpResponse

UNSEEN = {"script", "style", "svg", "title"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.text = ""
        self.in_cell = False
        self.unseen = 0

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
            self.in_cell = True
        elif tag == "input" and self.in_cell:
            values = dict(attrs)
            if values.get("type") == "checkbox":
                self.tables[-1][-1][-1] += "[x] " if "checked" in values else "[ ] "
            elif values.get("type") == "number":
                self.tables[-1][-1][-1] += f"[{values.get('value', '')}] "
        elif tag in UNSEEN:
            self.unseen += 1

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.in_cell = False
        elif tag in UNSEEN:
            self.unseen -= 1

    def handle_data(self, data):
        if self.unseen:
            return
        self.text += data
        if self.in_cell:
            self.tables[-1][-1][-1] += data


def _read(response: HttpResponse) -> _Reader:
    reader = _Reader()
    reader.feed(response.content.decode())
    return reader


def tables(response: HttpResponse) -> list[list[list[str]]]:
    return [[[" ".join(cell.split()) for cell in row] for row in table] for table in _read(response).tables]


def text(response: HttpResponse) -> str:
    return " ".join(_read(response).text.split())
