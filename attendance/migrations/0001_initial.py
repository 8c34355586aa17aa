import attendance.models.presence
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("courses", "0001_initial"),
        ("people", "0001_initial"),
        ("people", "__first__"),
        ("progress", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(default=attendance.models.presence.new_key, max_length=64, unique=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "participant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_address",
                        to="people.participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "calendar address",
                "verbose_name_plural": "calendar addresses",
            },
        ),
        migrations.CreateModel(
            name="OutgoingMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64, unique=True)),
                ("kind", models.CharField(help_text="Which of the e-mails that there are.", max_length=20)),
                ("arguments", models.JSONField(blank=True, default=list, help_text="Keys of what it is about.")),
                (
                    "queued_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, help_text="When a task was last asked to send it."
                    ),
                ),
                ("times_queued", models.PositiveSmallIntegerField(default=1)),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "given_up_at",
                    models.DateTimeField(blank=True, help_text="When it had failed for the last time.", null=True),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("sent_at", None)), fields=["queued_at"], name="outgoing_mail_owed")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(help_text="SHA-256 of the file.", max_length=64)),
                ("file_name", models.CharField(blank=True, max_length=255)),
                (
                    "source",
                    models.CharField(
                        blank=True,
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
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reading", "Being read"),
                            ("refused", "Refused"),
                            ("ready", "Not saved yet"),
                            ("applying", "Being saved"),
                            ("applied", "Saved"),
                            ("undoing", "Being undone"),
                            ("undone", "Undone"),
                        ],
                        default="ready",
                        max_length=10,
                    ),
                ),
                (
                    "shapes",
                    models.JSONField(blank=True, default=list, help_text="Its tables and what their columns hold."),
                ),
                ("warnings", models.JSONField(blank=True, default=list)),
                ("problem", models.JSONField(blank=True, default=dict, help_text="Why it was refused.")),
                ("rows", models.PositiveIntegerField(default=0)),
                ("first_joined", models.DateTimeField(blank=True, null=True)),
                ("last_left", models.DateTimeField(blank=True, null=True)),
                (
                    "waiting_file",
                    models.CharField(blank=True, help_text="Where a large file waits to be read.", max_length=255),
                ),
                (
                    "mapping",
                    models.JSONField(blank=True, default=dict, help_text="What somebody said its columns hold."),
                ),
                ("read_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("applied_at", models.DateTimeField(blank=True, null=True)),
                (
                    "outcome",
                    models.JSONField(blank=True, default=dict, help_text="What applying it changed the last time."),
                ),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("undo_reason", models.CharField(blank=True, max_length=500)),
                (
                    "applied_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "read_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="courses.session"
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "attendance report",
                "verbose_name_plural": "attendance reports",
                "ordering": ["-read_at", "-pk"],
                "constraints": [models.UniqueConstraint(fields=("session", "digest"), name="report_once_per_session")],
            },
        ),
        migrations.CreateModel(
            name="ReportEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=300)),
                ("name", models.CharField(blank=True, max_length=160)),
                ("address", models.CharField(blank=True, max_length=254)),
                ("registration", models.CharField(blank=True, max_length=40)),
                ("is_registered", models.BooleanField(default=False)),
                ("telephone", models.PositiveIntegerField(default=0)),
                ("stays", models.JSONField(blank=True, default=list)),
                ("seconds", models.PositiveIntegerField(blank=True, null=True)),
                ("span", models.JSONField(blank=True, null=True)),
                ("present", models.BooleanField(default=False)),
                ("connections", models.PositiveIntegerField(default=1)),
                ("row", models.PositiveIntegerField(default=0)),
                (
                    "minutes",
                    models.PositiveIntegerField(blank=True, help_text="Of the session, rounded down.", null=True),
                ),
                (
                    "choice",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("participant", "A participant"),
                            ("left_out", "Not a participant"),
                            ("room", "A room"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "known_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("registration", "By registration"),
                            ("address", "By e-mail address"),
                            ("alias", "By what you chose before"),
                            ("decision", "Chosen by you"),
                        ],
                        max_length=12,
                    ),
                ),
                ("has_suggestion", models.BooleanField(default=False)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("evidence", models.ManyToManyField(blank=True, related_name="report_entries", to="progress.evidence")),
                (
                    "participant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report_entries",
                        to="people.participant",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="attendance.reportimport",
                    ),
                ),
            ],
            options={
                "verbose_name": "person in a report",
                "verbose_name_plural": "persons in a report",
                "ordering": ["report", "row", "pk"],
                "indexes": [models.Index(fields=["report", "choice"], name="attendance__report__c8f8a2_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "key"), name="report_entry_once_per_person"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("choice", "participant"), ("participant__isnull", False)),
                            models.Q(models.Q(("choice", "participant"), _negated=True), ("participant__isnull", True)),
                            _connector="OR",
                        ),
                        name="report_entry_participant_where_chosen",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "organisation_type",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("county_council", "County council"),
                            ("municipality", "Municipality"),
                            ("municipal_association", "Association of municipalities"),
                            ("region", "Region"),
                            ("state_body", "State body"),
                            ("company", "Company"),
                            ("innovation_actor", "Innovation actor"),
                            ("cluster", "Business cluster"),
                            ("chamber_of_commerce", "Chamber of commerce"),
                            ("university", "University"),
                            ("research_institute", "Research institute"),
                            ("consultancy", "Consultancy"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "size_class",
                    models.CharField(
                        choices=[
                            ("1-9", "1–9 employees"),
                            ("10-49", "10–49 employees"),
                            ("50-249", "50–249 employees"),
                            ("250+", "250 or more employees"),
                            ("unknown", "unknown size"),
                        ],
                        default="unknown",
                        max_length=8,
                    ),
                ),
                ("present", models.BooleanField(default=False)),
                (
                    "excused",
                    models.BooleanField(
                        default=False, help_text="Was not there, and had a reason that staff took down."
                    ),
                ),
                (
                    "minutes",
                    models.PositiveIntegerField(blank=True, help_text="Whole minutes, rounded down.", null=True),
                ),
                ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "county",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.county",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.municipality",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attendances", to="people.participant"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attendances", to="courses.session"
                    ),
                ),
            ],
            options={
                "verbose_name": "attendance",
                "verbose_name_plural": "attendance",
                "ordering": ["session", "participant"],
                "indexes": [models.Index(fields=["session", "present"], name="attendance__session_33e57e_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("participant", "session"), name="attendance_once_per_session"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("present", True), ("minutes__isnull", True), ("minutes", 0), _connector="OR"
                        ),
                        name="attendance_absent_no_minutes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("excused", True), ("present", True), _negated=True),
                        name="attendance_not_present_and_excused",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ColumnMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("signature", models.CharField(max_length=32)),
                ("headers", models.JSONField(default=list)),
                ("roles", models.JSONField(default=dict, help_text="By number of the column.")),
                ("set_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="column_mappings",
                        to="people.organisation",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "column mapping",
                "verbose_name_plural": "column mappings",
                "ordering": ["organisation", "signature"],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "signature"), name="column_mapping_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=500, verbose_name="what you want to say")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="answer")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="objections", to="people.participant"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="objections", to="courses.session"
                    ),
                ),
            ],
            options={
                "verbose_name": "objection",
                "verbose_name_plural": "objections",
                "ordering": ["made_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at__isnull", True)),
                        fields=("participant", "session"),
                        name="objection_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_at__isnull", True), models.Q(("answer", ""), _negated=True), _connector="OR"
                        ),
                        name="objection_answer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Registration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "organisation_type",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("county_council", "County council"),
                            ("municipality", "Municipality"),
                            ("municipal_association", "Association of municipalities"),
                            ("region", "Region"),
                            ("state_body", "State body"),
                            ("company", "Company"),
                            ("innovation_actor", "Innovation actor"),
                            ("cluster", "Business cluster"),
                            ("chamber_of_commerce", "Chamber of commerce"),
                            ("university", "University"),
                            ("research_institute", "Research institute"),
                            ("consultancy", "Consultancy"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "size_class",
                    models.CharField(
                        choices=[
                            ("1-9", "1–9 employees"),
                            ("10-49", "10–49 employees"),
                            ("50-249", "50–249 employees"),
                            ("250+", "250 or more employees"),
                            ("unknown", "unknown size"),
                        ],
                        default="unknown",
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("registered", "Registered"),
                            ("waiting", "On the waiting list"),
                            ("awaiting_approval", "Awaiting approval"),
                            ("turned_down", "Turned down"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="registered",
                        max_length=20,
                    ),
                ),
                (
                    "registered_at",
                    models.DateTimeField(default=django.utils.timezone.now, help_text="Its place in the queue."),
                ),
                ("state_changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("message", models.TextField(blank=True, help_text="What staff wrote when approving or turning down.")),
                (
                    "county",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.county",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.municipality",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registrations",
                        to="people.participant",
                    ),
                ),
                (
                    "registered_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="registrations", to="courses.session"
                    ),
                ),
            ],
            options={
                "verbose_name": "registration",
                "verbose_name_plural": "registrations",
                "ordering": ["registered_at", "pk"],
                "indexes": [
                    models.Index(fields=["session", "state", "registered_at"], name="attendance__session_430755_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("participant", "session"), name="registration_once_per_session")
                ],
            },
        ),
        migrations.CreateModel(
            name="RememberedChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("address", "E-mail address"), ("name", "Name")], max_length=8)),
                ("value", models.CharField(max_length=254)),
                (
                    "choice",
                    models.CharField(
                        choices=[
                            ("participant", "A participant"),
                            ("left_out", "Not a participant"),
                            ("room", "A room"),
                        ],
                        max_length=12,
                    ),
                ),
                ("decided_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="remembered_choices",
                        to="people.participant",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="remembered_choices",
                        to="courses.programmepage",
                    ),
                ),
            ],
            options={
                "verbose_name": "remembered choice",
                "verbose_name_plural": "remembered choices",
                "ordering": ["kind", "value"],
                "constraints": [
                    models.UniqueConstraint(fields=("programme", "kind", "value"), name="remembered_choice_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("choice", "participant"), ("participant__isnull", False)),
                            models.Q(models.Q(("choice", "participant"), _negated=True), ("participant__isnull", True)),
                            _connector="OR",
                        ),
                        name="remembered_choice_participant_where_chosen",
                    ),
                ],
            },
        ),
    ]
