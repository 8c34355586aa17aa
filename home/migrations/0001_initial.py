import django.db.models.deletion
import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("courses", "0001_initial"),
        ("initiatives", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="HomePage",
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
                    "original",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        help_text="Empty on the original, set on its translations.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="translations",
                        to="home.homepage",
                    ),
                ),
            ],
            options={
                "verbose_name": "home page",
                "verbose_name_plural": "home pages",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="NewsIndexPage",
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
                        blank=True, help_text="One or two sentences about what is told here.", verbose_name="lead"
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
                        to="home.newsindexpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "news",
                "verbose_name_plural": "news",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="NewsPage",
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
                        help_text="What has happened and for whom, in two or three sentences. Lists show it too.",
                        verbose_name="lead",
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
                        help_text="Headings that say what comes, short paragraphs, and what people said. A quotation keeps the title that its person has now, whatever they become later.",
                        verbose_name="body",
                    ),
                ),
                (
                    "about_title",
                    models.CharField(
                        blank=True,
                        help_text="The name of an event or a project.",
                        max_length=255,
                        verbose_name="what it is about, without a page here",
                    ),
                ),
                (
                    "plan_title",
                    models.CharField(
                        blank=True,
                        help_text="The name of the plan or strategy.",
                        max_length=255,
                        verbose_name="plan without a page here",
                    ),
                ),
                (
                    "about_page",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="news_about_it",
                        to="wagtailcore.page",
                        verbose_name="project, forum or initiative",
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        help_text="As long as one can register for it, the article ends with the way to do so.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="news",
                        to="courses.activitypage",
                        verbose_name="webinar or gathering",
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
                        to="home.newspage",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        help_text="The plan or strategy that this is a part of.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="news",
                        to="initiatives.planpage",
                        verbose_name="plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "news article",
                "verbose_name_plural": "news articles",
            },
            bases=("wagtailcore.page",),
        ),
    ]
