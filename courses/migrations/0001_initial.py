import courses.models.programmes
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("content", "0001_initial"),
        ("people", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ActivityPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "facts_boxes",
                    wagtail.fields.StreamField(
                        [("facts_box", 0)],
                        blank=True,
                        block_lookup={0: ("content.blocks.FactsBoxBlock", (), {})},
                        verbose_name="facts boxes",
                    ),
                ),
                (
                    "versions",
                    models.JSONField(blank=True, default=dict, editable=False, help_text="Kept by content.versions."),
                ),
                ("abstract_text", models.TextField(blank=True, verbose_name="what it is about")),
                (
                    "complements",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Webinars and gatherings on the same theme.",
                        to="courses.activitypage",
                        verbose_name="goes together with",
                    ),
                ),
                (
                    "original",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        help_text="Empty on the original, set on its translations.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="translations",
                        to="courses.activitypage",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="people.organisation",
                        verbose_name="organisation in charge",
                    ),
                ),
                (
                    "themes",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True, related_name="activities", to="content.theme", verbose_name="themes"
                    ),
                ),
            ],
            options={
                "verbose_name": "activity",
                "verbose_name_plural": "activities",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="LessonPage",
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
                ("lead", models.TextField(verbose_name="lead")),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [("heading", 0), ("paragraph", 1), ("picture", 7), ("quote", 11), ("facts_box", 12)],
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
                        verbose_name="body",
                    ),
                ),
                ("duration_minutes", models.PositiveSmallIntegerField(verbose_name="takes about (minutes)")),
            ],
            options={
                "verbose_name": "lesson",
                "verbose_name_plural": "lessons",
            },
            bases=("courses.activitypage",),
        ),
        migrations.CreateModel(
            name="Mission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(unique=True, verbose_name="name in addresses")),
                ("title", models.CharField(max_length=255, verbose_name="title")),
                ("title_nb", models.CharField(max_length=255, null=True, verbose_name="title")),
                ("title_nn", models.CharField(max_length=255, null=True, verbose_name="title")),
                ("title_sv", models.CharField(max_length=255, null=True, verbose_name="title")),
                ("title_en", models.CharField(max_length=255, null=True, verbose_name="title")),
                ("level", models.CharField(blank=True, max_length=40, verbose_name="level")),
                (
                    "alliance",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="missions",
                        to="people.alliance",
                        verbose_name="alliance",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="missions",
                        to="people.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "mission",
                "verbose_name_plural": "missions",
                "ordering": ["title"],
            },
        ),
        migrations.CreateModel(
            name="ModulePage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "facts_boxes",
                    wagtail.fields.StreamField(
                        [("facts_box", 0)],
                        blank=True,
                        block_lookup={0: ("content.blocks.FactsBoxBlock", (), {})},
                        verbose_name="facts boxes",
                    ),
                ),
                (
                    "versions",
                    models.JSONField(blank=True, default=dict, editable=False, help_text="Kept by content.versions."),
                ),
                ("text", models.TextField(blank=True, verbose_name="about the module")),
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
                (
                    "lead_partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                        verbose_name="lead partner",
                    ),
                ),
                (
                    "original",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        help_text="Empty on the original, set on its translations.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="translations",
                        to="courses.modulepage",
                    ),
                ),
                (
                    "themes",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True, related_name="modules", to="content.theme", verbose_name="themes"
                    ),
                ),
            ],
            options={
                "verbose_name": "module",
                "verbose_name_plural": "modules",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="ProgrammePage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "facts_boxes",
                    wagtail.fields.StreamField(
                        [("facts_box", 0)],
                        blank=True,
                        block_lookup={0: ("content.blocks.FactsBoxBlock", (), {})},
                        verbose_name="facts boxes",
                    ),
                ),
                (
                    "versions",
                    models.JSONField(blank=True, default=dict, editable=False, help_text="Kept by content.versions."),
                ),
                ("short_title", models.CharField(max_length=80, verbose_name="short title")),
                ("lead", models.TextField(verbose_name="lead")),
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
                        verbose_name="body",
                    ),
                ),
                ("period_from", models.DateField(verbose_name="from")),
                ("period_to", models.DateField(verbose_name="to")),
                (
                    "timezone",
                    models.CharField(
                        default="Europe/Oslo",
                        max_length=60,
                        validators=[courses.models.programmes.validate_time_zone],
                        verbose_name="time zone",
                    ),
                ),
                ("is_pilot", models.BooleanField(default=False, verbose_name="pilot")),
                (
                    "policy_basis_title",
                    models.CharField(
                        blank=True,
                        help_text="The name of the plan, report or strategy.",
                        max_length=255,
                        verbose_name="policy basis without a page here",
                    ),
                ),
                ("policy_basis_text", models.TextField(blank=True, verbose_name="what it says")),
                ("price_nok", models.PositiveIntegerField(default=0, verbose_name="price in NOK")),
                ("notice", models.TextField(blank=True, verbose_name="notice on every page")),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.contactperson",
                        verbose_name="contact",
                    ),
                ),
                (
                    "historical_owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                        verbose_name="earlier owner",
                    ),
                ),
                (
                    "mission",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programmes",
                        to="courses.mission",
                        verbose_name="mission",
                    ),
                ),
                (
                    "original",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        help_text="Empty on the original, set on its translations.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="translations",
                        to="courses.programmepage",
                    ),
                ),
                (
                    "policy_basis",
                    models.ForeignKey(
                        blank=True,
                        help_text="The page of the plan or strategy that it carries out. That page names the programme.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="programmes_built_on_it",
                        to="wagtailcore.page",
                        verbose_name="policy basis",
                    ),
                ),
                (
                    "reporting_contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.contactperson",
                        verbose_name="contact for reports",
                    ),
                ),
            ],
            options={
                "verbose_name": "programme",
                "verbose_name_plural": "programmes",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="ProgrammeOwner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "programme",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="owner_links",
                        to="courses.programmepage",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProgrammeFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_id", models.CharField(help_text="`programme.id` in the file.", max_length=100, unique=True)),
                ("shift_weeks", models.IntegerField(default=0)),
                ("checksum", models.CharField(max_length=64)),
                ("loaded_at", models.DateTimeField(auto_now=True)),
                (
                    "programme",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="programme_file",
                        to="courses.programmepage",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Funding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=200)),
                ("amount_nok", models.PositiveIntegerField(blank=True, null=True)),
                ("report_due", models.DateField(blank=True, null=True)),
                ("case_number", models.CharField(blank=True, max_length=60)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="funding", to="courses.programmepage"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "funding",
                "ordering": ["report_due", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ProgrammePartner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("academic", "Academic partner"),
                            ("cluster", "Business cluster"),
                            ("public", "Public partner"),
                            ("other", "Partner"),
                        ],
                        default="other",
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "programme",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="partner_links",
                        to="courses.programmepage",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TrackPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "facts_boxes",
                    wagtail.fields.StreamField(
                        [("facts_box", 0)],
                        blank=True,
                        block_lookup={0: ("content.blocks.FactsBoxBlock", (), {})},
                        verbose_name="facts boxes",
                    ),
                ),
                (
                    "versions",
                    models.JSONField(blank=True, default=dict, editable=False, help_text="Kept by content.versions."),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("text", models.TextField(verbose_name="about the level")),
                (
                    "original",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        help_text="Empty on the original, set on its translations.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="translations",
                        to="courses.trackpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "track",
                "verbose_name_plural": "tracks",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("picked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("dropped_at", models.DateTimeField(blank=True, null=True)),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="enrolments", to="people.participant"
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="enrolments", to="courses.modulepage"
                    ),
                ),
            ],
            options={
                "verbose_name": "picked module",
                "verbose_name_plural": "picked modules",
                "ordering": ["picked_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("participant", "module"), name="enrolment_once_per_module")
                ],
            },
        ),
        migrations.CreateModel(
            name="FileId",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("section", models.CharField(max_length=40)),
                ("file_id", models.CharField(max_length=100)),
                ("object_id", models.BigIntegerField()),
                (
                    "programme_file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ids", to="courses.programmefile"
                    ),
                ),
            ],
            options={
                "ordering": ["programme_file", "section", "file_id"],
                "indexes": [models.Index(fields=["section", "object_id"], name="courses_fil_section_3a831c_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("programme_file", "section", "file_id"), name="file_id_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CompletionRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "live_share",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=7,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="share of the live minutes",
                    ),
                ),
                (
                    "watched_share",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=7,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="share of the recording",
                    ),
                ),
                (
                    "days_share",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=7,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="share of the days",
                    ),
                ),
                ("may_declare", models.BooleanField(blank=True, null=True, verbose_name="may be declared")),
                (
                    "track_activities",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="activities that complete a track"
                    ),
                ),
                (
                    "activity",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="completion_rule",
                        to="courses.activitypage",
                    ),
                ),
                (
                    "programme",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="completion_rule",
                        to="courses.programmepage",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("programme__isnull", True), ("activity__isnull", True), _connector="XOR"),
                        name="rule_of_programme_or_activity",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("live_share__isnull", True),
                            models.Q(("live_share__gte", 0), ("live_share__lte", 1)),
                            _connector="OR",
                        ),
                        name="rule_live_share_between_0_and_1",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("watched_share__isnull", True),
                            models.Q(("watched_share__gte", 0), ("watched_share__lte", 1)),
                            _connector="OR",
                        ),
                        name="rule_watched_share_between_0_and_1",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("days_share__isnull", True),
                            models.Q(("days_share__gte", 0), ("days_share__lte", 1)),
                            _connector="OR",
                        ),
                        name="rule_days_share_between_0_and_1",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeRole",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("course_owner", "Course owner"),
                            ("partner_editor", "Partner editor"),
                            ("county_staff", "County staff"),
                            ("door", "Door"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editor_roles",
                        to="people.organisation",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="roles", to="courses.programmepage"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="programme_roles",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["programme", "role", "user"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("organisation__isnull", True)),
                        fields=("user", "programme", "role"),
                        name="programme_role_once",
                    ),
                    models.UniqueConstraint(
                        fields=("user", "programme", "role", "organisation"),
                        name="programme_role_once_for_organisation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organisation__isnull", False), ("role", "partner_editor")),
                            models.Q(
                                models.Q(("role", "partner_editor"), _negated=True), ("organisation__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="programme_role_organisation_for_partner_only",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeTarget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("figure", models.CharField(max_length=60)),
                ("label", models.CharField(max_length=160)),
                ("label_nb", models.CharField(max_length=160, null=True)),
                ("label_nn", models.CharField(max_length=160, null=True)),
                ("label_sv", models.CharField(max_length=160, null=True)),
                ("label_en", models.CharField(max_length=160, null=True)),
                ("expected", models.PositiveIntegerField(help_text="A share is given in whole percent.")),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="targets", to="courses.programmepage"
                    ),
                ),
            ],
            options={
                "ordering": ["order", "pk"],
                "constraints": [models.UniqueConstraint(fields=("programme", "figure"), name="target_once_per_figure")],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("whole", "The whole activity"),
                            ("day", "Day"),
                            ("session", "Session"),
                            ("group", "Group"),
                        ],
                        default="whole",
                        max_length=10,
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("title", models.CharField(blank=True, max_length=255, verbose_name="title")),
                (
                    "date",
                    models.DateField(
                        blank=True, help_text="The day in the programme's time zone.", null=True, verbose_name="date"
                    ),
                ),
                (
                    "last_date",
                    models.DateField(
                        blank=True, help_text="When it lasts several days.", null=True, verbose_name="last day"
                    ),
                ),
                ("starts_at", models.DateTimeField(blank=True, null=True, verbose_name="starts")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="ends")),
                (
                    "live_minutes",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Presence is measured against this.",
                        null=True,
                        verbose_name="live length in minutes",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=160, verbose_name="place")),
                (
                    "join_url",
                    models.URLField(blank=True, help_text="Shown to the registered only.", verbose_name="join link"),
                ),
                (
                    "capacity",
                    models.PositiveIntegerField(
                        blank=True, help_text="Empty: no limit.", null=True, verbose_name="capacity"
                    ),
                ),
                ("has_waiting_list", models.BooleanField(default=True, verbose_name="waiting list")),
                (
                    "takes_registration",
                    models.BooleanField(
                        default=False, help_text="Chosen one by one when registering.", verbose_name="own registration"
                    ),
                ),
                (
                    "registration_opens_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="registration opens"),
                ),
                (
                    "registration_closes_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="registration closes"),
                ),
                ("cancel_by", models.DateTimeField(blank=True, null=True, verbose_name="cancel without a fee until")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True, verbose_name="cancelled")),
                ("cancellation_reason", models.TextField(blank=True, verbose_name="why it was cancelled")),
                (
                    "calendar_version",
                    models.PositiveIntegerField(
                        default=0, editable=False, help_text="How often it was moved, cancelled or taken up again."
                    ),
                ),
                ("calendar_changed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sessions", to="courses.activitypage"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="children",
                        to="courses.session",
                    ),
                ),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "ordering": ["activity", "level", "order", "pk"],
                "indexes": [models.Index(fields=["date", "level"], name="courses_ses_date_394695_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("parent__isnull", True)),
                        fields=("activity",),
                        name="session_one_root_per_activity",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("level", "whole"), ("parent__isnull", True)),
                            models.Q(("parent__isnull", False), models.Q(("level", "whole"), _negated=True)),
                            _connector="OR",
                        ),
                        name="session_root_is_the_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_at__isnull", True),
                            ("ends_at__isnull", True),
                            ("ends_at__gt", models.F("starts_at")),
                            _connector="OR",
                        ),
                        name="session_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_date__isnull", True), ("last_date__gte", models.F("date")), _connector="OR"
                        ),
                        name="session_last_date_not_before",
                    ),
                ],
            },
        ),
    ]
