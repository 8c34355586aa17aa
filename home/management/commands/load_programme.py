"""`manage.py load_programme FILE`: load a programme file in one transaction. Loading the same file again is a no-op."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from home.programme_file.document import read_programme_file
from home.programme_file.loading import load_programme_file
from home.programme_file.problems import ProgrammeFileError
from home.programme_file.summary import summary


class Command(BaseCommand):
    help = "Load or update a programme from a YAML file. What the file says wrong is listed, and then nothing changes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--shift-to-today",
            action="store_true",
            help="Shift all dates by whole weeks, so that the day the file is written for comes nearest to today. "
            "Only at the first load; later loads shift by as much.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            file = read_programme_file(options["file"])
            for warning in file.warnings:
                self.say(f"Warning: {warning}")
            loaded = load_programme_file(file, shift_to_today=options["shift_to_today"], say=self.say)
        except ProgrammeFileError as error:
            raise CommandError(f"{error}\nNothing has been changed.") from error
        self.stdout.write(summary(loaded))

    def say(self, line: str) -> None:
        """Write progress to the terminal immediately, separate from the output of the command."""
        self.stderr.write(self.style.NOTICE(line))
        self.stderr.flush()
