import content.models.files
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelsearch.index
import taggit.managers
import uuid
import wagtail.fields
import wagtail.models.media
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtailimages", "0027_image_description"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("whole", models.BigIntegerField()),
                ("besides_seats", models.BigIntegerField()),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "change",
            },
        ),
        migrations.CreateModel(
            name="FactsBox",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(unique=True, verbose_name="name in addresses")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("title_nb", models.CharField(max_length=200, null=True, verbose_name="title")),
                ("title_nn", models.CharField(max_length=200, null=True, verbose_name="title")),
                ("title_sv", models.CharField(max_length=200, null=True, verbose_name="title")),
                ("title_en", models.CharField(max_length=200, null=True, verbose_name="title")),
                ("text", models.TextField(verbose_name="text")),
                ("text_nb", models.TextField(null=True, verbose_name="text")),
                ("text_nn", models.TextField(null=True, verbose_name="text")),
                ("text_sv", models.TextField(null=True, verbose_name="text")),
                ("text_en", models.TextField(null=True, verbose_name="text")),
            ],
            options={
                "verbose_name": "facts box",
                "verbose_name_plural": "facts boxes",
                "ordering": ["slug"],
            },
        ),
        migrations.CreateModel(
            name="GlossaryEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(unique=True, verbose_name="name in addresses")),
                ("term", models.CharField(max_length=160, verbose_name="term")),
                ("term_nb", models.CharField(max_length=160, null=True, verbose_name="term")),
                ("term_nn", models.CharField(max_length=160, null=True, verbose_name="term")),
                ("term_sv", models.CharField(max_length=160, null=True, verbose_name="term")),
                ("term_en", models.CharField(max_length=160, null=True, verbose_name="term")),
                ("text", models.TextField(verbose_name="explanation")),
                ("text_nb", models.TextField(null=True, verbose_name="explanation")),
                ("text_nn", models.TextField(null=True, verbose_name="explanation")),
                ("text_sv", models.TextField(null=True, verbose_name="explanation")),
                ("text_en", models.TextField(null=True, verbose_name="explanation")),
            ],
            options={
                "verbose_name": "glossary entry",
                "verbose_name_plural": "glossary entries",
                "ordering": ["slug"],
            },
        ),
        migrations.CreateModel(
            name="Theme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(unique=True, verbose_name="name in addresses")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("name_nb", models.CharField(max_length=120, null=True, verbose_name="name")),
                ("name_nn", models.CharField(max_length=120, null=True, verbose_name="name")),
                ("name_sv", models.CharField(max_length=120, null=True, verbose_name="name")),
                ("name_en", models.CharField(max_length=120, null=True, verbose_name="name")),
                (
                    "goals",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Numbers from 1 to 17.",
                        verbose_name="sustainable development goals",
                    ),
                ),
            ],
            options={
                "verbose_name": "theme",
                "verbose_name_plural": "themes",
                "ordering": ["slug"],
            },
        ),
        migrations.CreateModel(
            name="MediaFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=255, verbose_name="title")),
                ("type", models.CharField(choices=[("audio", "Audio file"), ("video", "Video file")], max_length=255)),
                (
                    "duration",
                    models.FloatField(
                        blank=True,
                        default=0,
                        help_text="Duration in seconds",
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="duration",
                    ),
                ),
                ("width", models.PositiveIntegerField(blank=True, null=True, verbose_name="width")),
                ("height", models.PositiveIntegerField(blank=True, null=True, verbose_name="height")),
                ("thumbnail", models.FileField(blank=True, upload_to="media_thumbnails", verbose_name="thumbnail")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                (
                    "file",
                    models.FileField(
                        storage=content.models.files.private_storage, upload_to="media", verbose_name="file"
                    ),
                ),
                ("checksum", models.CharField(blank=True, db_index=True, editable=False, max_length=64)),
                (
                    "facts",
                    models.JSONField(
                        blank=True, default=dict, editable=False, help_text="What was read from the file."
                    ),
                ),
                (
                    "collection",
                    models.ForeignKey(
                        default=wagtail.models.media.get_root_collection_id,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.collection",
                        verbose_name="collection",
                    ),
                ),
                (
                    "tags",
                    taggit.managers.TaggableManager(
                        blank=True, help_text=None, through="taggit.TaggedItem", to="taggit.Tag", verbose_name="tags"
                    ),
                ),
                (
                    "uploaded_by_user",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by user",
                    ),
                ),
            ],
            options={
                "verbose_name": "media file",
                "verbose_name_plural": "media files",
                "abstract": False,
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="SiteSettings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="Stands at the head of every page. Left empty, the name of the programme stands there.",
                        max_length=120,
                        verbose_name="name of the site",
                    ),
                ),
                (
                    "owner_line",
                    models.CharField(
                        blank=True,
                        help_text="Small below the name. Left empty: the programme's owners.",
                        max_length=200,
                        verbose_name="owner",
                    ),
                ),
                (
                    "colour",
                    models.CharField(
                        blank=True,
                        help_text="Of buttons, links and the foot of the page, as #17543f. Left empty, the site is green.",
                        max_length=7,
                        verbose_name="main colour",
                    ),
                ),
                (
                    "colour_dark",
                    models.CharField(
                        blank=True,
                        help_text="Left empty, it is made of the other one.",
                        max_length=7,
                        verbose_name="main colour on dark ground",
                    ),
                ),
                ("contact_email", models.EmailField(blank=True, max_length=254, verbose_name="contact e-mail")),
                (
                    "news_old_after_months",
                    models.PositiveSmallIntegerField(
                        default=24,
                        help_text="An article that has not been changed for so long says that it may be outdated. 0: none does.",
                        verbose_name="months after which a news article is old",
                    ),
                ),
                (
                    "logo",
                    models.ForeignKey(
                        blank=True,
                        help_text="Stands beside the name, 48 pixels high. A see-through ground lets it lie on the page's colour.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="logo",
                    ),
                ),
                (
                    "logo_dark",
                    models.ForeignKey(
                        blank=True,
                        help_text="For those who read in the dark. Left empty, they see the other one.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="logo on dark ground",
                    ),
                ),
                (
                    "site",
                    models.OneToOneField(
                        editable=False, on_delete=django.db.models.deletion.CASCADE, to="wagtailcore.site"
                    ),
                ),
            ],
            options={
                "verbose_name": "name, logo and colours",
            },
        ),
        migrations.CreateModel(
            name="StandardPage",
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
                    "shows",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Nothing but what is written"),
                            ("accessibility", "Accessibility: what the recordings and presentations lack"),
                            ("privacy", "Privacy: what is kept, and for how long"),
                            ("contact", "Contact: the contact persons of the programmes"),
                        ],
                        default="",
                        help_text="Stands below your text and is always up to date. The foot of every page links to these three.",
                        max_length=20,
                        verbose_name="what the site adds",
                    ),
                ),
                ("lead", models.TextField(blank=True, verbose_name="lead")),
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
                (
                    "original",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        help_text="Empty on the original, set on its translations.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="translations",
                        to="content.standardpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "standard page",
                "verbose_name_plural": "standard pages",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("place", models.CharField(max_length=80)),
                ("key", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=255)),
                ("size", models.PositiveBigIntegerField(help_text="Bytes announced.")),
                ("received", models.PositiveBigIntegerField(default=0, help_text="Bytes that have arrived.")),
                ("pieces", models.JSONField(default=list)),
                ("outcome", models.JSONField(default=dict)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="uploads", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "place", "key"), name="upload_once_per_file"),
                    models.CheckConstraint(
                        condition=models.Q(("received__lte", models.F("size"))), name="upload_no_more_than_announced"
                    ),
                ],
            },
        ),
    ]
