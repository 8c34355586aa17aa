import content.models.files
import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import modelsearch.index
import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("content", "0001_initial"),
        ("courses", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="WebinarPage",
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
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("nb", "Norwegian Bokmål"),
                            ("nn", "Norwegian Nynorsk"),
                            ("sv", "Swedish"),
                            ("en", "English"),
                        ],
                        default="nb",
                        max_length=5,
                        verbose_name="language",
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
            ],
            options={
                "verbose_name": "webinar",
                "verbose_name_plural": "webinars",
            },
            bases=("courses.activitypage",),
        ),
        migrations.CreateModel(
            name="Handout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("slides", "Presentation"), ("attachment", "Attachment")], max_length=12),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("speaker", models.CharField(blank=True, max_length=160, verbose_name="speaker")),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        max_length=255,
                        storage=content.models.files.private_storage,
                        upload_to="handouts",
                        verbose_name="file",
                    ),
                ),
                ("checksum", models.CharField(blank=True, editable=False, max_length=64)),
                ("size", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="size in bytes")),
                ("format", models.CharField(default="pdf", max_length=10, verbose_name="format")),
                ("pages", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="pages")),
                ("pages_read", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("problem", models.CharField(blank=True, editable=False, max_length=40)),
                ("is_tagged", models.BooleanField(blank=True, null=True, verbose_name="tagged")),
                ("is_accessible", models.BooleanField(default=True, verbose_name="can be read by everybody")),
                ("is_planned", models.BooleanField(default=False, verbose_name="not there yet")),
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
                    "webinar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="handouts", to="webinars.webinarpage"
                    ),
                ),
            ],
            options={
                "verbose_name": "handout",
                "verbose_name_plural": "handouts",
                "ordering": ["webinar", "kind", "order", "pk"],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="Recording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published")),
                (
                    "external_url",
                    models.URLField(blank=True, max_length=500, verbose_name="address of the video elsewhere"),
                ),
                (
                    "is_to_be_told",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="Those who missed the webinar have not all been told that it is there.",
                    ),
                ),
                ("media_version", models.PositiveIntegerField(default=1)),
                ("seconds", models.PositiveIntegerField(blank=True, null=True, verbose_name="length in seconds")),
                (
                    "poster",
                    models.FileField(
                        blank=True,
                        storage=content.models.files.private_storage,
                        upload_to="posters",
                        verbose_name="still picture",
                    ),
                ),
                ("is_restricted", models.BooleanField(default=False, verbose_name="for the registered only")),
                ("transcript_approved", models.BooleanField(default=False, verbose_name="transcript approved")),
                ("captions_required", models.JSONField(blank=True, default=list, verbose_name="captions required in")),
                ("caption_deadline", models.DateField(blank=True, null=True, verbose_name="captions due")),
                (
                    "audio_description",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not decided"),
                            ("spoken", "What matters is said aloud in the recording"),
                            ("separate", "There is a described version"),
                            ("burden", "Left out as a disproportionate burden"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="audio description",
                    ),
                ),
                (
                    "audio_description_note",
                    models.TextField(blank=True, verbose_name="why it would be a disproportionate burden"),
                ),
                (
                    "described_media",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="content.mediafile",
                        verbose_name="described version",
                    ),
                ),
                (
                    "media",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recordings",
                        to="content.mediafile",
                    ),
                ),
                (
                    "webinar",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="recording", to="webinars.webinarpage"
                    ),
                ),
            ],
            options={
                "verbose_name": "recording",
                "verbose_name_plural": "recordings",
                "ordering": ["-published_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("media__isnull", True), ("external_url", ""), _connector="OR"),
                        name="recording_of_file_or_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("audio_description", "burden"), _negated=True),
                            models.Q(("audio_description_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="recording_burden_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaptionTrack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("nb", "Norwegian Bokmål"),
                            ("nn", "Norwegian Nynorsk"),
                            ("sv", "Swedish"),
                            ("en", "English"),
                        ],
                        max_length=5,
                        verbose_name="language",
                    ),
                ),
                ("added_on", models.DateField(verbose_name="added")),
                ("vtt", models.TextField(blank=True, editable=False)),
                ("source_name", models.CharField(blank=True, max_length=255, verbose_name="file")),
                (
                    "facts",
                    models.JSONField(
                        blank=True, default=dict, editable=False, help_text="What was read from the file."
                    ),
                ),
                (
                    "recording",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="captions", to="webinars.recording"
                    ),
                ),
            ],
            options={
                "ordering": ["recording", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("recording", "language"), name="captions_once_per_language")
                ],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="Slide",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "image",
                    models.FileField(max_length=255, storage=content.models.files.private_storage, upload_to="slides"),
                ),
                ("width", models.PositiveSmallIntegerField()),
                ("height", models.PositiveSmallIntegerField()),
                ("text", models.TextField(blank=True)),
                ("second", models.PositiveIntegerField(blank=True, null=True, verbose_name="shown from second")),
                (
                    "handout",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="slides", to="webinars.handout"
                    ),
                ),
            ],
            options={
                "ordering": ["handout", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("handout", "number"), name="slide_number_once_per_handout")
                ],
            },
        ),
        migrations.CreateModel(
            name="Viewing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("media_version", models.PositiveIntegerField()),
                ("duration", models.PositiveIntegerField(help_text="Seconds.")),
                ("segments", models.JSONField(default=list)),
                ("covered", models.PositiveIntegerField(default=0, help_text="Seconds.")),
                ("position", models.PositiveIntegerField(default=0, help_text="Seconds.")),
                ("position_at", models.DateTimeField(blank=True, null=True)),
                ("views", models.JSONField(default=dict)),
                (
                    "clamped",
                    models.PositiveIntegerField(default=0, help_text="Seconds reported faster than a clock allows."),
                ),
                (
                    "counts_from",
                    models.DateTimeField(
                        blank=True,
                        help_text="What was played on pages opened before this does not count: staff took back what it had led to.",
                        null=True,
                    ),
                ),
                ("updated_at", models.DateTimeField()),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="viewings", to="people.participant"
                    ),
                ),
                (
                    "recording",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="viewings", to="webinars.recording"
                    ),
                ),
            ],
            options={
                "verbose_name": "viewing",
                "verbose_name_plural": "viewings",
                "ordering": ["-updated_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("participant", "recording"), name="viewing_once_per_recording"),
                    models.CheckConstraint(
                        condition=models.Q(("covered__lte", models.F("duration"))),
                        name="viewing_covers_no_more_than_there_is",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Speaker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("role", models.CharField(max_length=160, verbose_name="role")),
                ("name", models.CharField(blank=True, max_length=160, verbose_name="name")),
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
                    "webinar",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="speakers", to="webinars.webinarpage"
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="Removed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("video", "Video"), ("captions", "Captions"), ("handout", "File")], max_length=8
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200)),
                ("rows", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("removed_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                (
                    "media",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="content.mediafile",
                    ),
                ),
                (
                    "webinar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="removed", to="webinars.webinarpage"
                    ),
                ),
            ],
            options={
                "ordering": ["-removed_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Cue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("start_ms", models.PositiveIntegerField()),
                ("end_ms", models.PositiveIntegerField()),
                ("speaker", models.CharField(blank=True, max_length=160, verbose_name="speaker")),
                ("text", models.TextField(verbose_name="text")),
                (
                    "track",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="cues", to="webinars.captiontrack"
                    ),
                ),
            ],
            options={
                "ordering": ["track", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("track", "number"), name="cue_number_once_per_track"),
                    models.CheckConstraint(
                        condition=models.Q(("end_ms__gt", models.F("start_ms"))), name="cue_ends_after_its_start"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Chapter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("second", models.PositiveIntegerField(verbose_name="starts at second")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "recording",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="chapters", to="webinars.recording"
                    ),
                ),
            ],
            options={
                "ordering": ["recording", "second"],
                "constraints": [
                    models.UniqueConstraint(fields=("recording", "second"), name="chapter_once_per_second")
                ],
            },
        ),
    ]
