from django.conf import settings
from django.db import migrations
from django.utils import translation
from django.utils.translation import gettext

NAME_BY_WAGTAIL = "Moderators approval"


def name_the_default_approval(apps, schema_editor):
    """The button to submit a page ends with this name."""
    with translation.override(settings.LANGUAGE_CODE):
        name = gettext("the administrators")
    for model in ("Workflow", "Task"):
        apps.get_model("wagtailcore", model).objects.filter(name=NAME_BY_WAGTAIL).update(name=name)


class Migration(migrations.Migration):
    dependencies = [("courses", "0001_initial")]

    operations = [migrations.RunPython(name_the_default_approval, migrations.RunPython.noop)]
