"""Block Kit's rules for what shows figures: tables, tables of data, charts."""

from typing import Any

import pytest

from bot.playground.slack import message_faults
from tests.playground.slack.scripted import Json

RAW = {"type": "raw_text", "text": "a"}
LONG = {"type": "raw_text", "text": "a" * 2000}
WORDS = {"type": "rich_text_section", "elements": [{"type": "text", "text": "a"}]}
PROSE = {"type": "rich_text", "elements": [WORDS]}


def chart(kind: str, **parts: Any) -> Json:
    return {"type": "data_visualization", "title": "Dishes", "chart": {"type": kind, **parts}}


def plot(points: int = 1, series: int = 1, label: str = "a", categories: list[str] | None = None) -> Json:
    data = [{"label": label, "value": 1}] * points
    axis = {"categories": categories or [label] * points, "x_label": "x", "y_label": "y"}
    return chart("bar", series=[{"name": f"s{number}", "data": data} for number in range(series)], axis_config=axis)


def data_table(rows: list[list[Json]], **more: Any) -> Json:
    return {"type": "data_table", "caption": "x", "rows": rows, **more}


GOOD = [
    {"type": "table", "rows": [[RAW, PROSE]] * 100, "column_settings": [{"align": "right", "is_wrapped": True}]},
    {"type": "data_table", "caption": "x", "rows": [[RAW] * 20] * 101, "page_size": 100},
    plot(points=20, series=6, label="x" * 20),
    chart("pie", segments=[{"label": "a", "value": 0.1}] * 6),
]


@pytest.mark.parametrize("block", GOOD, ids=lambda block: block["type"])
def test_slack_takes_it(block: Json) -> None:
    assert message_faults([block]) == []


# After the @ stands where in the block, as Slack's JSON pointer has it.
BAD: list[tuple[Json, str]] = [
    ({"type": "table", "rows": [[RAW] * 21]}, "no more than 20 items allowed @/rows/0"),
    ({"type": "table", "rows": [[LONG] * 6]}, "must be less than 10001 characters @/rows"),
    (data_table([[RAW]] * 102), "no more than 101 items allowed @/rows"),
    (data_table([[RAW]] * 2, page_size=101), "must be less than or equal to 100 @/page_size"),
    (data_table([[RAW], [RAW, RAW]]), "must provide 1 items @/rows/1"),
    (data_table([[PROSE], [RAW]]), "unsupported type: rich_text @/rows/0/0/type"),
    (data_table([[RAW], *[[LONG]] * 6]), "must be less than 10001 characters @/rows"),
    (data_table([[RAW]] * 2, row_header_column_index=1), "must be less than 1 @/row_header_column_index"),
    (
        {"type": "data_table", "caption": "x", "rows": [[RAW]]},
        "must provide at least 2 items @/rows",
    ),
    (
        {"type": "data_table", "caption": "x", "rows": [[RAW], [{"type": "raw_number", "text": "1"}]]},
        "missing required field: value @/rows/1/0",
    ),
    (plot(points=21, categories=["a"]), "no more than 20 items allowed @/chart/series/0/data"),
    (
        plot(points=2, categories=["a", "b"]),
        "labels must match the categories of axis_config @/chart/series/0/data",
    ),
    (
        chart(
            "line",
            series=[{"name": "s", "data": [{"label": "a", "value": 1}]}] * 2,
            axis_config={"categories": ["a"]},
        ),
        '`name` "s" already exists @/chart/series/1/name',
    ),
    (plot(series=7), "no more than 6 items allowed @/chart/series"),
    (plot(label="x" * 21, categories=["a"]), "must be less than 21 characters @/chart/series/0/data/0/label"),
    (
        chart("pie", segments=[{"label": "a", "value": 0}]),
        "must be greater than 0 @/chart/segments/0/value",
    ),
    (chart("radar"), "unsupported type: radar @/chart/type"),
]


@pytest.mark.parametrize(("block", "complaint"), BAD, ids=[complaint for _, complaint in BAD])
def test_slack_refuses_it_and_points_to_it(block: Json, complaint: str) -> None:
    message, pointer = complaint.split(" @")
    assert message_faults([block]) == [f"{message} [json-pointer:/blocks/0{pointer}]"]


@pytest.mark.parametrize(
    ("blocks", "complaint"),
    [
        ([plot()] * 3, "no more than 2 data_visualization blocks allowed [json-pointer:/blocks]"),
        ([{"type": "table", "rows": [[RAW]]}] * 2, "no more than 1 table blocks allowed [json-pointer:/blocks]"),
        ([data_table([[RAW]] * 2)] * 2, "no more than 1 data_table blocks allowed [json-pointer:/blocks]"),
    ],
)
def test_a_message_holds_few_of_them(blocks: list[Json], complaint: str) -> None:
    assert message_faults(blocks) == [complaint]
