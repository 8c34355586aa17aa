from __future__ import annotations

import datetime as dt
import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils import timezone

from content.spreadsheets import csv_lines
from courses.models import ProgrammePage
from figures.exports import csv_sheet
from figures.figures import programme_figures
from figures.report import report


class Command(BaseCommand):
    help = "Prints the figures of a programme as of the end of a day: the same as the page and the spreadsheets."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("programme", help="The slug of the programme, or its id in the programme file.")
        parser.add_argument("--as-of", help="A day, such as 2026-11-21. Today, when left out.")
        parser.add_argument("--format", choices=["json", "csv"], default="json", dest="kind")

    def handle(self, *args: Any, programme: str, as_of: str | None, kind: str, **options: Any) -> None:
        page = _programme(programme)
        day = _day(as_of) if as_of else timezone.localdate(timezone=page.zone)
        figures = programme_figures(page, day)
        if kind == "csv":
            for line in csv_lines(csv_sheet(report(figures, page.targets.all(), starts=page.period_from))):
                self.stdout.write(line, ending="")
        else:
            self.stdout.write(json.dumps(figures.to_json(), ensure_ascii=False, indent=2))


def _programme(name: str) -> ProgrammePage:
    programmes = ProgrammePage.objects.originals().select_related("completion_rule").order_by("path")
    found = list(programmes.filter(Q(slug=name) | Q(programme_file__file_id=name)))
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(page.programme_file.file_id for page in found if hasattr(page, "programme_file"))
        raise CommandError(f"Several programmes are called {name!r}. Name the one you mean by its file's id: {ids}.")
    known = ", ".join(programmes.values_list("slug", flat=True))
    raise CommandError(f"There is no programme called {name!r}. There is: {known or 'none yet'}.")


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"{text!r} is not a day. Write it as year, month and day: 2026-11-21.") from None
