import django.utils.timezone
from django.db import migrations, models

KINDS = ("registration", "refusal", "seat", "withdrawal", "decision", "cancellation", "change", "answer")


def carry_over(apps, schema_editor):
    """What an e-mail was to say was known by its task alone, and those tasks are gone with this version.

    A row that is not sent and has no such task tells nothing; e-mails about recordings are owed anew by the worker.
    """
    mails = apps.get_model("attendance", "OutgoingMail").objects
    mails.filter(sent_at=None).delete()
    kinds = {f"attendance.tasks.{kind}_email": kind for kind in KINDS}
    tasks = apps.get_model("django_tasks_database", "DBTaskResult").objects
    waiting = tasks.filter(task_path__in=kinds, status__in=("READY", "RUNNING"))
    for task in waiting.order_by("enqueued_at"):
        key, *arguments = task.args_kwargs["args"]
        about = {"kind": kinds[task.task_path], "arguments": arguments, "queued_at": task.enqueued_at}
        mails.get_or_create(key=key, defaults=about)
    waiting.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("attendance", "0005_calendar_address"),
        ("django_tasks_database", "0018_rename_succeeded_status"),
    ]

    operations = [
        migrations.RenameModel("SentMail", "OutgoingMail"),
        migrations.AddField(
            model_name="outgoingmail",
            name="kind",
            field=models.CharField(default="", help_text="Which of the e-mails that there are.", max_length=20),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="outgoingmail",
            name="arguments",
            field=models.JSONField(blank=True, default=list, help_text="Keys of what it is about."),
        ),
        migrations.AddField(
            model_name="outgoingmail",
            name="queued_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now, help_text="When a task was last asked to send it."
            ),
        ),
        migrations.AddField(
            model_name="outgoingmail",
            name="times_queued",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddIndex(
            model_name="outgoingmail",
            index=models.Index(condition=models.Q(sent_at=None), fields=["queued_at"], name="outgoing_mail_owed"),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
    ]
