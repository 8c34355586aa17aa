from django.conf import settings
from django.db import migrations

NAME_BY_WAGTAIL = "Moderators approval"
NAMES = {"nb": "administratorene", "nn": "administratorane", "sv": "administratörerna", "en": "the administrators"}


def name_the_default_approval(apps, schema_editor):
    """The button to submit a page ends with this name, in the main language of the site."""
    for model in ("Workflow", "Task"):
        rows = apps.get_model("wagtailcore", model).objects.filter(name=NAME_BY_WAGTAIL)
        rows.update(name=NAMES[settings.LANGUAGE_CODE])


class Migration(migrations.Migration):
    dependencies = [("courses", "0001_initial")]

    operations = [migrations.RunPython(name_the_default_approval, migrations.RunPython.noop)]
