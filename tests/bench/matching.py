"""Matching: what simpler ways reach on the same people, and another matcher. How long ours takes is in `search`."""

import random

from bot.matching.search.engine.model import Result, Task
from bot.matching.search.engine.solver import allowed_pairs, solve
from tests.bench.figures import Figure
from tests.bench.other_matchers import Pairing, by_lot, gale_shapley, greedy
from tests.bench.peer_matcher import measure_peer
from tests.matching.search.engine.crowd import crowd

COMPARED = 1_000  # people of a side on whom simpler ways are tried


async def measure() -> list[Figure]:
    task = crowd(COMPARED, COMPARED)
    return [*_compared(task, solve(task)), *await measure_peer()]


def _compared(task: Task, ours: Result) -> list[Figure]:
    pairs = list(allowed_pairs(task))
    places = {mentor.id: mentor.capacity for mentor in task.mentors}
    ways: dict[str, Pairing] = {
        "greedy": greedy(pairs, places),
        "Gale–Shapley": gale_shapley(pairs, places),
        "random": by_lot(pairs, places, random.Random(1)),
    }
    total = sum(pair.score for pair in ours.proposals)
    matched_name, total_name = (f"matching: {COMPARED:,} a side, {what}, ours" for what in ("matched", "total"))
    figures = [
        Figure(matched_name, len(ours.proposals), "pairs"),
        Figure(total_name, total, "points"),
        Figure(f"matching: {COMPARED:,} a side, least happy pair, ours", ours.certificate.floor, "points"),
    ]
    for way, pairing in ways.items():
        name = f"matching: {COMPARED:,} a side,"
        figures += [
            Figure(f"{name} matched, {way}", len(pairing), "pairs", peer=matched_name),
            Figure(f"{name} total, {way}", sum(score for *_, score in pairing), "points", peer=total_name),
            Figure(f"{name} least happy pair, {way}", min(score for *_, score in pairing), "points"),
        ]
    return figures
