import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("courses", "0001_initial"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Completion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("progress", models.DecimalField(decimal_places=4, default=0, max_digits=5)),
                (
                    "completed_at",
                    models.DateTimeField(
                        blank=True, help_text="When it happened, not when it was recorded.", null=True
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("present", "Present"),
                            ("watched", "Watched the recording"),
                            ("waived", "Waived by staff"),
                            ("declared", "Declared by the participant"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "earned",
                    models.BooleanField(
                        default=False,
                        help_text="Complete by more than a declaration, so that it counts for the track's proof.",
                    ),
                ),
                ("minutes", models.PositiveIntegerField(blank=True, null=True)),
                ("watched_share", models.DecimalField(blank=True, decimal_places=4, max_digits=5, null=True)),
                ("days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("rule", models.JSONField(blank=True, default=dict, help_text="The rule that it was decided by.")),
                ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="completions",
                        to="courses.activitypage",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="completions", to="people.participant"
                    ),
                ),
                (
                    "track",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="completions",
                        to="courses.trackpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "completion",
                "verbose_name_plural": "completions",
                "ordering": ["participant", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("activity__isnull", False)),
                        fields=("participant", "activity"),
                        name="completion_once_per_activity",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("track__isnull", False)),
                        fields=("participant", "track"),
                        name="completion_once_per_track",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("activity__isnull", True), ("track__isnull", True), _connector="XOR"),
                        name="completion_of_activity_or_track",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("progress__gte", 0), ("progress__lte", 1)),
                        name="completion_progress_between_0_and_1",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("completed_at__isnull", True), ("progress", 1), _connector="OR"),
                        name="completion_complete_is_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("present", "Present"),
                            ("watched", "Watched"),
                            ("waived", "Waived"),
                            ("declared", "Declared"),
                            ("excused", "Excused"),
                            ("withdrawal", "Withdrawn"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("door", "Door scan"),
                            ("self_check_in", "Self check-in"),
                            ("list", "List kept by staff"),
                            ("teams", "Teams report"),
                            ("zoom", "Zoom report"),
                            ("meet", "Google Meet report"),
                            ("webex", "Webex report"),
                            ("report", "Attendance report"),
                            ("correction", "Correction by staff"),
                            ("player", "Player"),
                            ("participant", "The participant"),
                            ("file", "Programme file"),
                            ("staff", "County staff"),
                        ],
                        max_length=16,
                    ),
                ),
                ("stays", models.JSONField(blank=True, default=list)),
                ("minutes", models.PositiveIntegerField(blank=True, null=True)),
                ("share", models.DecimalField(blank=True, decimal_places=4, max_digits=5, null=True)),
                (
                    "key",
                    models.CharField(help_text="Makes a repeated or replayed record the same row.", max_length=120),
                ),
                ("happened_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("reason", models.TextField(blank=True)),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="courses.activitypage"
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="people.participant"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="courses.session",
                    ),
                ),
                ("withdraws", models.ManyToManyField(blank=True, related_name="withdrawn_by", to="progress.evidence")),
            ],
            options={
                "verbose_name": "evidence",
                "verbose_name_plural": "evidence",
                "ordering": ["recorded_at", "pk"],
                "indexes": [models.Index(fields=["activity", "participant"], name="progress_ev_activit_acbab6_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("participant", "activity", "key"), name="evidence_once_per_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("kind__in", ("withdrawal", "waived", "excused")), _negated=True),
                                models.Q(("source", "correction"), _negated=True),
                            ),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="evidence_reason_for_corrections",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("share__isnull", True), models.Q(("share__gte", 0), ("share__lte", 1)), _connector="OR"
                        ),
                        name="evidence_share_between_0_and_1",
                    ),
                ],
            },
        ),
    ]
