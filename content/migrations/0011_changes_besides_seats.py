from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0010_changes"),
    ]

    operations = [
        migrations.RenameField(model_name="change", old_name="texts", new_name="besides_seats"),
    ]
