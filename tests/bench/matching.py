"""Matching: how long and how much memory the proof takes, and what simpler ways reach on the same people."""

import random

from bot.matching.engine.model import Result, Task
from bot.matching.engine.solver import allowed_pairs
from tests.bench.figures import Figure
from tests.bench.matching_child import in_a_child
from tests.bench.other_matchers import Pairing, by_lot, gale_shapley, greedy
from tests.bench.peer_matcher import measure_peer
from tests.matching.engine.crowd import crowd

SIZES = ((1_000, 0.5), (5_000, 3.0), (20_000, 20.0))  # people of a side, and the promised seconds
MEMORY = 500.0  # MB, promised for the largest
COMPARED = 1_000  # people of a side on whom simpler ways are tried


async def measure() -> list[Figure]:
    figures: list[Figure] = []
    for size, seconds in SIZES:
        task = crowd(size, size)
        run = await in_a_child(task)
        name = f"matching: {size:,} a side"
        most = MEMORY if size == SIZES[-1][0] else None
        figures += [
            Figure(f"{name}, proven, from people to proposals", run.seconds, "s", most=seconds),
            Figure(f"{name}, memory of the process", run.memory, "MB", most=most),
            Figure(f"{name}, matched", len(run.result.proposals), "pairs"),
            Figure(f"{name}, floor", run.result.certificate.floor, "points"),
        ]
        if size == COMPARED:
            figures += _compared(task, run.result)
    return figures + await measure_peer()


def _compared(task: Task, ours: Result) -> list[Figure]:
    pairs = list(allowed_pairs(task))
    places = {mentor.id: mentor.capacity for mentor in task.mentors}
    ways: dict[str, Pairing] = {
        "greedy": greedy(pairs, places),
        "Gale–Shapley": gale_shapley(pairs, places),
        "random": by_lot(pairs, places, random.Random(1)),
    }
    total = sum(pair.score for pair in ours.proposals)
    matched_name, total_name = (f"matching: {COMPARED:,} a side, {what}, ours" for what in ("matched again", "total"))
    figures = [Figure(matched_name, len(ours.proposals), "pairs"), Figure(total_name, total, "points")]
    for way, pairing in ways.items():
        name = f"matching: {COMPARED:,} a side,"
        figures += [
            Figure(f"{name} matched, {way}", len(pairing), "pairs", peer=matched_name),
            Figure(f"{name} total, {way}", sum(score for *_, score in pairing), "points", peer=total_name),
            Figure(f"{name} least happy pair, {way}", min(score for *_, score in pairing), "points"),
        ]
    return figures
