"""The subjects of agreements every host starts with; more can be added as rows."""

from django.db import migrations

SUBJECTS = [
    ("exchange-of-practice", "Exchange of practice", "Обмен опытом"),
    ("joint-projects", "Joint projects", "Совместные проекты"),
    ("shooting-assistance", "Assistance with shooting", "Содействие съёмкам"),
    ("joint-films", "Joint films", "Совместные фильмы"),
    ("scientific-events", "Scientific events", "Научные мероприятия"),
    ("exhibitions", "Exhibitions", "Выставки"),
    ("study-tours", "Study tours", "Ознакомительные поездки"),
    ("expert-consultations", "Expert consultations", "Консультации экспертов"),
    ("joint-research", "Joint research", "Совместные исследования"),
    ("brand-licensing-strategy", "Brand licensing strategy", "Стратегия лицензирования бренда"),
]


def add_subjects(apps, _schema_editor):
    subject = apps.get_model("agreements", "Subject")
    subject.objects.bulk_create(
        subject(code=code, name={"en": english, "ru": russian})
        for code, english, russian in SUBJECTS
    )


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial")]
    operations = [migrations.RunPython(add_subjects, migrations.RunPython.noop)]
