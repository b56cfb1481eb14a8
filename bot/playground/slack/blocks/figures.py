"""The shapes of what shows figures: tables, tables of data, charts.

Numbers and rules from Slack's reference on the table, data table and data visualization blocks.
"""

from collections.abc import Iterator
from typing import Any

from bot.playground.slack.blocks.rich_text import RICH_TEXT
from bot.playground.slack.blocks.shapes import (
    Check,
    boolean,
    choice,
    fault,
    items,
    number,
    record,
    string,
    variant,
)
from bot.playground.slack.blocks.texts import IDENTIFIER, RAW_NUMBER, RAW_TEXT, words_in

ID = {"block_id": IDENTIFIER}
COLUMNS = 20
ROWS = 100
MOST_IN_CELLS = 10_000  # characters, over all cells of a table
CELL = variant({"rich_text": RICH_TEXT, "raw_text": RAW_TEXT, "raw_number": RAW_NUMBER})


def _cells_fit(table: Any, pointer: str) -> Iterator[str]:
    if words_in(table["rows"]) > MOST_IN_CELLS:
        yield fault(f"must be less than {MOST_IN_CELLS + 1} characters", f"{pointer}/rows")


def _header_is_plain(table: Any, pointer: str) -> Iterator[str]:
    for index, cell in enumerate(table["rows"][0]):
        if cell["type"] != "raw_text":
            yield fault(f"unsupported type: {cell['type']}", f"{pointer}/rows/0/{index}/type")


def _rows_are_even(table: Any, pointer: str) -> Iterator[str]:
    columns = len(table["rows"][0])
    for index, row in enumerate(table["rows"]):
        if len(row) != columns:
            yield fault(f"must provide {columns} items", f"{pointer}/rows/{index}")
    if table.get("row_header_column_index", 0) >= columns:
        yield fault(f"must be less than {columns}", f"{pointer}/row_header_column_index")


TABLE = record(
    {"rows": items(items(CELL, 1, COLUMNS), 1, ROWS)},
    {
        **ID,
        "column_settings": items(
            record({}, {"align": choice("left", "center", "right"), "is_wrapped": boolean}), 0, COLUMNS
        ),
    },
    _cells_fit,
)
# The header's row comes on top of the hundred.
DATA_TABLE = record(
    {"caption": string(1), "rows": items(items(CELL, 1, COLUMNS), 2, ROWS + 1)},
    {
        **ID,
        "page_size": number(1, 100, whole=True),
        "row_header_column_index": number(0, COLUMNS - 1, whole=True),
    },
    _cells_fit,
    _header_is_plain,
    _rows_are_even,
)


def _positive(value: Any, pointer: str) -> Iterator[str]:
    yield from number()(value, pointer)
    if isinstance(value, int | float) and value <= 0:
        yield fault("must be greater than 0", pointer)


def _series_agree(plot: Any, pointer: str) -> Iterator[str]:
    """Each series has a name of its own, and a point for each category, in their order."""
    seen: set[str] = set()
    for index, series in enumerate(plot["series"]):
        here = f"{pointer}/series/{index}"
        if series["name"] in seen:
            yield fault(f'`name` "{series["name"]}" already exists', f"{here}/name")
        seen.add(series["name"])
        if [point["label"] for point in series["data"]] != plot["axis_config"]["categories"]:
            yield fault("labels must match the categories of axis_config", f"{here}/data")


LABEL = string(1, 20)
POINT = record({"label": LABEL, "value": number()})
PLOT: Check = record(
    {
        "series": items(record({"name": LABEL, "data": items(POINT, 1, 20)}), 1, 6),
        "axis_config": record(
            {"categories": items(LABEL, 1, 20)}, {"x_label": string(0, 50), "y_label": string(0, 50)}
        ),
    },
    None,
    _series_agree,
)
CHART = variant(
    {
        "pie": record({"segments": items(record({"label": LABEL, "value": _positive}), 1, 6)}),
        "bar": PLOT,
        "line": PLOT,
        "area": PLOT,
    }
)
DATA_VISUALIZATION = record({"title": string(1, 50), "chart": CHART}, ID)
