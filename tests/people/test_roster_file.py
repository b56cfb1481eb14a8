import contextlib
import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.csv_files import UnreadableFile
from bot.people.model import DEPARTMENT, EMAIL, LOCATION
from bot.people.rules import roster_fields, roster_file
from bot.people.rules.roster_fields import COLUMNS
from bot.people.rules.roster_file import MOST_BYTES, Problem, RosterFile, read_roster, told

HEADER = ",".join(COLUMNS)


def roster(*lines: str, header: str = HEADER) -> RosterFile:
    return read_roster("\n".join([header, *lines]).encode())


def problems(*lines: str) -> list[str]:
    return [str(problem) for problem in roster(*lines).problems]


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableFile) as raised:
        read_roster(content)
    return str(raised.value)


# What stands in a field once it has been read: no control characters, single spaces, no formula.
TEXTS = (
    st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from('",;\n'), max_size=40)
    .map(lambda text: " ".join(text.replace("@", "").split()))
    .filter(lambda text: not text.startswith(("=", "+", "-")))
)
PEOPLE = st.lists(st.tuples(TEXTS, TEXTS, st.none() | st.integers(0, 1000), TEXTS), min_size=1, max_size=8)


@given(
    people=PEOPLE,
    separator=st.sampled_from(",;\t"),
    ending=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_what_a_csv_writer_writes_is_read_as_it_was(
    people: list[tuple[str, str, int | None, str]], separator: str, ending: str, encoding: str, quoting: int
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator=ending, quoting=quoting)  # type: ignore[arg-type]
    writer.writerow(COLUMNS)
    for at, (name, department, level, location) in enumerate(people):
        manager = f"p{at - 1}@x.com" if at else ""
        writer.writerow([f"p{at}@x.com", name, manager, department, "" if level is None else level, location])
    file = read_roster(text.getvalue().encode(encoding))
    assert not file.problems
    assert [(one.name or "", one.department or "", one.level, one.location or "") for one in file.lines] == people
    assert [one.manager_email for one in file.lines] == [None, *(f"p{at}@x.com" for at in range(len(people) - 1))]


@given(breaks=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), min_size=1, max_size=8))
def test_a_line_has_the_number_that_an_editor_shows(breaks: list[tuple[int, int]]) -> None:
    """Each person comes after so many blank lines, and has so many line breaks in their name."""
    text, number, expected = HEADER + "\n", 2, []
    for at, (blanks, broken) in enumerate(breaks):
        text += "\n" * blanks + f'p{at}@x.com,"Maya{chr(10) * broken}K",,,,\n'
        expected.append(number + blanks)
        number += blanks + broken + 1
    assert [line.number for line in read_roster(text.encode()).lines] == expected


@given(content=st.binary(max_size=200) | st.binary(max_size=200).map(lambda rest: HEADER.encode() + b"\n" + rest))
@example(b"")
@example(HEADER.encode())
@example(b"\xff\xfe\x00")
@example(b"\xef\xbb\xbf")
@example(HEADER.encode() + b'\na@x.com,"')
@example(HEADER.encode() + b"\na@x.com,,,," + b"9" * 5000)
def test_any_bytes_are_read_or_refused_and_nothing_else(content: bytes) -> None:
    with contextlib.suppress(UnreadableFile):
        file = read_roster(content)
        assert file.lines or file.problems


def test_all_fields_but_the_address_may_be_empty() -> None:
    (line,) = roster("maya@x.com,,,,,").lines
    assert (line.name, line.manager_email, line.department, line.level, line.location) == (None,) * 5


def test_addresses_are_taken_in_small_letters_and_without_spaces_around() -> None:
    (line, _) = roster(" Maya@X.com , Maya , LENA@x.com ,,,", "lena@x.com,,,,,").lines
    assert (line.email, line.name, line.manager_email) == ("maya@x.com", "Maya", "lena@x.com")


def test_a_short_line_lacks_only_empty_fields() -> None:
    file = roster("maya@x.com,Maya")
    assert not file.problems
    assert file.lines[0].location is None


@pytest.mark.parametrize("empty", ["", "   ", ",,,,,", " , , , , , "])
def test_lines_with_nothing_in_them_are_passed_over(empty: str) -> None:
    file = roster("maya@x.com,,,,,", empty, "zoe@x.com,,,,,", empty)
    assert not file.problems
    assert [line.number for line in file.lines] == [2, 4]


def test_columns_may_stand_in_any_order_and_manner_of_writing() -> None:
    (line,) = roster(
        "7,Oslo,maya@x.com,,Sales,Maya", header=" Level ,LOCATION,Email,Manager Email,department,name"
    ).lines
    assert (line.email, line.name, line.department, line.level, line.location) == (
        "maya@x.com",
        "Maya",
        "Sales",
        7,
        "Oslo",
    )


def test_columns_that_a_roster_does_not_have_are_ignored_and_named() -> None:
    file = roster("1,maya@x.com,,,,,,blue", header=f"employee no,{HEADER},colour")
    assert not file.problems
    assert file.ignored == ("employee no", "colour")
    assert file.lines[0].email == "maya@x.com"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (",Maya,,,,", "Line 2 (Maya): email is missing."),
        ("maya,Maya,,,,", "Line 2 (Maya): email “maya” is not an email address."),
        ("maya@x,Maya,,,,", "Line 2 (Maya): email “maya@x” is not an email address."),
        ("a b@x.com,Maya,,,,", "Line 2 (Maya): email “a b@x.com” is not an email address."),
        ("maya\u200b@x.com,Maya,,,,", "Line 2 (Maya): email holds an invisible character."),
        (f"{'a' * 249}@x.com,Maya,,,,", "Line 2 (Maya): email is longer than 254 characters."),
        ("maya@x.com,Maya,lena,,,", "Line 2 (Maya): manager_email “lena” is not an email address."),
        ("maya@x.com,,Maya@X.com,,,", "Line 2 (maya@x.com): nobody is their own manager."),
        ("maya@x.com,,,,senior,", "Line 2 (maya@x.com): level “senior” is not a whole number from 0 to 1000."),
        ("maya@x.com,,,,2.5,", "Line 2 (maya@x.com): level “2.5” is not a whole number from 0 to 1000."),
        ("maya@x.com,,,,-1,", "Line 2 (maya@x.com): level “-1” is not a whole number from 0 to 1000."),
        ("maya@x.com,,,,1001,", "Line 2 (maya@x.com): level “1001” is not a whole number from 0 to 1000."),
        ("maya@x.com,,,,²,", "Line 2 (maya@x.com): level “²” is not a whole number from 0 to 1000."),
        (f"maya@x.com,,,{'d' * 81},,", "Line 2 (maya@x.com): department is longer than 80 characters."),
        (f"maya@x.com,,,,,{'d' * 81}", "Line 2 (maya@x.com): location is longer than 80 characters."),
        (f"maya@x.com,{'d' * 201},,,,", "Line 2 (maya@x.com): name is longer than 200 characters."),
        ("maya@x.com,,,Sa\x07les,,", "Line 2 (maya@x.com): department holds a tab or another control character."),
        ("maya@x.com,,,\tSales,,", "Line 2 (maya@x.com): department holds a tab or another control character."),
        (
            "maya@x.com,,,R&D, Lab,3,Oslo",
            "Line 2 (maya@x.com): 7 fields where the first line has 6; a text with a comma needs quotes.",
        ),
        (
            'maya@x.com,"Maya,,,,\nzoe@x.com,Zoe",,,,',
            "Line 2 (maya@x.com): a field goes on over other people's lines, as if a quotation mark were missing.",
        ),
        ("maya,Maya,,,x,", "Line 2 (Maya): email “maya” is not an email address; level “x” is not a whole number"),
    ],
)
def test_a_bad_line_is_named_with_its_reason(line: str, reason: str) -> None:
    (problem,) = problems(line)
    assert problem.startswith(reason)


@pytest.mark.parametrize("field", ["email", "name", "manager_email", "department", "location"])
@pytest.mark.parametrize("start", ["=", "+", "-", "@", "  =", "\n="])
def test_what_a_spreadsheet_would_run_is_refused(field: str, start: str) -> None:
    fields = {"email": "maya@x.com"} | {field: f'"{start}cmd|/C calc@x.com"'}
    (problem,) = problems(",".join(fields.get(column, "") for column in COLUMNS))
    assert f"{field} starts with “{start.strip()}” and looks like a spreadsheet formula" in problem


def test_somebody_who_stands_twice_in_the_file_is_named_with_the_first_line() -> None:
    assert problems("maya@x.com,Maya,,,,", "zoe@x.com,,,,,", "MAYA@x.com,Maya K,,,,") == [
        "Line 4 (Maya K): email is already on line 2."
    ]


def test_no_line_gets_lost_in_a_column_that_is_ignored() -> None:
    file = roster('maya@x.com,Maya,,,,,"note', 'zoe@x.com,Zoe,,,,,note"', header=f"{HEADER},notes")
    assert [problem.number for problem in file.problems] == [2]


def test_a_text_over_several_lines_is_read_as_one() -> None:
    file = roster('maya@x.com,"Maya\r\nK",,"Sales,\nEMEA",,')
    assert not file.problems
    assert (file.lines[0].name, file.lines[0].department) == ("Maya K", "Sales, EMEA")


def test_a_line_with_a_bad_field_is_kept_for_the_managers_it_stands_for() -> None:
    file = roster("lena@x.com,Lena,,,high,", "maya@x.com,,lena@x.com,,,")
    assert [line.email for line in file.lines] == ["lena@x.com", "maya@x.com"]
    assert file.lines[0].level is None


def test_a_name_in_a_problem_is_short_and_carries_no_control_characters() -> None:
    (problem,) = problems(f"x,\u202e{'M' * 100},,,,")
    assert problem.startswith(f"Line 2 ({'M' * 59}…): ")


def test_only_the_first_problems_are_told_and_the_others_counted() -> None:
    many = [Problem(number, "", "email is missing") for number in range(2, 1302)]
    assert [*map(str, told(many, 2))] == ["Line 2: email is missing.", "Line 3: email is missing.", "… and 1,298 more."]
    assert [*map(str, told(many[:2], 2))] == ["Line 2: email is missing.", "Line 3: email is missing."]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b" \r\n\n", "The file is empty."),
        (b"\xef\xbb\xbf\n", "The first line does not name email and name"),
        (HEADER.encode() + b"\n\n,,,,,\n", "There are no people in this file"),
        (b"x" * (MOST_BYTES + 1), "The file is larger than 20 MB."),
        (b"PK\x03\x04" + b"\x00" * 40, "This is an Excel file or an archive, not a CSV file. In Excel, choose Save As"),
        (b"\x1f\x8b\x08", "This is an Excel file or an archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This is an Excel file or an archive"),
        (b"\x89PNG\r\n\x1a\n\x00", "The file is not UTF-8: line 1 holds another encoding."),
        (HEADER.encode() + b"\nmaya@x.com,\x00,,,,", "This is not a text file."),
        (HEADER.encode("utf-16-le"), "This is not a text file."),
        (b"\xff\xfee", "The file is damaged"),
        (f"{HEADER}\nzoe@x.com,,,,,\r\nmaya@x.com,Måya,,,,".encode("latin-1"), "The file is not UTF-8: line 3 holds"),
        (b"\xef\xbb\xbf" + f"{HEADER}\nmåya@x.com".encode("cp1252"), "The file is not UTF-8: line 2 holds"),
        (b"email,name\nmaya@x.com,Maya", "The first line does not name manager_email and department and level"),
        (
            HEADER.replace("manager_email", "Manger Email").encode(),
            "The first line does not name manager_email. If “Manger Email” is meant for manager_email",
        ),
        (f"{HEADER},Email\n".encode(), "The first line names email more than once."),
        (b"," * 1_000_000, "Line 1 is longer than 20,000 characters. Is it the right file?"),
        ((HEADER + ",x" * 50).encode(), "The first line has 56 columns; a roster has 6."),
        (f'"a\nb",{HEADER}{",x" * 50}'.encode(), "The first line has 57 columns; a roster has 6."),
        (HEADER.encode() + b"\n" + b"," * 1_000_000, "Line 2 is longer than 20,000 characters."),
        (f'{HEADER}\nmaya@x.com,"Maya,,,,\n'.encode(), "From line 2 on the quotation marks do not add up"),
        (f'{HEADER}\nz@x.com\nm@x.com,"Maya" K,,,\n'.encode(), "From line 3 on the quotation marks do not add up"),
        (f'{HEADER}\nm@x.com,"M{"a" * 90}\n'.encode() + b"a@x.com\n" * 40_000, "From line 2 on the quotation marks"),
    ],
    ids=range(24),
)
def test_a_file_that_cannot_be_a_roster_is_refused_with_a_clear_answer(content: bytes, said: str) -> None:
    assert refusal(content).startswith(said)


@pytest.mark.parametrize("more", ["p20@x.com,,,,,\n", "\n" * 180], ids=["people", "nobody"])
def test_a_file_with_too_many_lines_is_refused(monkeypatch: pytest.MonkeyPatch, more: str) -> None:
    monkeypatch.setattr(roster_file, "MOST_LINES", 20)
    most = HEADER + "\n" + "".join(f"p{at}@x.com,,,,,\n" for at in range(20))
    assert len(read_roster(most.encode()).lines) == 20
    assert refusal((most + more).encode()) == "The file has more than 20 lines."


def test_lines_that_end_as_on_old_macs_are_lines() -> None:
    assert [line.number for line in read_roster(f"{HEADER}\ra@x.com,,,,,\rb@x.com,,,,,".encode()).lines] == [2, 3]


def test_the_csv_modules_limit_for_the_whole_process_is_left_alone() -> None:
    before = csv.field_size_limit()
    roster("maya@x.com,,,,,")
    assert csv.field_size_limit() == before > roster_file.LONGEST_LINE


def test_what_the_reader_lets_through_fits_into_the_database() -> None:
    assert (roster_fields.LONGEST_ADDRESS, roster_fields.LONGEST_TEXT, roster_fields.LONGEST_TEXT) == (
        EMAIL,
        DEPARTMENT,
        LOCATION,
    )
