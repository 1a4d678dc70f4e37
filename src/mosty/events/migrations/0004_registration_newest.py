"""The list of registrations begins with the newest: read from an index, not sorted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0003_consent_text")]

    operations = [
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(fields=["event", "-registered_at"], name="registration_newest"),
        ),
    ]
