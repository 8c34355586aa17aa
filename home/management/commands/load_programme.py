"""`manage.py load_programme FILE`: a programme from a file, all or nothing; the same file again changes nothing."""

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
        """How far it is goes to the terminal at once, beside what the command answers."""
        self.stderr.write(self.style.NOTICE(line))
        self.stderr.flush()
