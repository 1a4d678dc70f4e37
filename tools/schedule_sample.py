"""Makes docs/use/schedule-sample.xlsx, a small forum of invented people for `mosty schedule`.

Run it as `python -m tools.schedule_sample`; the same file comes out each time.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

import xlsxwriter

TARGET = Path("docs/use/schedule-sample.xlsx")
DAYS = (date(2026, 10, 14), date(2026, 10, 15))
STARTS = (time(10), time(10, 40), time(11, 20), time(14), time(14, 40), time(15, 20))
MADE = datetime(2026, 9, 1)  # noqa: DTZ001  (the file's date, the same each time)
SEED = 14
REQUESTS = 70

# Name, country, languages, limit, busy: the first half are hosts, the others are guests.
PEOPLE = (
    ("Анна Ковалёва, студия «Снегирь»", "Россия", "русский, English", "", ""),
    ("Тимур Галиев, «Казань Анима»", "Россия", "русский, English, Türkçe", "", ""),
    ("Ольга Верещагина, Музей северного света", "Россия", "русский, English", 6, "2026-10-14"),
    ("Пётр Саянов, «Байкал Геймс»", "Россия", "русский, English, 中文", "", ""),
    ("Марина Лугова, издательство «Азбука игр»", "Россия", "русский", 8, ""),
    ("Денис Орехов, «Полдень Пикчерз»", "Россия", "русский, English", "", "2026-10-15 14:00-16:00"),
    ("Елена Стрижак, бюро «Линия 7»", "Россия", "русский, English, español", "", ""),
    (
        "Руслан Бекетов, фестиваль «Тихий экран»",
        "Россия",
        "русский, English",
        7,
        "2026-10-14 10:00",
    ),
    ("Софья Мельник, школа анимации «Кадр»", "Россия", "русский, English", "", ""),
    ("Илья Громов, «Северный звук»", "Россия", "русский, English", "", "2026-10-15"),
    ("Elif Yıldırım, Martı Oyun", "Türkiye", "Türkçe, English", "", ""),
    ("Kerem Aksoy, Boğaz Animasyon", "Türkiye", "Türkçe, English, русский", 6, ""),
    ("Milica Stojanović, Dunavski kadar", "Srbija", "srpski, English, русский", "", ""),
    ("Nemanja Ilić, Plavi Trg Games", "Srbija", "srpski, English", "", "2026-10-14 14:00-16:00"),
    ("林晓雨 (Lin Xiaoyu), 云帆动画", "中国", "中文, English", "", ""),
    ("赵志远 (Zhao Zhiyuan), 北辰游戏", "中国", "中文, English, русский", 8, ""),
    ("Priya Raghunathan, Banyan Frames", "India", "English, हिन्दी", "", ""),
    ("Arjun Malhotra, Peacock Studio", "India", "English, हिन्दी", "", "2026-10-14 10:00-12:00"),
    ("Larissa Monteiro, Ipê Filmes", "Brasil", "português, English, español", "", ""),
    ("Nilufar Rashidova, Registon Media", "Oʻzbekiston", "oʻzbekcha, русский", "", ""),
    ("Aigerim Seitova, Tulpar Animation", "Қазақстан", "қазақша, русский, English", "", ""),
    ("Юлія Кавальчук, «Бусел Фільм»", "Беларусь", "беларуская, русский", 5, ""),
    ("سارة العتيبي (Sara Alotaibi), نخلة للألعاب", "السعودية", "العربية, English", "", ""),
    ("Ximena Robledo, Colibrí Estudio", "México", "español, English", "", "2026-10-15 10:00-12:00"),
)
HOSTS = 10
TABLES = (
    ("Table 1", "open", ""),
    ("Table 2", "open", ""),
    ("Table 3", "open", "2026-10-15 14:00-16:00"),
    ("Table 4", "open", ""),
    ("Quiet room", "quiet", "2026-10-14"),
    ("Screen corner", "screen", ""),
)
WISHES = ("must", "want", "would")
NOTES = (
    "Co-production of a short animated series",
    "Локализация игры и права на издание",
    "Residency for two artists next spring",
    "Показ программы на фестивале",
    "Sound post-production for a feature film",
    "Licensing of characters",
    "Совместная выставка",
    "",
    "",
    "",
)


def main() -> None:
    """Write the sample."""
    with xlsxwriter.Workbook(str(TARGET)) as book:
        book.set_properties({"title": "A small forum: sample for mosty schedule", "created": MADE})
        _sheet(book, "Participants", ("Name", "Country", "Languages", "Limit", "Busy"), PEOPLE)
        _sheet(book, "Requests", ("From", "To", "Wish", "Note"), _requests())
        _sheet(book, "Tables", ("Name", "Kind", "Closed"), TABLES)
        _sheet(book, "Slots", ("Day", "Starts", "Ends"), _slots())


def _requests() -> list[tuple[str, str, str, str]]:
    """Mostly between hosts and guests, a few among guests, some from both sides."""
    chance = random.Random(SEED)  # noqa: S311  (the same sample each time)
    wanted = [chance.lognormvariate(0, 0.6) for _ in PEOPLE]
    pairs: list[tuple[int, int]] = []
    while len(pairs) < REQUESTS:
        a = chance.randrange(len(PEOPLE))
        others = range(HOSTS, len(PEOPLE)) if a < HOSTS else range(len(PEOPLE))
        b = chance.choices(others, [wanted[other] for other in others])[0]
        if a != b and (a, b) not in pairs:
            pairs.append((a, b))
    return [
        (PEOPLE[a][0], PEOPLE[b][0], chance.choices(WISHES, (1, 5, 3))[0], chance.choice(NOTES))
        for a, b in pairs
    ]


def _slots() -> list[tuple[date, time, time]]:
    return [
        (day, start, (datetime.combine(day, start) + timedelta(minutes=35)).time())
        for day in DAYS
        for start in STARTS
    ]


def _sheet(
    book: xlsxwriter.Workbook, name: str, header: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, header, book.add_format({"bold": True, "bottom": 1}))
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    hour = book.add_format({"num_format": "hh:mm", "align": "left"})
    widths = [len(one) for one in header]
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            widths[place] = max(widths[place], len(str(value)))
            if isinstance(value, date):
                sheet.write_datetime(number, place, value, day)
            elif isinstance(value, time):
                sheet.write_datetime(number, place, value, hour)
            elif value != "":
                sheet.write(number, place, value)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(60, width + 3))


if __name__ == "__main__":
    main()
