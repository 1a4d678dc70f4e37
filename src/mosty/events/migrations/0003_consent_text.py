"""The first version of what people agree to when they register."""

from django.db import migrations

TEXT = {
    "en": (
        "I agree that the organiser keeps my name, e-mail address, organisation, languages and "
        "answers in order to register me for this event, to write to me about it and to arrange "
        "business meetings. Other participants see my name, organisation and languages, never my "
        "e-mail address. Answers are kept for one year after the event, the e-mail address for "
        "three years, the name for five. I may withdraw this consent at any time by writing to "
        "the organiser."
    ),
    "ru": (
        "Я согласен (согласна) на то, чтобы организатор хранил моё имя, адрес электронной почты, "
        "название организации, языки и ответы для регистрации на это мероприятие, писем о нём и "
        "назначения деловых встреч. Другие участники видят имя, организацию и языки, но не адрес "
        "почты. Ответы хранятся год после мероприятия, адрес почты — три года, имя — пять лет. "
        "Я могу отозвать согласие в любое время, написав организатору."
    ),
}


def add_text(apps, _schema_editor):
    apps.get_model("core", "ConsentText").objects.create(key="registration", version=1, text=TEXT)


class Migration(migrations.Migration):
    dependencies = [("core", "0002_sectors"), ("events", "0002_initial")]
    operations = [migrations.RunPython(add_text, migrations.RunPython.noop)]
