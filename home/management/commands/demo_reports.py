"""`manage.py demo_reports`: the generated attendance report that is ready for upload. Called by `make run`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse
from django.utils import translation

from courses.models import FileId, ProgrammeFile, Session
from home.programme_file.document import read_programme_file
from home.programme_file.loading import reports


class Command(BaseCommand):
    help = "Writes the report of a webinar's attendance that a demonstration has ready, and says where to drop it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", default=settings.BASE_DIR / "demo" / "programme.yaml")
        parser.add_argument("--folder", type=Path, default=settings.VAR_DIR / "demo", help="Where it is written.")

    def handle(self, *args: Any, file: Path, folder: Path, **options: Any) -> None:
        programme = read_programme_file(file)
        row = ProgrammeFile.objects.filter(file_id=programme.id).select_related("programme").first()
        report = reports.to_drop(programme.shifted(row.shift_weeks)) if row else None
        known = FileId.objects.filter(programme_file=row, section="webinars", file_id=report and report.webinar).first()
        if row is None or report is None or known is None:
            self.stdout.write("  No report.")
            return
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / report.name
        path.write_bytes(report.data)
        session = Session.objects.roots().get(activity=known.object_id)
        with translation.override(settings.LANGUAGE_CODE):
            address = reverse("staff_reports", args=[row.programme.slug, session.pk])
        self.stdout.write(f"  {path}")
        self.stdout.write(f"  {settings.WAGTAILADMIN_BASE_URL}{address}")
