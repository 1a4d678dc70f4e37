import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from mosty.meetings.workbook import WorkbookError, schedule_workbook
from mosty.meetings.workbook.read import read_workbook
from mosty.meetings.workbook.words import SENTENCES, Speech
from tools import schedule_sample

SAMPLE = Path(__file__).parents[3] / "docs/use/schedule-sample.xlsx"
DAY = date(2026, 10, 14)
ENGLISH = {
    "Participants": [
        ["Name", "Country", "Languages", "Limit", "Busy"],
        ["Anna", "Russia", "Russian, English", 3, "2026-10-14 10:00-10:30"],
        ["Elif", "Türkiye", "Turkish, english", None, None],
        ["林晓雨", "China", "Chinese", None, None],
    ],
    "Requests": [
        ["From", "To", "Wish", "Note"],
        ["Anna", "Elif", "must", "=HYPERLINK(1)"],
        ["elif", " ANNA ", "would", None],
        ["Anna", "林晓雨", None, None],
        ["Elif", "林晓雨", "want", "sound"],
    ],
    "Tables": [["Name", "Kind", "Closed"], ["Table 1", "open", None]],
    "Slots": [
        ["Day", "Starts", "Ends"],
        [DAY, time(10), time(10, 30)],
        [None, "10:30", "11:00"],
    ],
}
RUSSIAN = {
    "Участники": [
        ["Имя", "Страна", "Языки", "Предел", "Занятость"],
        ["Анна", "Россия", "русский, английский", 3, "14.10.2026 10:00-10:30"],
        ["Элиф", "Турция", "турецкий, английский", None, None],
        ["Линь", "Китай", "китайский", None, None],
    ],
    "Запросы": [
        ["От кого", "С кем", "Желание", "Примечание"],
        ["Анна", "Элиф", "обязательно", None],
        ["Анна", "Линь", "хочу", None],
        ["Элиф", "Линь", "можно", None],
    ],
    "Столы": [["Название", "Вид"], ["Стол 1", "открытый"]],
    "Слоты": [
        ["День", "Начало", "Конец"],
        ["14.10.2026", "10:00", "10:30"],
        ["14.10.2026", "10:30", "11:00"],
    ],
}


def workbook(path, sheets):
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        hour = book.add_format({"num_format": "hh:mm"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, time):
                        sheet.write_datetime(number, place, cell, hour)
                    elif isinstance(cell, date):
                        sheet.write_datetime(number, place, cell, day)
                    elif isinstance(cell, str):
                        sheet.write_string(number, place, cell)
                    elif cell is not None:
                        sheet.write(number, place, cell)
    return path


def changed(sheet, row, place, cell):
    """The English workbook with one cell changed; rows and places count from 0."""
    sheets = {name: [list(own) for own in rows] for name, rows in ENGLISH.items()}
    sheets[sheet][row][place] = cell
    return sheets


def make(tmp_path, sheets, language="en"):
    source = workbook(tmp_path / "in.xlsx", sheets)
    target = tmp_path / "out.xlsx"
    summary = schedule_workbook(source, target, seconds=5, seed=1, language=language)
    with CalamineWorkbook.from_path(target) as book:
        return summary, {n: book.get_sheet_by_name(n).to_python() for n in book.sheet_names}


def mistakes(tmp_path, sheets, language="en"):
    with pytest.raises(WorkbookError) as refused:
        make(tmp_path, sheets, language)
    assert not (tmp_path / "out.xlsx").exists()
    return refused.value.problems


def test_an_english_workbook_becomes_a_schedule(tmp_path):
    summary, sheets = make(tmp_path, ENGLISH)

    assert (summary.scheduled, summary.requests, summary.musts_met, summary.proven) == (
        2,
        3,
        1,
        True,
    )
    assert list(sheets) == ["Schedule", "By participant", "Unmet"]
    assert sheets["Schedule"][1:] == [
        [
            DAY,
            time(10),
            time(10, 30),
            "Table 1",
            "Elif",
            "Türkiye",
            "林晓雨",
            "China",
            "want",
            "",
            "sound",
        ],
        [
            DAY,
            time(10, 30),
            time(11),
            "Table 1",
            "Anna",
            "Russia",
            "Elif",
            "Türkiye",
            "must",
            "English",
            "=HYPERLINK(1)",
        ],
    ]
    assert [row[0] for row in sheets["By participant"][1:]] == ["Anna", "Elif", "Elif", "林晓雨"]
    assert sheets["Unmet"][1:] == [
        [
            "Anna",
            "林晓雨",
            "want",
            (
                "In every slot that Anna and 林晓雨 share, one of them has another meeting "
                "(shared slots: 1)."
            ),
            "",
        ]
    ]


def test_a_russian_workbook_becomes_a_schedule(tmp_path):
    summary, sheets = make(tmp_path, RUSSIAN, "ru")

    assert list(sheets) == ["Расписание", "По участникам", "Не назначены"]
    assert [row[4:8:2] for row in sheets["Расписание"][1:]] == [["Элиф", "Линь"], ["Анна", "Элиф"]]
    assert summary.sentence().startswith("Назначено встреч: 2 из 3; обязательных: 1 из 1;")
    assert "Анна и Линь: общего языка нет, понадобится переводчик." in summary.remarks


def test_asking_from_both_sides_is_one_mutual_request_with_the_stronger_wish(tmp_path):
    source = workbook(tmp_path / "in.xlsx", ENGLISH)

    contents = read_workbook(source, seed=1, speech=Speech("en"))

    first = contents.problem.requests[0]
    assert (first.wish.value, first.mutual) == ("must", True)
    assert [request.mutual for request in contents.problem.requests[1:]] == [False, False]


def test_all_mistakes_are_told_at_once_each_with_its_place(tmp_path):
    sheets = {name: [list(own) for own in rows] for name, rows in ENGLISH.items()}
    sheets["Participants"][1][3] = "many"
    sheets["Participants"][2][4] = "Tuesday"
    sheets["Requests"][1][1] = "Elifa"
    sheets["Requests"][3][2] = "maybe"
    sheets["Requests"][4][0] = "Zzz"
    sheets["Tables"].append(["table 1", None, None])
    sheets["Slots"][2][1] = "25:00"

    assert mistakes(tmp_path, sheets) == (
        "Slots, row 3, column B (Starts): “25:00” is not a time of day. Write it as 09:30.",
        (
            "Tables, row 3, column A (Name): “table 1” already stands in row 2. Make the names "
            "different, for example by the organisation."
        ),
        (
            "Participants, row 2, column D (Limit): “many” is not a number of meetings. "
            "Write a whole "
            "number from 0, or leave the cell empty."
        ),
        (
            "Participants, row 3, column E (Busy): “Tuesday” is not a time. Write a day "
            "(2025-12-08), "
            "a day with times (2025-12-08 10:00-12:00) or times of every day (13:00-14:00); "
            "separate "
            "several with semicolons."
        ),
        "Requests, row 2, column B (To): there is no participant “Elifa”. Did you mean “Elif”?",
        (
            "Requests, row 4, column C (Wish): “maybe” is not a wish. Write must, want or "
            "would, or "
            "leave the cell empty for want."
        ),
        (
            "Requests, row 5, column A (From): there is no participant “Zzz”. Correct the "
            "name or add "
            "it to the sheet of participants."
        ),
    )


CELLS = {
    "no day": (
        "Slots",
        1,
        0,
        "12/8/2026",
        "Slots, row 2, column A (Day): “12/8/2026” is not a date",
    ),
    "end first": ("Slots", 1, 2, "09:00", "Slots, row 2, column C (Ends): the slot ends at 09:00"),
    "overlap": ("Slots", 2, 1, "10:15", "the slot overlaps that of row 2"),
    "empty": ("Slots", 2, 2, None, "Slots, row 3, column C (Ends): the cell is empty"),
    "self": ("Requests", 1, 1, "anna", "“Anna” asks for a meeting with themselves"),
    "no name": ("Requests", 1, 0, "  ", "Requests, row 2, column A (From): the cell is empty"),
    "no person": ("Participants", 1, 0, None, "Participants, row 2, column A (Name): the cell is"),
    "half a meeting": ("Participants", 1, 3, 2.5, "“2.5” is not a number of meetings"),
    "less than none": ("Participants", 1, 3, -1, "“-1” is not a number of meetings"),
    "backwards": ("Tables", 1, 2, "12:00-11:00", "“12:00-11:00” is not a time"),
    "header": ("Tables", 0, 0, "Colour", "Tables: there is no column “Name” in the header (row 1)"),
    "header twice": ("Requests", 0, 3, "Wish", "column D (Wish): this column appears twice"),
}


@pytest.mark.parametrize("case", CELLS)
def test_a_wrong_cell_is_named(tmp_path, case):
    *where, words = CELLS[case]

    found = mistakes(tmp_path, changed(*where))

    assert [sentence for sentence in found if words in sentence] != []


@pytest.mark.parametrize("missing", ENGLISH)
def test_a_missing_sheet_is_named(tmp_path, missing):
    sheets = {name: rows for name, rows in ENGLISH.items() if name != missing}

    assert mistakes(tmp_path, sheets)[0].startswith(f"{missing}: the workbook has no such sheet")


@pytest.mark.parametrize("empty", ENGLISH)
@pytest.mark.parametrize("rows", [[], 1])
def test_an_empty_sheet_is_named(tmp_path, empty, rows):
    sheets = {**ENGLISH, empty: rows if rows == [] else ENGLISH[empty][:1]}

    assert f"{empty}: the sheet has no rows under its header" in mistakes(tmp_path, sheets)[0]


def test_a_russian_mistake_is_told_in_russian(tmp_path):
    sheets = {**RUSSIAN, "Запросы": [*RUSSIAN["Запросы"], ["Анна", "Элифф", None, None]]}

    assert mistakes(tmp_path, sheets, "ru") == (
        "Запросы, строка 5, столбец B (С кем): участника «Элифф» нет. Возможно, это «Элиф»?",
    )


def test_remarks_do_not_stop_a_run(tmp_path):
    sheets = changed("Participants", 1, 4, "2026-11-01; 03:00-04:00")
    sheets["Tables"][0].append("Colour")
    sheets["Requests"].append(["Anna", "Elif", None, None])

    summary, _ = make(tmp_path, sheets)

    assert summary.remarks[:4] == (
        "Tables, row 1, column D (Colour): this column is not known and was not read.",
        "Participants, row 2, column E (Busy): “2026-11-01” touches no slot and changes nothing.",
        "Participants, row 2, column E (Busy): “03:00-04:00” touches no slot and changes nothing.",
        (
            "Requests, row 6: the same request already stands in row 2; the two count as "
            "one, with the "
            "stronger wish."
        ),
    )


BUSY = {
    "a day": ("2026-10-14", {2, 3}),
    "a day as Russians write it": ("14.10.2026", {2, 3}),
    "a cell with a date": (DAY, {2, 3}),
    "a moment": ("2026-10-14 10:40", {3}),
    "a cell with a moment": (datetime(2026, 10, 14, 10, 10), {2}),  # noqa: DTZ001  (a cell has no zone)
    "a span": ("2026-10-14 10:00–10:30", {2}),
    "times of every day": ("10:15-10:45", {2, 3}),
    "several": ("09:00-10:05; 2026-10-14 10:59-12:00", {2, 3}),
    "only beside a slot": ("2026-10-14 11:00-12:00", set()),
}


@pytest.mark.parametrize("case", BUSY)
def test_busy_times_close_the_slots_that_they_touch(tmp_path, case):
    cell, busy = BUSY[case]
    source = workbook(tmp_path / "in.xlsx", changed("Participants", 1, 4, cell))

    contents = read_workbook(source, seed=1, speech=Speech("en"))

    assert contents.problem.people[0].busy == busy


def test_texts_that_look_like_formulas_stay_text(tmp_path):
    for danger in ("=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"):
        sheets = changed("Participants", 1, 0, danger)
        for row in sheets["Requests"][1:]:
            row[:2] = [danger if cell.strip().casefold() == "anna" else cell for cell in row[:2]]
        make(tmp_path, sheets)
        with zipfile.ZipFile(tmp_path / "out.xlsx") as packed:
            parts = [name for name in packed.namelist() if name.startswith("xl/worksheets/sheet")]
            assert len(parts) == 3
            assert [name for name in parts if b"<f>" in packed.read(name)] == []
            assert [name for name in parts if b"<hyperlink" in packed.read(name)] == []


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 cut short"])
def test_a_file_that_is_no_workbook_is_refused_kindly(tmp_path, content):
    source = tmp_path / "in.xlsx"
    source.write_bytes(content)

    with pytest.raises(WorkbookError) as refused:
        schedule_workbook(source, tmp_path / "out.xlsx", seconds=1, seed=1, language="en")

    assert str(refused.value).startswith("in.xlsx cannot be read as an Excel workbook")


def test_a_zip_that_is_no_workbook_is_refused_kindly(tmp_path):
    source = tmp_path / "in.xlsx"
    with zipfile.ZipFile(source, "w") as packed:
        packed.writestr("letter.txt", "hello")

    with pytest.raises(WorkbookError, match="cannot be read as an Excel workbook"):
        schedule_workbook(source, tmp_path / "out.xlsx", seconds=1, seed=1, language="en")


def test_a_file_that_unpacks_to_too_much_is_not_unpacked(tmp_path):
    source = tmp_path / "in.xlsx"
    with zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (201 * 2**20))

    with pytest.raises(WorkbookError, match="unpacks to more than 200 MB"):
        schedule_workbook(source, tmp_path / "out.xlsx", seconds=1, seed=1, language="en")


def test_the_source_is_never_replaced(tmp_path):
    source = workbook(tmp_path / "in.xlsx", ENGLISH)
    before = source.read_bytes()

    with pytest.raises(WorkbookError, match="would replace the source"):
        schedule_workbook(source, tmp_path / "." / "in.xlsx", seconds=1, seed=1, language="en")
    with pytest.raises(WorkbookError, match="There is no folder"):
        schedule_workbook(source, tmp_path / "no" / "o.xlsx", seconds=1, seed=1, language="en")
    with pytest.raises(WorkbookError, match="There is no file"):
        schedule_workbook(tmp_path / "a", tmp_path / "o.xlsx", seconds=1, seed=1, language="en")

    assert source.read_bytes() == before


def test_the_sample_is_what_its_tool_makes_and_can_be_scheduled(tmp_path, monkeypatch):
    monkeypatch.setattr(schedule_sample, "TARGET", tmp_path / "sample.xlsx")
    schedule_sample.main()

    with (
        CalamineWorkbook.from_path(SAMPLE) as kept,
        CalamineWorkbook.from_path(tmp_path / "sample.xlsx") as fresh,
    ):
        for name in kept.sheet_names:
            assert (
                kept.get_sheet_by_name(name).to_python()
                == fresh.get_sheet_by_name(name).to_python()
            )
    summary = schedule_workbook(SAMPLE, tmp_path / "o.xlsx", seconds=10, seed=1, language="en")
    assert (summary.scheduled, summary.requests, summary.musts_met, summary.proven) == (
        63,
        68,
        10,
        True,
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["o.xlsx", "sample.xlsx"]


def test_every_sentence_stands_in_both_languages_with_the_same_facts():
    for english, russian in SENTENCES.values():
        names = [{part.split("}")[0] for part in one.split("{")[1:]} for one in (english, russian)]
        assert names[0] == names[1]
