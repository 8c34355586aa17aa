import django.db.models.deletion
import modelcluster.fields
import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("content", "0001_initial"),
        ("courses", "0001_initial"),
        ("people", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    operations = [
        migrations.CreateModel(
            name="ForumPage",
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
                (
                    "kind",
                    models.CharField(
                        choices=[("leaders", "Leaders' forum"), ("network", "Network"), ("council", "Council")],
                        default="network",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "lead",
                    models.TextField(
                        help_text="Who meets here and what about, in two or three sentences.", verbose_name="lead"
                    ),
                ),
                (
                    "page_date",
                    models.DateField(
                        blank=True,
                        help_text="A date of its own, such as that of its founding. It is not the day of publishing.",
                        null=True,
                        verbose_name="date on the page",
                    ),
                ),
                (
                    "purposes",
                    wagtail.fields.StreamField(
                        [("line", 0)],
                        blank=True,
                        block_lookup={0: ("wagtail.blocks.CharBlock", (), {"label": "Text", "max_length": 255})},
                        help_text="What it is for, in the order of their weight.",
                        verbose_name="purposes",
                    ),
                ),
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
                        help_text="Between the purposes and the target picture.",
                        verbose_name="text",
                    ),
                ),
                (
                    "values",
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
                        help_text="Between the target picture and what follows.",
                        verbose_name="more text",
                    ),
                ),
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
                    "original",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        help_text="Empty on the original, set on its translations.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="translations",
                        to="initiatives.forumpage",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forums",
                        to="people.region",
                        verbose_name="region",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        help_text="Its editors may change this page.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forums",
                        to="people.organisation",
                        verbose_name="owner",
                    ),
                ),
                (
                    "themes",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True, related_name="forums", to="content.theme", verbose_name="themes"
                    ),
                ),
            ],
            options={
                "verbose_name": "forum",
                "verbose_name_plural": "forums",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="InitiativeIndexPage",
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
                (
                    "lead",
                    models.TextField(
                        blank=True, help_text="One or two sentences about what stands here.", verbose_name="lead"
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
                        to="initiatives.initiativeindexpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "plans and projects",
                "verbose_name_plural": "plans and projects",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="PlanPage",
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
                (
                    "kind",
                    models.CharField(
                        choices=[("plan", "Plan"), ("strategy", "Strategy"), ("action_programme", "Action programme")],
                        default="plan",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "In preparation"),
                            ("consultation", "Out for consultation"),
                            ("adopted", "Adopted"),
                            ("ended", "Ended"),
                        ],
                        blank=True,
                        default="draft",
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                (
                    "lead",
                    models.TextField(
                        blank=True, help_text="What it is for, in two or three sentences.", verbose_name="lead"
                    ),
                ),
                (
                    "vision",
                    models.TextField(blank=True, help_text="Where it leads, in a sentence.", verbose_name="vision"),
                ),
                (
                    "goals",
                    wagtail.fields.StreamField(
                        [("line", 0)],
                        blank=True,
                        block_lookup={0: ("wagtail.blocks.CharBlock", (), {"label": "Text", "max_length": 255})},
                        help_text="What is to be reached, the most important first.",
                        verbose_name="goals",
                    ),
                ),
                (
                    "focus_areas",
                    wagtail.fields.StreamField(
                        [("line", 0)],
                        blank=True,
                        block_lookup={0: ("wagtail.blocks.CharBlock", (), {"label": "Text", "max_length": 255})},
                        help_text="What is worked on to get there.",
                        verbose_name="focus areas",
                    ),
                ),
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
                ("year_from", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="from the year")),
                ("year_to", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="to the year")),
                ("adopted_on", models.DateField(blank=True, null=True, verbose_name="adopted on")),
                (
                    "consultation_until",
                    models.DateField(
                        blank=True,
                        help_text="The last day of the consultation.",
                        null=True,
                        verbose_name="answers are wanted by",
                    ),
                ),
                (
                    "feedback_url",
                    models.URLField(
                        blank=True,
                        help_text="The address of a form. Left empty, people answer by e-mail to the contact person.",
                        verbose_name="where to answer",
                    ),
                ),
                (
                    "consultation_document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtaildocs.document",
                        verbose_name="what is to be commented on",
                    ),
                ),
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
                    "original",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        help_text="Empty on the original, set on its translations.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="translations",
                        to="initiatives.planpage",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        help_text="Its editors may change this page.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="people.organisation",
                        verbose_name="owner",
                    ),
                ),
                (
                    "themes",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True, related_name="plans", to="content.theme", verbose_name="themes"
                    ),
                ),
            ],
            options={
                "verbose_name": "plan or strategy",
                "verbose_name_plural": "plans and strategies",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="PlanActor",
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
                    "plan",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="actor_links",
                        to="initiatives.planpage",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("date", models.DateField(verbose_name="date")),
                ("title", models.CharField(max_length=200, verbose_name="what happens")),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        help_text="The page of the webinar or gathering says so too.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="milestones",
                        to="courses.activitypage",
                        verbose_name="celebrated at",
                    ),
                ),
                (
                    "plan",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="milestones",
                        to="initiatives.planpage",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PlanTeam",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("name", models.CharField(max_length=160, verbose_name="name")),
                (
                    "plan",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="teams", to="initiatives.planpage"
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="content.theme",
                        verbose_name="theme",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProjectPage",
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
                (
                    "status",
                    models.CharField(
                        choices=[("planned", "Planned"), ("running", "Running"), ("ended", "Ended")],
                        default="planned",
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                (
                    "lead",
                    models.TextField(
                        help_text="What is to be found out or done and for whom, in a few sentences.",
                        verbose_name="lead",
                    ),
                ),
                (
                    "questions",
                    wagtail.fields.StreamField(
                        [("line", 0)],
                        blank=True,
                        block_lookup={0: ("wagtail.blocks.CharBlock", (), {"label": "Text", "max_length": 255})},
                        help_text="What is asked, in order. Every panel answers the same questions.",
                        verbose_name="guiding questions",
                    ),
                ),
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
                    "expected_results",
                    wagtail.fields.StreamField(
                        [("line", 0)],
                        blank=True,
                        block_lookup={0: ("wagtail.blocks.CharBlock", (), {"label": "Text", "max_length": 255})},
                        help_text="What there will be when it is done.",
                        verbose_name="expected results",
                    ),
                ),
                ("period_from", models.DateField(blank=True, null=True, verbose_name="from")),
                ("period_to", models.DateField(blank=True, null=True, verbose_name="to")),
                (
                    "manager",
                    models.ForeignKey(
                        blank=True,
                        help_text="Whom everybody may ask about it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.contactperson",
                        verbose_name="project manager",
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
                        to="initiatives.projectpage",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        help_text="The plan that it follows up. The teams of the plan are shown here too.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="projects",
                        to="initiatives.planpage",
                        verbose_name="plan",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        help_text="Its editors may change this page.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
                        to="people.organisation",
                        verbose_name="owner",
                    ),
                ),
                (
                    "themes",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True, related_name="projects", to="content.theme", verbose_name="themes"
                    ),
                ),
            ],
            options={
                "verbose_name": "project",
                "verbose_name_plural": "projects",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="Deliverable",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("analysis", "Analysis"),
                            ("recommendation", "Recommendation"),
                            ("final_report", "Final report"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
                (
                    "due_precision",
                    models.CharField(
                        choices=[
                            ("day", "That day"),
                            ("early", "Early in the month"),
                            ("middle", "In the middle of the month"),
                            ("late", "Late in the month"),
                            ("month", "That month"),
                            ("year", "That year"),
                        ],
                        default="day",
                        max_length=8,
                        verbose_name="how exactly",
                    ),
                ),
                (
                    "presented_to",
                    wagtail.fields.StreamField(
                        [("presented", 3)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Body", "max_length": 160}),
                            1: ("wagtail.blocks.DateBlock", (), {"label": "Date", "required": False}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Outcome", "max_length": 255, "required": False},
                            ),
                            3: ("wagtail.blocks.StructBlock", [[("body", 0), ("date", 1), ("outcome", 2)]], {}),
                        },
                        verbose_name="presented to",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtaildocs.document",
                        verbose_name="file",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        help_text="Left empty, it is about the whole county.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.region",
                        verbose_name="region",
                    ),
                ),
                (
                    "plans",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        help_text="The plans that rest on it. Their pages name it.",
                        limit_choices_to={"original": None},
                        related_name="deliverables",
                        to="initiatives.planpage",
                        verbose_name="input to",
                    ),
                ),
                (
                    "project",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliverables",
                        to="initiatives.projectpage",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProjectRegion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "project",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="region_links",
                        to="initiatives.projectpage",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.region",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("project", "region"), name="region_once_per_project")],
            },
        ),
        migrations.CreateModel(
            name="PanelMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("name", models.CharField(max_length=160, verbose_name="name")),
                (
                    "field",
                    models.CharField(
                        blank=True,
                        choices=[("business", "Business"), ("competence", "Skills and education")],
                        max_length=12,
                        verbose_name="field",
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
                        verbose_name="organisation",
                    ),
                ),
                (
                    "region_link",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="panel_members",
                        to="initiatives.projectregion",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Supplier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "role",
                    models.CharField(
                        choices=[("facilitator", "Facilitator"), ("analyst", "Analyst"), ("other", "Supplier")],
                        default="other",
                        max_length=12,
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
                    "project",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="suppliers",
                        to="initiatives.projectpage",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TargetArea",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("text", models.TextField(blank=True, verbose_name="text")),
                (
                    "forum",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="areas", to="initiatives.forumpage"
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="InitiativePage",
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
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("idea", "Idea"),
                            ("clarification", "Being clarified"),
                            ("running", "Running"),
                            ("ended", "Ended"),
                        ],
                        default="idea",
                        max_length=16,
                        verbose_name="phase",
                    ),
                ),
                (
                    "goal",
                    models.TextField(help_text="What it is to lead to, in one or two sentences.", verbose_name="goal"),
                ),
                (
                    "to_clarify",
                    wagtail.fields.StreamField(
                        [("line", 0)],
                        blank=True,
                        block_lookup={0: ("wagtail.blocks.CharBlock", (), {"label": "Text", "max_length": 255})},
                        help_text="Such as how it is organised, how it is gone about, or what the idea is.",
                        verbose_name="still to be clarified",
                    ),
                ),
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
                    "coordinator",
                    models.ForeignKey(
                        help_text="Its editors may change this page.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="initiatives",
                        to="people.organisation",
                        verbose_name="coordinated by",
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
                        to="initiatives.initiativepage",
                    ),
                ),
                (
                    "overlaps",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        help_text="The other page shows it too.",
                        limit_choices_to={"original": None},
                        related_name="overlapped_by",
                        to="initiatives.initiativepage",
                        verbose_name="overlaps with",
                    ),
                ),
                (
                    "themes",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True, related_name="initiatives", to="content.theme", verbose_name="themes"
                    ),
                ),
                (
                    "areas",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        help_text="Those of its forum that it contributes to.",
                        related_name="initiatives",
                        to="initiatives.targetarea",
                        verbose_name="areas of the target picture",
                    ),
                ),
            ],
            options={
                "verbose_name": "initiative",
                "verbose_name_plural": "initiatives",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="ForumMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("name", models.CharField(blank=True, max_length=160, verbose_name="person")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("business", "Business"),
                            ("education", "Education"),
                            ("research", "Research"),
                            ("administration", "Public administration"),
                            ("politics", "Politics"),
                        ],
                        max_length=16,
                        verbose_name="category",
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
                        verbose_name="organisation",
                    ),
                ),
                (
                    "forum",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="initiatives.forumpage"
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True), ("organisation__isnull", False), _connector="OR"
                        ),
                        name="forum_member_is_somebody",
                        violation_error_message="Write a name, or choose an organisation.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanInput",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("title", models.CharField(blank=True, max_length=255, verbose_name="what has no page here")),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plan_inputs",
                        to="courses.activitypage",
                        verbose_name="webinar or gathering",
                    ),
                ),
                (
                    "plan",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="inputs", to="initiatives.planpage"
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("activity", None), models.Q(("title", ""), _negated=True)),
                            models.Q(("activity__isnull", False), ("title", "")),
                            _connector="OR",
                        ),
                        name="plan_input_page_or_title",
                        violation_error_message="Choose a page, or write what has none.",
                    )
                ],
            },
        ),
    ]
