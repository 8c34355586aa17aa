import django.utils.timezone
from django.db import migrations, models


def forget_unsent(apps, schema_editor):
    """Of these it is not known what they were to say; the tasks that knew it are gone with this version."""
    apps.get_model("attendance", "SentMail").objects.filter(sent_at=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("attendance", "0005_calendar_address"),
    ]

    operations = [
        migrations.RunPython(forget_unsent, migrations.RunPython.noop),
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
    ]
