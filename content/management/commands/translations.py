"""`manage.py translations`: brings the catalogues in locale/ up to date with the code, checks and compiles them."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from content import catalogues


class Command(BaseCommand):
    help = (
        "Bring locale/*/LC_MESSAGES/django.po up to date with the texts in the code and templates, and compile them. "
        "With --check nothing is written: what is missing, fuzzy, obsolete or has other placeholders is listed."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--check", action="store_true", help="only list what is wrong, and fail where anything is")
        what.add_argument("--compile", action="store_true", help="only compile what is there")

    def handle(self, *args: Any, check: bool, compile: bool, **options: Any) -> None:
        paths = {code: _path_of(code) for code, _name in settings.LANGUAGES}
        if compile:
            for folder in settings.LOCALE_PATHS:
                for path in Path(folder).glob("*/LC_MESSAGES/*.po"):
                    catalogues.compile_to_mo(catalogues.read(path, path.parts[-3]), path.with_suffix(".mo"))
            return
        texts = catalogues.texts_in(settings.BASE_DIR)
        if check:
            self.check_all(texts, paths)
            return
        for language, path in paths.items():
            catalogue = catalogues.updated(catalogues.read(path, language), texts, language)
            catalogues.write(catalogue, path)
            catalogues.compile_to_mo(catalogue, path.with_suffix(".mo"))
            missing = sum(fault.startswith("missing") for fault in catalogues.faults(catalogue, texts, language))
            self.stdout.write(f"{language}: {len(catalogue)} texts, {missing} to translate")

    def check_all(self, texts: catalogues.Catalog, paths: dict[str, Path]) -> None:
        found = 0
        for language, path in paths.items():
            faults = catalogues.faults(catalogues.read(path, language), texts, language)
            found += len(faults)
            for fault in faults:
                self.stderr.write(f"{language}: {fault}")
        if found:
            raise CommandError(f"{found} to put right in locale/. `make messages` adds new texts and removes old ones.")
        self.stdout.write(f"All {len(texts)} texts are there in {', '.join(paths)}.")


def _path_of(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
