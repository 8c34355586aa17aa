import django.db.models.deletion
import modelcluster.fields
import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("attendance", "0001_initial"),
        ("courses", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="GatheringPage",
            fields=[
                (
                    "activitypage_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="courses.activitypage",
                    ),
                ),
                ("goal", models.TextField(verbose_name="goal")),
                ("audience_text", models.TextField(blank=True, verbose_name="who it is for")),
                ("recap", models.TextField(blank=True, verbose_name="what came of it")),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [("heading", 0), ("paragraph", 1), ("picture", 7), ("quote", 11), ("facts_box", 12)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"icon": "title", "label": "Heading", "template": "content/blocks/heading.html"},
                            ),
                            1: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "link", "document-link", "ol", "ul"],
                                    "label": "Text",
                                    "template": "content/blocks/paragraph.html",
                                },
                            ),
                            2: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "Picture"}),
                            3: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the picture shows, in a sentence in the language of the page, for those who cannot see it. Not “picture”.",
                                    "label": "Alternative text",
                                    "max_length": 250,
                                    "required": False,
                                },
                            ),
                            4: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {
                                    "help_text": "Tick this only where nobody misses anything without it. It is then passed over when read aloud.",
                                    "label": "Only decoration",
                                    "required": False,
                                },
                            ),
                            5: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Stands under the picture: who or what it is, where and when.",
                                    "label": "Caption",
                                    "max_length": 250,
                                    "required": False,
                                },
                            ),
                            6: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "As it shall stand: “Photo: Kari Nordmann”.",
                                    "label": "Credit",
                                    "max_length": 120,
                                    "required": False,
                                },
                            ),
                            7: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("image", 2),
                                        ("alternative", 3),
                                        ("is_decorative", 4),
                                        ("caption", 5),
                                        ("credit", 6),
                                    ]
                                ],
                                {},
                            ),
                            8: ("wagtail.blocks.TextBlock", (), {"label": "Quotation"}),
                            9: ("wagtail.blocks.CharBlock", (), {"label": "Person", "required": False}),
                            10: ("wagtail.blocks.CharBlock", (), {"label": "Title at the time", "required": False}),
                            11: ("wagtail.blocks.StructBlock", [[("text", 8), ("person", 9), ("title", 10)]], {}),
                            12: ("content.blocks.FactsBoxBlock", (), {}),
                        },
                        help_text="Headings, text, pictures and quotations, where a few sentences are not enough.",
                        verbose_name="more about it",
                    ),
                ),
                ("venue", models.CharField(blank=True, max_length=160, verbose_name="venue")),
                ("street", models.CharField(blank=True, max_length=160, verbose_name="street")),
                ("venue_is_accessible", models.BooleanField(blank=True, null=True, verbose_name="step-free venue")),
                ("venue_notes", models.TextField(blank=True, verbose_name="about the venue")),
                ("moderator_role", models.CharField(blank=True, max_length=160, verbose_name="moderator")),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.contactperson",
                        verbose_name="contact",
                    ),
                ),
                (
                    "mission",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gatherings",
                        to="courses.mission",
                        verbose_name="mission",
                    ),
                ),
                (
                    "moderator_organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                        verbose_name="where the moderator works",
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
                        verbose_name="municipality",
                    ),
                ),
            ],
            options={
                "verbose_name": "gathering",
                "verbose_name_plural": "gatherings",
            },
            bases=("courses.activitypage",),
        ),
        migrations.CreateModel(
            name="Room",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("capacity", models.PositiveIntegerField(blank=True, null=True, verbose_name="capacity")),
                (
                    "gathering",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rooms", to="gatherings.gatheringpage"
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Admission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "audience",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Empty: everybody.",
                        verbose_name="types of organisation that may register",
                    ),
                ),
                ("needs_approval", models.BooleanField(default=False, verbose_name="staff approves")),
                (
                    "max_per_organisation",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="seats per organisation"),
                ),
                ("questions", models.JSONField(blank=True, default=list, verbose_name="questions")),
                (
                    "aid_basis",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "No aid"),
                            ("frame_grant", "Frame grant"),
                            ("purchase_of_service", "Purchase of service"),
                            ("de_minimis", "De minimis aid"),
                            ("block_exemption", "Block exemption"),
                            ("assess_per_seat", "Assessed for each seat"),
                        ],
                        max_length=24,
                        verbose_name="aid basis",
                    ),
                ),
                (
                    "aid_value_nok",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="value per seat in NOK"),
                ),
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="admission", to="courses.session"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("meal", "Meal"),
                            ("opening", "Opening"),
                            ("talk", "Talk"),
                            ("keynote", "Keynote"),
                            ("dialogue", "Dialogue"),
                            ("panel", "Panel"),
                            ("workshop", "Workshop"),
                            ("visit", "Visit"),
                            ("closing", "Closing"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("groups", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="groups")),
                ("is_accessible", models.BooleanField(blank=True, null=True, verbose_name="accessible to everybody")),
                ("notes", models.TextField(blank=True, verbose_name="notes")),
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="agenda_item", to="courses.session"
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="items",
                        to="gatherings.room",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AgendaSpeaker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("role", models.CharField(max_length=160, verbose_name="role")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="speakers", to="gatherings.agendaitem"
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
            ],
            options={
                "ordering": ["item", "order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Answers",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("dietary_needs", models.TextField(blank=True, verbose_name="dietary needs")),
                ("access_needs", models.TextField(blank=True, verbose_name="access needs")),
                ("overnight", models.BooleanField(default=False, verbose_name="stays the night")),
                (
                    "registration",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="attendance.registration",
                    ),
                ),
            ],
            options={
                "verbose_name": "answers",
                "verbose_name_plural": "answers",
            },
        ),
    ]
