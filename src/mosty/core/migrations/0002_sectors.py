"""The sectors every host starts with; more can be added as rows."""

from django.db import migrations

SECTORS = [
    ("film", "Film", "Кино"),
    ("animation", "Animation", "Анимация"),
    ("games", "Video games", "Видеоигры"),
    ("media", "Media", "Медиа"),
    ("music", "Music", "Музыка"),
    ("publishing", "Publishing", "Издательское дело"),
    ("advertising", "Advertising", "Реклама"),
    ("design", "Design", "Дизайн"),
    ("fashion", "Fashion", "Мода"),
    ("architecture", "Architecture", "Архитектура"),
    ("museums", "Museums", "Музеи"),
    ("science-museums", "Science museums", "Научные музеи"),
    ("museums-design", "Museums and design", "Музеи и дизайн"),
    ("licensing", "Licensing", "Лицензирование"),
    ("creative-spaces", "Creative spaces", "Креативные пространства"),
    ("entrepreneurship", "Entrepreneurship", "Предпринимательство"),
    ("other-culture", "Other fields of culture", "Другие сферы культуры"),
]


def add_sectors(apps, _schema_editor):
    sector = apps.get_model("core", "Sector")
    sector.objects.bulk_create(
        sector(code=code, name={"en": english, "ru": russian}, order=10 * place)
        for place, (code, english, russian) in enumerate(SECTORS, start=1)
    )


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(add_sectors, migrations.RunPython.noop)]
