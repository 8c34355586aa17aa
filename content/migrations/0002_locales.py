from django.conf import settings
from django.db import migrations


def make_locales(apps, schema_editor):
    """One for each language of the site, so that every page can be translated at once."""
    locales = apps.get_model("wagtailcore", "Locale").objects
    for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
        locales.get_or_create(language_code=code)


class Migration(migrations.Migration):
    dependencies = [("content", "0001_initial")]

    operations = [migrations.RunPython(make_locales, migrations.RunPython.noop)]
