"""What is the same about all CSV files, whatever they are about."""

import pytest

from bot.core.csv_files import Limits, UnreadableFile, column_name, places_of, read_records

ROOMY = Limits(size=10_000, lines=100, line=200)


def records(content: bytes, limits: Limits = ROOMY) -> list[tuple[int, list[str]]]:
    return [(record.number, record.cells) for record in read_records(content, limits)]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_separator_encoding_and_line_end_gives_the_same(separator: str, encoding: str, ending: str) -> None:
    text = ending.join(["name|place", "", 'Zoë|"Ål, ""north"""', " | ", "Maya|"]).replace("|", separator)
    assert records(text.encode(encoding)) == [
        (1, ["name", "place"]),
        (3, ["Zoë", 'Ål, "north"']),
        (5, ["Maya", ""]),
    ]


def test_a_record_over_several_lines_has_the_number_of_its_first() -> None:
    assert [number for number, _ in records(b'a,b\n"x\ny",1\nz,2\n')] == [1, 2, 4]


def test_the_header_says_what_separates_and_the_text_below_does_not() -> None:
    assert records(b"a;b\n1,2,3;4,5,6\n")[1] == (2, ["1,2,3", "4,5,6"])


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_a_file_without_anything_has_no_records(content: bytes) -> None:
    assert records(content) == []


def test_a_file_is_looked_at_before_its_first_record_is_asked_for() -> None:
    with pytest.raises(UnreadableFile, match="not UTF-8: line 2"):
        read_records(b"a,b\n\xe5,1\n", ROOMY)


def test_a_quotation_mark_is_found_where_it_stands_and_what_came_before_is_read() -> None:
    found = read_records(b'a,b\n1,2\n3,"4\n', ROOMY)
    assert [next(found).number, next(found).number] == [1, 2]
    with pytest.raises(UnreadableFile, match="From line 3 on the quotation marks"):
        next(found)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a" * 10_001, "larger than"),
        (b"a\n" + b"x" * 201, "Line 2 is longer than 200 characters"),
        (b"\n" * 1001, "more than 100 lines"),
        (b"a,b\x00", "not a text file"),
    ],
)
def test_what_is_too_much_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        records(content)


def test_columns_are_found_in_any_order_and_others_left_alone() -> None:
    assert places_of(["Colour", " Name", "E  Mail"], ["e_mail", "name"], ["e_mail", "name", "level"]) == {
        "name": 1,
        "e_mail": 2,
    }
    assert column_name(" Manager  E-Mail ") == "manager_e-mail"


def test_a_column_that_is_missing_is_named_with_the_one_that_may_be_meant() -> None:
    with pytest.raises(UnreadableFile) as raised:
        places_of(["emial", "colour"], ["email", "name"], ["email", "name"])
    assert str(raised.value) == (
        "The first line does not name email and name. If “emial” is meant for email, please call it so. "
        "It needs all of these: email,name"
    )


def test_a_column_that_is_there_twice_is_named_unless_nobody_reads_it() -> None:
    assert places_of(["a", "x", "x"], ["a"], ["a"]) == {"a": 0}
    with pytest.raises(UnreadableFile, match="names b more than once"):
        places_of(["a", "B", "b"], ["a"], ["a", "b"])
