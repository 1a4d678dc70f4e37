"""Headers and sentences of the workbook in English and Russian.

The command works without the web framework, so these do not pass through gettext.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mosty.meetings.engine import Wish

LANGUAGES = ("en", "ru")

SHEETS: Mapping[str, tuple[str, str]] = {
    "participants": ("Participants", "Участники"),
    "requests": ("Requests", "Запросы"),
    "tables": ("Tables", "Столы"),
    "slots": ("Slots", "Слоты"),
    "schedule": ("Schedule", "Расписание"),
    "by_participant": ("By participant", "По участникам"),
    "unmet": ("Unmet", "Не назначены"),
}

COLUMNS: Mapping[str, tuple[str, str]] = {
    "name": ("Name", "Имя"),
    "country": ("Country", "Страна"),
    "languages": ("Languages", "Языки"),
    "limit": ("Limit", "Предел"),
    "busy": ("Busy", "Занятость"),
    "from": ("From", "От кого"),
    "to": ("To", "С кем"),
    "wish": ("Wish", "Желание"),
    "note": ("Note", "Примечание"),
    "kind": ("Kind", "Вид"),
    "closed": ("Closed", "Закрыт"),
    "day": ("Day", "День"),
    "starts": ("Starts", "Начало"),
    "ends": ("Ends", "Конец"),
    "table": ("Table", "Стол"),
    "participant": ("Participant", "Участник"),
    "partner": ("Meets with", "Встречается с"),
    "partner_country": ("Partner's country", "Страна собеседника"),
    "shared_language": ("Shared language", "Общий язык"),
    "reason": ("Reason", "Причина"),
}

ALSO_READ: Mapping[str, tuple[str, ...]] = {
    "name": ("название", "фио", "стол", "table", "participant", "участник"),
    "limit": ("лимит", "max meetings"),
    "busy": ("занят", "занята"),
    "closed": ("закрыто",),
    "from": ("от", "кто", "кто просит"),
    "to": ("кому", "к кому"),
    "ends": ("окончание",),
}
"""Other headers for the same columns, in lower case."""

WISHES: Mapping[str, Wish] = {
    "must": Wish.MUST,
    "want": Wish.WANT,
    "would": Wish.WOULD,
    "обязательно": Wish.MUST,
    "хочу": Wish.WANT,
    "можно": Wish.WOULD,
}
WISH_WORDS: Mapping[Wish, tuple[str, str]] = {
    Wish.MUST: ("must", "обязательно"),
    Wish.WANT: ("want", "хочу"),
    Wish.WOULD: ("would", "можно"),
}

SENTENCES: Mapping[str, tuple[str, str]] = {
    "at_cell": (
        "{sheet}, row {row}, column {column} ({header}): ",
        "{sheet}, строка {row}, столбец {column} ({header}): ",
    ),
    "at_row": ("{sheet}, row {row}: ", "{sheet}, строка {row}: "),
    "at_sheet": ("{sheet}: ", "{sheet}: "),
    "not_a_workbook": (
        "{file} cannot be read as an Excel workbook ({why}). Save it as .xlsx and try again.",
        (
            "Файл {file} не читается как книга Excel ({why}). Сохраните его в формате .xlsx и "
            "повторите."
        ),
    ),
    "no_file": ("There is no file {file}. Check its name.", "Файла {file} нет. Проверьте имя."),
    "too_large": (
        "{file} unpacks to more than {limit} MB. Remove pictures and empty rows and save it again.",
        (
            "В распакованном виде {file} больше {limit} МБ. Удалите рисунки и пустые строки и "
            "сохраните файл снова."
        ),
    ),
    "same_file": (
        "The result would replace the source {file}. Choose another name for it.",
        "Результат затёр бы исходный файл {file}. Укажите для него другое имя.",
    ),
    "no_folder": (
        "There is no folder {folder}. Create it or choose another.",
        "Папки {folder} нет. Создайте её или выберите другую.",
    ),
    "sheet_missing": (
        "the workbook has no such sheet (it has: {present}). Add it or rename the right one.",
        "такого листа в книге нет (есть: {present}). Добавьте его или переименуйте нужный лист.",
    ),
    "sheet_empty": (
        "the sheet has no rows under its header. Fill in at least one.",
        "под заголовком нет ни одной строки. Заполните хотя бы одну.",
    ),
    "column_missing": (
        "there is no column “{wanted}” in the header (row {header_row}). Add it.",
        "в заголовке (строка {header_row}) нет столбца «{wanted}». Добавьте его.",
    ),
    "column_twice": (
        "this column appears twice. Keep one of them.",
        "такой столбец уже есть. Оставьте один из них.",
    ),
    "column_not_read": (
        "this column is not known and was not read.",
        "этот столбец неизвестен и не прочитан.",
    ),
    "cell_empty": ("the cell is empty. Fill it in.", "ячейка пуста. Заполните её."),
    "name_twice": (
        (
            "“{name}” already stands in row {other}. Make the names different, for example by the"
            " organisation."
        ),
        (
            "«{name}» уже есть в строке {other}. Сделайте имена разными, например добавьте "
            "организацию."
        ),
    ),
    "unknown_name": (
        (
            "there is no participant “{name}”. Correct the name or add it to the sheet of "
            "participants."
        ),
        "участника «{name}» нет. Исправьте имя или добавьте его на лист участников.",
    ),
    "unknown_name_like": (
        "there is no participant “{name}”. Did you mean “{like}”?",
        "участника «{name}» нет. Возможно, это «{like}»?",
    ),
    "with_self": (
        "“{name}” asks for a meeting with themselves. Correct one of the two names.",
        "«{name}» запрашивает встречу с собой. Исправьте одно из имён.",
    ),
    "bad_wish": (
        "“{value}” is not a wish. Write must, want or would, or leave the cell empty for want.",
        (
            "«{value}» — не степень желания. Напишите «обязательно», «хочу» или «можно»; пустая "
            "ячейка значит «хочу»."
        ),
    ),
    "bad_limit": (
        (
            "“{value}” is not a number of meetings. Write a whole number from 0, or leave the "
            "cell empty."
        ),
        "«{value}» — не число встреч. Напишите целое число от 0 или оставьте ячейку пустой.",
    ),
    "bad_day": (
        "“{value}” is not a date. Write it as 2025-12-08 or 08.12.2025.",
        "«{value}» — не дата. Напишите её так: 08.12.2025 или 2025-12-08.",
    ),
    "bad_time": (
        "“{value}” is not a time of day. Write it as 09:30.",
        "«{value}» — не время суток. Напишите его так: 09:30.",
    ),
    "ends_too_early": (
        "the slot ends at {ends}, not after its start at {starts}. Correct one of the two.",
        "слот заканчивается в {ends}, а начинается в {starts}. Исправьте одно из времён.",
    ),
    "slots_overlap": (
        (
            "the slot overlaps that of row {other}. A person can be in one of them only; change "
            "the times."
        ),
        (
            "слот пересекается со слотом из строки {other}. Измените время: человек может быть "
            "только в одном из них."
        ),
    ),
    "bad_when": (
        (
            "“{value}” is not a time. Write a day (2025-12-08), a day with times (2025-12-08 "
            "10:00-12:00) or times of every day (13:00-14:00); separate several with semicolons."
        ),
        (
            "«{value}» — не время. Напишите день (08.12.2025), день с часами (08.12.2025 "
            "10:00-12:00) или часы для всех дней (13:00-14:00); несколько значений разделяйте "
            "точкой с запятой."
        ),
    ),
    "when_covers_nothing": (
        "“{value}” touches no slot and changes nothing.",
        "«{value}» не затрагивает ни одного слота и ни на что не влияет.",
    ),
    "asked_twice": (
        (
            "the same request already stands in row {other}; the two count as one, with the "
            "stronger wish."
        ),
        "такой запрос уже есть в строке {other}; оба считаются за один, с более сильным желанием.",
    ),
    "summary": (
        (
            "{scheduled} of {requests} meetings scheduled; must-meetings: {musts_met} of {musts};"
            " worth {worth}, bound {bound}, gap {gap} %; {seconds} s."
        ),
        (
            "Назначено встреч: {scheduled} из {requests}; обязательных: {musts_met} из {musts}; "
            "ценность {worth}, граница {bound}, разрыв {gap} %; {seconds} с."
        ),
    ),
    "proven": ("No better schedule exists.", "Лучшего расписания не существует."),
}


class WorkbookError(ValueError):
    """The workbook cannot be used; `problems` names every mistake, one sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Speech:
    """Says things in one of the two languages."""

    language: str

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            message = f"The language {self.language!r} is not one of {', '.join(LANGUAGES)}."
            raise ValueError(message)

    def pick(self, pair: tuple[str, str]) -> str:
        """The one of a pair that belongs to the language."""
        return pair[LANGUAGES.index(self.language)]

    def sheet(self, key: str) -> str:
        """The name of a sheet."""
        return self.pick(SHEETS[key])

    def column(self, key: str) -> str:
        """The header of a column."""
        return self.pick(COLUMNS[key])

    def say(self, code: str, **facts: str | int) -> str:
        """A sentence with its facts."""
        return self.pick(SENTENCES[code]).format(**facts)
