from django.db import migrations
from django.db.models import OuterRef, Subquery

LEVELS_BELOW_THE_WHOLE = 3


def cancel_what_is_in_them(apps, schema_editor):
    """Until now cancelling the whole left its days as they were."""
    sessions = apps.get_model("courses", "Session").objects.using(schema_editor.connection.alias)
    for _level in range(LEVELS_BELOW_THE_WHOLE):
        above = sessions.filter(pk=OuterRef("parent"))
        sessions.filter(cancelled_at=None, parent__cancelled_at__isnull=False).update(
            cancelled_at=Subquery(above.values("cancelled_at")),
            cancellation_reason=Subquery(above.values("cancellation_reason")),
        )


class Migration(migrations.Migration):
    dependencies = [("courses", "0005_pictures_in_texts")]

    operations = [migrations.RunPython(cancel_what_is_in_them, migrations.RunPython.noop)]
