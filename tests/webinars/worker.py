"""A task worker in a separate process, to be killed.

python -m tests.webinars.worker DATABASE FOLDER [TASK ARGUMENTS]

Enqueues the task, if given, then runs all tasks and exits. Files and e-mails are written to the folder. The task
`publish` publishes a recording instead, and is killed once that is stored, before anything is enqueued.
"""

import json
import os
import signal
import sys

import django
from django.conf import settings
from django.db import transaction


def main(name: str, folder: str, task: str = "", arguments: str = "[]") -> None:
    settings.DATABASES["default"]["NAME"] = name
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.STORAGES["private"]["OPTIONS"]["location"] = folder
    settings.EMAIL_BACKEND = "cms.mail.FolderEmailBackend"
    settings.EMAIL_FILE_PATH = f"{folder}/mail"
    django.setup()

    from django.core.management import call_command
    from django.utils.module_loading import import_string

    if task == "publish":
        publish_and_die(*json.loads(arguments))
    elif task:
        import_string(f"webinars.tasks.{task}").enqueue(*json.loads(arguments))
    call_command("db_worker", queue_name="*", batch=True, startup_delay=False, verbosity=0)


def publish_and_die(recording: int) -> None:
    from webinars.actions import publishing
    from webinars.models import Recording

    publishing._tell = lambda *args: transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))
    publishing.publish(recording=Recording.objects.get(pk=recording), at=None, by=None)


if __name__ == "__main__":
    main(*sys.argv[1:])
