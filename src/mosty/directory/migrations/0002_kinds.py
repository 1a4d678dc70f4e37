"""The kinds of organisations every host starts with; more can be added as rows."""

from django.db import migrations

KINDS = [
    ("authority", "Public authority", "Орган власти"),
    ("agency", "Agency", "Агентство"),
    ("cluster", "Cluster", "Кластер"),
    ("operator", "Operator", "Оператор"),
    ("film-commission", "Film commission", "Кинокомиссия"),
    ("film-agency", "Film agency", "Киноагентство"),
    ("association", "Association", "Ассоциация"),
    ("fund", "Fund", "Фонд"),
    ("technology-park", "Technology park", "Технопарк"),
    ("creative-space", "Creative space", "Креативное пространство"),
    ("studio", "Film studio", "Киностудия"),
    ("outdoor-sets", "Outdoor sets", "Натурные декорации"),
    ("film-company", "Film company", "Кинокомпания"),
    ("animation-studio", "Animation studio", "Анимационная студия"),
    ("vfx-studio", "Visual effects studio", "Студия визуальных эффектов"),
    ("game-studio", "Game studio", "Игровая студия"),
    ("distributor", "Distributor", "Дистрибьютор"),
    ("cinema-network", "Cinema network", "Сеть кинотеатров"),
    ("festival", "Festival", "Фестиваль"),
    ("museum", "Museum", "Музей"),
    ("planetarium", "Planetarium", "Планетарий"),
    ("design-bureau", "Design bureau", "Дизайн-бюро"),
    ("fashion-brand", "Fashion brand", "Модный бренд"),
    ("architecture-bureau", "Architecture bureau", "Архитектурное бюро"),
    ("publishing-house", "Publishing house", "Издательство"),
    ("music-label", "Music label", "Музыкальный лейбл"),
    ("post-production-studio", "Post-production studio", "Студия постпродакшена"),
    ("dubbing-studio", "Dubbing studio", "Студия дубляжа"),
    ("streaming-platform", "Streaming platform", "Стриминговая платформа"),
    ("media-company", "Media company", "Медиакомпания"),
    ("games-publisher", "Games publisher", "Издатель игр"),
    ("workshop", "Workshop", "Мастерская"),
    ("showroom", "Showroom", "Шоурум"),
    ("science-centre", "Science centre", "Научный центр"),
    ("theatre", "Theatre", "Театр"),
    ("licensing-agency", "Licensing agency", "Лицензионное агентство"),
    ("recording-studio", "Recording studio", "Студия звукозаписи"),
    ("advertising-agency", "Advertising agency", "Рекламное агентство"),
    ("company", "Company", "Компания"),
]


def add_kinds(apps, _schema_editor):
    kind = apps.get_model("directory", "OrganisationKind")
    kind.objects.bulk_create(
        kind(code=code, name={"en": english, "ru": russian}, order=10 * place)
        for place, (code, english, russian) in enumerate(KINDS, start=1)
    )


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial")]
    operations = [migrations.RunPython(add_kinds, migrations.RunPython.noop)]
