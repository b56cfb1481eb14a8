"""The command as somebody types it, in a process of its own where that matters."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import main

HEADER = "id,role,level,manager_id,department,timezone,languages,offers,wishes,capacity\n"
MAYA = "maya,mentor,1,lena,IT,Europe/Oslo,en;no,short-video:5,,1\n"
OSCAR = "oscar,mentee,5,,Sales,Europe/Oslo,no,strategy:3,short-video:1;ai:2,\n"
WEI = "wei,mentee,1,,Sales,Asia/Tokyo,,,,\n"


def run(folder: Path, people: str | bytes, *more: str) -> int:
    file = folder / "people.csv"
    file.write_bytes(people if isinstance(people, bytes) else people.encode())
    names = [part for name in ("out", "edges", "unmatched") for part in (f"--{name}", str(folder / f"{name}.csv"))]
    return main(["match", "--people", str(file), *names, "--date", "2026-03-04", *more])


def rows(folder: Path, name: str) -> list[list[str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_pairs_edges_and_the_unmatched_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, HEADER + MAYA + OSCAR + WEI) == 0
    assert rows(tmp_path, "out") == [
        ["mentor_id", "mentee_id", "score", "reasons"],
        [
            "maya", "oscar", "72",
            "Can help with wish 1: short video (5 of 5). Both speak Norwegian. "
            "4 levels apart, different departments. 8 shared working hours a day.",
        ],
    ]  # fmt: skip
    assert rows(tmp_path, "edges") == [["mentor_id", "mentee_id", "score"], ["maya", "oscar", "72"]]
    assert [line[0] for line in rows(tmp_path, "unmatched")] == ["id", "wei"]
    assert "1 of 2 mentees has a mentor" in capsys.readouterr().out


@pytest.mark.parametrize("people", [HEADER, "", "\ufeff" + HEADER, HEADER + "\n\n"])
def test_nobody_gives_files_with_headers_only(tmp_path: Path, people: str) -> None:
    assert run(tmp_path, people) == 0
    assert [len(rows(tmp_path, name)) for name in ("out", "edges", "unmatched")] == [1, 1, 1]


def test_a_byte_order_mark_and_the_line_ends_of_windows_change_nothing(tmp_path: Path) -> None:
    assert run(tmp_path, HEADER + MAYA + OSCAR) == 0
    first = rows(tmp_path, "out")
    assert run(tmp_path, ("\ufeff" + (HEADER + MAYA + OSCAR).replace("\n", "\r\n")).encode()) == 0
    assert rows(tmp_path, "out") == first


@pytest.mark.parametrize(("separator", "encoding"), [(";", "utf-8-sig"), ("\t", "utf-16"), (",", "utf-8")])
def test_a_spreadsheet_writes_it_in_its_own_manner(tmp_path: Path, separator: str, encoding: str) -> None:
    lines = ["id,role,Manager ID,level", " a,mentor,,1", "b,mentee,a,4", "c,mentee,,4"]
    assert run(tmp_path, "\r\n".join(line.replace(",", separator) for line in lines).encode(encoding)) == 0
    assert [line[:2] for line in rows(tmp_path, "out")[1:]] == [["a", "c"]]


def test_a_line_that_is_too_short_for_an_id_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "level,role,id\n1,mentor\n") == 1
    assert "line 2: id is empty" in capsys.readouterr().err


def test_columns_come_in_any_order_and_only_three_are_needed(tmp_path: Path) -> None:
    assert run(tmp_path, "level,ROLE,id,more\n1,Mentor,a,x\n4,mentee,b,y\n") == 0
    assert [line[:2] for line in rows(tmp_path, "out")[1:]] == [["a", "b"]]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("a,mentor,one,,,,,,,", "level “one” is not a whole number"),
        ("a,mentor,,,,,,,,", "level is empty"),
        ("a,boss,1,,,,,,,", "role “boss” is neither mentor nor mentee"),
        (",mentor,1,,,,,,,", "id is empty"),
        ("maya,mentor,1,,,,,,,", "id “maya” is already on line 2"),
        ("a,mentor,1,,,Europe/Osl,,,,", "timezone “Europe/Osl” is not a known time zone"),
        ("a,mentor,1,,,../../etc/passwd,,,,", "is not a known time zone"),
        ("a,mentor,1,,,Europe,,,,", "timezone “Europe” is not a known time zone"),
        ("a,mentor,1,,,,,video:6,,", "offers “video:6”: “6” is not a whole number from 1 to 5"),
        ("a,mentor,1,,,,,video,,", "offers “video” is not a skill and a number"),
        ("a,mentor,1,,,,,video:1;Video:2,,", "offers names “video” twice"),
        ("a,mentor,1,,,,,,video:0,", "wishes “video:0”"),
        ("a,mentor,1,,,,,,,-1", "capacity “-1”"),
        ("a,mentor,1,,,,,,,٣", "capacity “٣”"),
        ("a,mentor,1,,,,,,,1,x", "11 cells, and 10 columns"),
        ("a,mentor,1,a,,,,,,", "manager_id leads in a circle: “a” → “a”"),
        ("a,mentor,1,b,,,,,,\nb,mentee,5,a,,,,,,", "manager_id leads in a circle: “a” → “b” → “a”"),
    ],
)
def test_a_bad_line_is_named_with_its_reason_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, reason: str
) -> None:
    assert run(tmp_path, HEADER + MAYA + line + "\n") == 1
    said = capsys.readouterr().err
    assert "line 3: " in said
    assert reason in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["people.csv"]


def test_all_bad_lines_are_named_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, HEADER + "a,x,1,,,,,,,\n" + MAYA + "b,x,y,,,,,,,\n") == 1
    assert [line.split(": ")[1] for line in capsys.readouterr().err.splitlines()] == ["line 2", "line 4"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"id,role\n", "does not name level"),
        (b"id,role,level,ID\n", "names id more than once"),
        ((HEADER + MAYA + "b\u00e5,mentee,5\n").encode("latin-1"), "not UTF-8: line 3 holds another encoding"),
        (b"\xff\xfe\x00", "it starts as UTF-16 and is not"),
        (b"PK\x03\x04" + b"\x00" * 40, "an Excel file or an archive"),
        (HEADER.encode() + b'"a\n', "From line 2 on the quotation marks do not add up"),
    ],
)
def test_a_file_that_cannot_be_people_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, reason: str
) -> None:
    assert run(tmp_path, content) == 1
    assert reason in capsys.readouterr().err


def test_a_missing_file_or_folder_is_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there, nowhere = tmp_path / "people.csv", tmp_path / "nowhere" / "pairs.csv"
    assert main(["match", "--people", str(there), "--out", str(tmp_path / "pairs.csv")]) == 2
    there.write_text(HEADER)
    assert main(["match", "--people", str(there), "--out", str(nowhere)]) == 2
    assert main(["match", "--people", str(there), "--out", str(there)]) == 2
    said = capsys.readouterr().err.splitlines()
    assert ["cannot be read" in said[0], "no such folder" in said[1], "overwritten" in said[2]] == [True] * 3
    assert there.read_text() == HEADER


@pytest.mark.parametrize("more", [["--min-gap", "-1"], ["--min-overlap-hours", "nan"], ["--date", "soon"], ["--what"]])
def test_wrong_usage_is_2(tmp_path: Path, more: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(tmp_path, HEADER, *more)
    assert stopped.value.code == 2


def test_earlier_files_stay_whole_when_a_later_run_fails(tmp_path: Path) -> None:
    assert run(tmp_path, HEADER + MAYA + OSCAR) == 0
    before = rows(tmp_path, "out")
    assert run(tmp_path, HEADER + "a,x,1,,,,,,,\n") == 1
    assert rows(tmp_path, "out") == before


def test_rules_can_be_looser_and_tighter(tmp_path: Path) -> None:
    people = HEADER + MAYA + "b,mentee,2,,,America/New_York,en,,,\n"
    assert run(tmp_path, people) == 0
    assert len(rows(tmp_path, "out")) == 2
    assert run(tmp_path, people, "--min-overlap-hours", "3") == 0
    assert len(rows(tmp_path, "out")) == 1
    assert run(tmp_path, people, "--min-gap", "2") == 0
    assert "With 1 level apart: 1 person would fit." in rows(tmp_path, "unmatched")[1][1]


def test_all_that_speaks_for_a_pair_is_told_and_why_others_have_none(tmp_path: Path) -> None:
    wishes = "wishes,mentee,5,,,Europe/Oslo,nb,strategy:3;public_speaking:2,short-video:1;ai:2,\n"
    other = "other,mentee,4,,,Europe/Oslo,no,,short-video:1,\n"
    mentor = "maya,mentor,1,,,Europe/Oslo,nb;no,short-video:4;ai:5,strategy:1;public_speaking:2,1\n"
    assert run(tmp_path, HEADER + mentor + wishes + other) == 0
    assert rows(tmp_path, "out")[1][3] == (
        "Can help with wish 1: short video (4 of 5). Can help with wish 2: ai (5 of 5). Few can teach short video. "
        "Would learn strategy and public speaking in return. Both speak Norwegian. 4 levels apart. "
        "8 shared working hours a day."
    )
    assert rows(tmp_path, "unmatched")[1:] == [
        [
            "other",
            "1 person would suit, and is matched with somebody else in the best result. "
            "1 of them teaches a skill that was wished for.",
        ]
    ]


def test_a_pair_with_little_in_common_is_told_no_more_than_is_known(tmp_path: Path) -> None:
    assert run(tmp_path, "id,role,level,wishes\na,mentor,1,\nb,mentee,1,ai:1\n", "--min-gap", "0") == 0
    assert rows(tmp_path, "out")[1][3] == "Covers no wish yet: they'd choose a topic together. 0 levels apart."


def test_it_starts_without_the_database_and_slack(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(HEADER + MAYA + OSCAR)
    check = (
        "import sys; from bot.__main__ import main; status = main(sys.argv[1:]);"
        "heavy = {'sqlalchemy', 'slack_sdk', 'slack_bolt', 'pydantic', 'aiohttp', 'asyncio'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else status)"
    )
    done = subprocess.run([sys.executable, "-c", check, "match", *files(tmp_path)], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_whoever_reads_only_the_beginning_breaks_nothing(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(HEADER + MAYA + OSCAR)
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        done = subprocess.run(
            [sys.executable, "-m", "bot", "match", *files(tmp_path)], stdout=closed, stderr=subprocess.PIPE, check=False
        )
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(rows(tmp_path, "pairs")) == 2


def files(folder: Path) -> list[str]:
    return ["--people", str(folder / "people.csv"), "--out", str(folder / "pairs.csv")]


VIDEO = "video,mentor,1,,IT,America/New_York,en,short-video:5,,1\n"
NEAR = "near,mentor,1,,IT,Europe/Oslo,en,,,1\n"
WISHES = "one,mentee,5,,Sales,Europe/Oslo,en,,short-video:1,\n"


@pytest.mark.parametrize(("weights", "chosen"), [("skills=60,hours=8", "video"), ("skills=0, hours=100", "near")])
def test_what_counts_decides_who_fits_better(tmp_path: Path, weights: str, chosen: str) -> None:
    assert run(tmp_path, HEADER + VIDEO + NEAR + WISHES, "--weights", weights) == 0
    assert [line[:2] for line in rows(tmp_path, "out")[1:]] == [[chosen, "one"]]


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ("luck=3", "'luck' is no weight; there are skills, returned"),
        ("skills", "'skills' is not such as skills=60, up to 100"),
        ("skills=101", "is not such as skills=60"),
        ("skills=-1", "is not such as skills=60"),
        ("skills=²", "is not such as skills=60"),
        ("skills=0000099999", "is not such as skills=60"),
        ("skills=1,hours=2,skills=3", "skills is there twice"),
        ("skills=0,returned=0,hours=0,departments=0,levels=0,location=0,tongues=0,rare=0", "something has to count"),
    ],
)
def test_odd_weights_are_refused_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], weights: str, said: str
) -> None:
    with pytest.raises(SystemExit):
        run(tmp_path, HEADER + VIDEO, "--weights", weights)
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()
