"""`python -m bot match`: pairs out of a file of people, without Slack and without a database."""

import argparse
import csv
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.core.csv_files import UnreadableFile
from bot.core.sentences import Part, _, all_of, ngettext, say, together
from bot.matching.search.engine.model import Result, Rules, Task, Unmatched, Weights
from bot.matching.search.engine.people_file import COLUMNS, MASTERIES, read_people
from bot.matching.told import NO_WISH, told_lack, told_of_both, told_what_if
from bot.programs.rules.weights import HEAVIEST

DONE, BAD_PEOPLE, CANNOT = 0, 1, 2


def add_options(parser: argparse.ArgumentParser) -> None:
    rules = Rules()
    parser.add_argument("--people", required=True, type=Path, metavar="FILE", help=f"CSV: {','.join(COLUMNS)}")
    parser.add_argument(
        "--out", required=True, type=Path, metavar="FILE", help="the pairs: mentor_id,mentee_id,score,reasons"
    )
    parser.add_argument("--edges", type=Path, metavar="FILE", help="every pair that the rules allow, with its score")
    parser.add_argument("--unmatched", type=Path, metavar="FILE", help="who has no partner, and why: id,reason")
    parser.add_argument(
        "--min-gap", type=_levels, default=rules.min_gap, metavar="LEVELS",
        help="how far below the mentee a mentor stands at least (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--min-overlap-hours", type=_hours, default=rules.min_overlap, metavar="HOURS",
        help="how long both are at work at the same time at least, 9 to 17 local (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--weights", type=_weights, default=rules.weights, metavar="NAME=NUMBER,…",
        help="how much each thing counts; those that are not named count as usual: "
        + ",".join(f"{name}={value}" for name, value in asdict(rules.weights).items()),
    )  # fmt: skip
    parser.add_argument(
        "--date", type=_date, default=None, metavar="YYYY-MM-DD",
        help="the day whose clocks count, for summer time (default: today)",
    )  # fmt: skip


def match(options: argparse.Namespace, today: date) -> int:
    """Returns the exit status: 1 for people that contradict themselves, 2 where files cannot be read or written.

    Writes all files or none.
    """
    outputs = [path for path in (options.out, options.edges, options.unmatched) if path]
    if same := _same_file([options.people, *outputs]):
        return _says(f"{same}: named twice, and would be overwritten", CANNOT)
    try:
        people = read_people(options.people.read_bytes())
    except UnreadableFile as problem:
        return _says(f"{options.people}: {problem}", BAD_PEOPLE)
    except OSError as problem:
        return _says(f"{options.people}: cannot be read ({problem.strerror})", CANNOT)
    if people.problems:
        for line in people.problems:
            _says(f"{options.people}: {line}", BAD_PEOPLE)
        return BAD_PEOPLE
    rules = Rules(options.min_gap, options.min_overlap_hours, weights=options.weights)
    task = Task(people.mentors, people.mentees, options.date or today, rules, people.managers)
    try:
        with _written_together(outputs) as files:
            result = _solve_into(task, options, files)
    except OSError as problem:
        return _says(f"{problem.filename or options.out}: cannot be written ({problem.strerror})", CANNOT)
    except KeyboardInterrupt:
        return _says("stopped; nothing was written", CANNOT)
    _summarise(task, result)
    return DONE


def _solve_into(task: Task, options: argparse.Namespace, files: Sequence["_Draft"]) -> Result:
    from bot.matching.search.engine.solver import allowed_pairs, solve

    result = solve(task)
    for draft in files:
        if draft.target == options.out:
            pairs = ((one.mentor, one.mentee, one.score, _reasons(one.reasons)) for one in result.proposals)
            draft.write(("mentor_id", "mentee_id", "score", "reasons"), pairs)
        elif draft.target == options.edges:
            draft.write(("mentor_id", "mentee_id", "score"), allowed_pairs(task))
        else:
            draft.write(("id", "reason"), ((one.id, _lack(one)) for one in result.unmatched))
    return result


def _reasons(reasons: dict[str, Any]) -> str:
    """All of it, unlike what a lead reads: whoever runs this has the file with everybody's wishes."""
    facts: list[Part] = [NO_WISH] if reasons["wished"] and not reasons["wishes"] else []
    for skill, priority, level in reasons["wishes"]:
        said = _("Can help with wish {priority}: {skill} ({level} of {most}).")
        facts.append(say(said, priority=priority, skill=_named(skill), level=level, most=MASTERIES[-1]))
    if rare := reasons["rare"]:
        facts.append(say(_("Few can teach {skills}."), skills=all_of([_named(skill) for skill in rare])))
    if returned := reasons["returned"]:
        skills = all_of([_named(skill) for skill, *_rest in returned])
        facts.append(say(_("Would learn {skills} in return."), skills=skills))
    return str(together(*facts, *told_of_both(reasons)))


def _lack(one: Unmatched) -> str:
    lack = told_lack(asdict(one), least_gap=0)
    if not one.offering:
        return str(lack)
    offering = ngettext(
        "{count} of them teaches a skill that was wished for.",
        "{count} of them teach a skill that was wished for.",
        one.offering,
    )
    return str(together(lack, offering))


def _named(skill: str) -> str:
    return skill.replace("-", " ").replace("_", " ")


@dataclass(frozen=True)
class _Draft:
    target: Path
    path: Path

    def write(self, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        with self.path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)
            file.flush()
            os.fsync(file.fileno())


@contextmanager
def _written_together(targets: Sequence[Path]) -> Iterator[list[_Draft]]:
    """Drafts beside their targets, which take their places when all are complete, and are gone after any error."""
    with ExitStack() as cleaning:
        drafts = []
        for target in targets:
            if target.is_dir() or not target.parent.is_dir():
                raise OSError(0, "it is a folder" if target.is_dir() else "there is no such folder", str(target))
            handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
            os.close(handle)
            cleaning.callback(_remove, name)
            Path(name).chmod(0o666 & ~_umask())
            drafts.append(_Draft(target, Path(name)))
        yield drafts
        for draft in drafts:
            draft.path.replace(draft.target)


def _remove(name: str) -> None:
    with suppress(FileNotFoundError):
        Path(name).unlink()


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def _same_file(paths: Sequence[Path]) -> Path | None:
    seen: set[Path] = set()
    for path in paths:
        real = path.resolve()
        if real in seen:
            return path
        seen.add(real)
    return None


def _summarise(task: Task, result: Result) -> None:
    proof, matched = result.certificate, len(result.proposals)
    total = sum(pair.score for pair in result.proposals)
    mentees, have = "mentee" if len(task.mentees) == 1 else "mentees", "has" if matched == 1 else "have"
    lines = [f"{matched:,} of {len(task.mentees):,} {mentees} {have} a mentor, with a total of {total:,} points."]
    if matched:
        pairs = "the only pair" if proof.pairs == 1 else f"all {proof.pairs:,} pairs"
        lines.append(
            f"Proven against {pairs}, of which the rules allow {proof.allowed:,}: no more people can be matched, no "
            f"pair needs to be under {proof.floor} points, and no total is greater above that."
        )
    lines += [told_what_if(asdict(one)) for one in result.what_ifs if one.more]
    try:
        print("\n".join(lines), flush=True)  # noqa: T201
    except BrokenPipeError:  # whoever reads it has read enough; Python must not try again as it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _says(line: str, status: int) -> int:
    print(line, file=sys.stderr)  # noqa: T201
    return status


def _levels(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 5):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of levels, 0 or more")
    return int(text)


def _hours(text: str) -> float:
    try:
        hours = float(text)
    except ValueError:
        hours = -1
    if not 0 <= hours <= 24:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of hours from 0 to 24")
    return hours


def _weights(text: str) -> Weights:
    """`skills=60,hours=8`"""
    given: dict[str, int] = {}
    for part in filter(None, text.split(",")):
        name, _equals, number = (piece.strip() for piece in part.partition("="))
        if name not in Weights.__dataclass_fields__:
            raise argparse.ArgumentTypeError(f"{name!r} is no weight; there are {', '.join(asdict(Weights()))}")
        if name in given:
            raise argparse.ArgumentTypeError(f"{name} is there twice")
        if not (number.isascii() and number.isdigit() and len(number) < 5 and int(number) <= HEAVIEST):
            raise argparse.ArgumentTypeError(
                f"{part!r} is not such as {name}={asdict(Weights())[name]}, up to {HEAVIEST}"
            )
        given[name] = int(number)
    if not any(asdict(weights := replace(Weights(), **given)).values()):
        raise argparse.ArgumentTypeError("something has to count; please give at least one more than 0")
    return weights


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2026-01-31") from None
