"""The demo's e-mail backend writes files that people can read and programs can open."""

from email import message_from_bytes
from email.policy import default
from pathlib import Path

from django.core.mail import EmailMultiAlternatives
from pytest_django import Settings

from cms.mail import FolderEmailBackend


def test_each_message_becomes_a_file_named_after_recipient_and_subject(tmp_path: Path, settings: Settings) -> None:
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    message = EmailMultiAlternatives(
        "Påmelding: økt på Ås", "Hei, Kåre!\nKoden er 1234.", "Løft <loft@example.org>", ["kåre@example.org"]
    )
    message.attach_alternative("<p>Hei, Kåre!</p>", "text/html")

    assert FolderEmailBackend().send_messages([message, message]) == 2

    first, second = sorted((tmp_path / "mail").iterdir())
    assert first.name.endswith(" kåre@example.org påmelding-økt-på-ås.eml")
    assert second.name != first.name
    written = first.read_text()
    assert "Subject: Påmelding: økt på Ås" in written
    assert "Koden er 1234." in written
    read = message_from_bytes(first.read_bytes(), policy=default)
    assert read["To"] == "kåre@example.org"
    body = read.get_body(("html",))
    assert body is not None
    assert body.get_content().strip() == "<p>Hei, Kåre!</p>"


def test_a_recipient_cannot_name_another_folder(tmp_path: Path, settings: Settings) -> None:
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    FolderEmailBackend().send_messages(
        [EmailMultiAlternatives("Hei", "Hei", "a@example.org", ['"../../x"@example.org'])]
    )

    assert [path.name for path in tmp_path.iterdir()] == ["mail"]
    assert len(list((tmp_path / "mail").iterdir())) == 1
