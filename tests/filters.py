"""Takes each filter that keeps one program's rows from another's out of the bot, one at a time: some test has to fail.

    python -m tests.filters [--list] [PART OF A NAME …]

The code is changed in copies of the tree, never in place. A filter that no test misses is named at the end.
"""

import argparse
import ast
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from queue import SimpleQueue

import pytest

ROOT = Path(__file__).parent.parent
SCOPES = {"program_id", "team_id", "run_id", "mixer_id", "asked_by", "pair_id"}
CALLED = {"in_", "not_in", "is_distinct_from", "is_not_distinct_from"}
NOT_QUERIED = ("bot/migrations/", "bot/playground/")
FIRST = "tests/isolation"  # a few seconds; what it does not notice the tests of the feature may
AT_A_TIME = 2
OK, FAILED, NOTHING_TO_RUN = pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED

# Without these more rows are locked, or read and not used: somebody may wait for longer, and that is all.
UNSEEN = {
    "bot/offers/usecases.py: Enrolment.program_id.in_(programs)",
    "bot/people/roster.py: Workspace.team_id == team_id",
    "bot/privacy/facts.py: Session.pair_id.in_(pair_ids)",
    "bot/privacy/usecases.py: Workspace.team_id == person.team_id",
}

# The comparison stays, so that its tables and parameters do, and is true of every row.
IN_SQL = '__import__("sqlalchemy").or_({}, __import__("sqlalchemy").text("1 = 1"))'


@dataclass(frozen=True)
class Filter:
    """A comparison in a file. `without` is the whole file with something in its place that keeps nothing out."""

    path: str
    line: int
    words: str
    without: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.words}"

    @property
    def is_seen(self) -> bool:
        return f"{self.path}: {self.words}" not in UNSEEN


def filters_in(path: str, source: str) -> Iterator[Filter]:
    tree = ast.parse(source)
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.expr) and _scopes(node):
            words = ast.get_source_segment(source, node) or ""
            neutral = str(_is_equality(node)) if _is_plain(node, above) else IN_SQL.format(words)
            yield Filter(path, node.lineno, " ".join(words.split()), _replaced(source, node, neutral))


def _scopes(node: ast.expr) -> bool:
    match node:
        case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq()], comparators=[right]):
            return any(isinstance(side, ast.Attribute) and side.attr in SCOPES for side in (left, right))
        case ast.Call(func=ast.Attribute(value=ast.Attribute(attr=attribute), attr=called)):
            return attribute in SCOPES and called in CALLED
    return False


def _is_equality(node: ast.expr) -> bool:
    return isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq)


def _is_plain(node: ast.expr, above: dict[ast.AST, ast.AST]) -> bool:
    """Whether Python compares, and not the database."""
    parent = above[node]
    if isinstance(parent, ast.UnaryOp):
        return isinstance(parent.op, ast.Not)
    if isinstance(parent, ast.IfExp):
        return parent.test is node
    return isinstance(parent, ast.BoolOp | ast.If | ast.comprehension | ast.Return)


def _replaced(source: str, node: ast.expr, words: str) -> str:
    lines = source.encode().splitlines(keepends=True)  # columns of the syntax tree are bytes
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    before = b"".join(lines[:first]) + lines[first][: node.col_offset]
    after = lines[last][node.end_col_offset :] + b"".join(lines[last + 1 :])
    return (before + words.encode() + after).decode()


def all_filters() -> list[Filter]:
    paths = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "bot").rglob("*.py"))
    queried = [path for path in paths if not path.startswith(NOT_QUERIED)]
    found = [one for path in queried for one in filters_in(path, (ROOT / path).read_text("utf-8"))]
    return sorted((one for one in found if one.is_seen), key=lambda one: (one.path, one.line))


def suites(path: str) -> list[str]:
    own = f"tests/{path.split('/')[1]}"
    return [FIRST, own] if (ROOT / own).is_dir() else [FIRST]


def noticed_by(one: Filter, tree: Path) -> str | None:
    """The suite that fails without this filter, or None. Raises RuntimeError where it fails with it, too."""
    path = tree / one.path
    whole = path.read_text("utf-8")
    path.write_text(one.without, "utf-8")
    try:
        suite = next((suite for suite in suites(one.path) if not passes(tree, suite)), None)
    finally:
        path.write_text(whole, "utf-8")
    if suite is not None and not passes_as_it_is(tree, suite):
        raise RuntimeError(f"{suite} fails as it is.")
    return suite


@lru_cache
def passes_as_it_is(tree: Path, suite: str) -> bool:
    return passes(tree, suite)


def passes(tree: Path, suite: str) -> bool:
    """On SQLite only, until a test fails. Raises RuntimeError where the tests cannot be run."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-k", "not postgresql", "-p", "no:cacheprovider", suite]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    run = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False)
    if run.returncode not in (OK, FAILED, NOTHING_TO_RUN):
        raise RuntimeError(run.stdout + run.stderr)
    return run.returncode != FAILED


def survivors(filters: Sequence[Filter]) -> list[Filter]:
    trees: SimpleQueue[Path] = SimpleQueue()

    def tried(one: Filter) -> bool:
        tree = trees.get()
        try:
            suite = noticed_by(one, tree)
        finally:
            trees.put(tree)
        say(f"{suite or 'nothing':20} {one}")
        return suite is not None

    with tempfile.TemporaryDirectory(prefix="flipside-filters-") as folder:
        for number in range(AT_A_TIME):
            tree = Path(folder, str(number))
            shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(".*", "__pycache__"), symlinks=True)
            trees.put(tree)
        with ThreadPoolExecutor(AT_A_TIME) as threads:
            return [one for one, noticed in zip(filters, threads.map(tried, filters), strict=True) if not noticed]


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", action="store_true", help="only name them")
    parser.add_argument("parts", nargs="*", help="only those whose name has one of these in it")
    wanted = parser.parse_args()
    filters = [one for one in all_filters() if any(part in str(one) for part in wanted.parts or [""])]
    if wanted.list:
        say("\n".join(map(str, filters)))
        return 0
    left = survivors(filters)
    say("\n".join([f"{len(filters)} filters, {len(left)} of which no test misses.", *map(str, left)]))
    return 1 if left else 0


if __name__ == "__main__":
    raise SystemExit(main())
