"""The ways in which people are usually paired, for comparison. Each takes the pairs that the rules allow."""

import random
from collections import deque
from collections.abc import Mapping, Sequence

from bot.matching.search.engine.model import Id

Edge = tuple[Id, Id, int]  # mentor, mentee, score
Pairing = list[Edge]


def greedy(pairs: Sequence[Edge], places: Mapping[Id, int]) -> Pairing:
    """The best pair that is left, again and again."""
    return _in_turn(sorted(pairs, key=lambda pair: -pair[2]), places)


def by_lot(pairs: Sequence[Edge], places: Mapping[Id, int], chance: random.Random) -> Pairing:
    return _in_turn(chance.sample(pairs, len(pairs)), places)


def _in_turn(pairs: Sequence[Edge], places: Mapping[Id, int]) -> Pairing:
    left, has_mentor = dict(places), set[Id]()
    made = []
    for pair in pairs:
        mentor, mentee, _ = pair
        if left[mentor] and mentee not in has_mentor:
            left[mentor] -= 1
            has_mentor.add(mentee)
            made.append(pair)
    return made


def gale_shapley(pairs: Sequence[Edge], places: Mapping[Id, int]) -> Pairing:
    """Stable: mentees ask in the order of their scores, mentors keep the best who asked (Gale and Shapley 1962)."""
    wanted: dict[Id, list[Edge]] = {}
    for pair in sorted(pairs, key=lambda pair: pair[2]):
        wanted.setdefault(pair[1], []).append(pair)
    held: dict[Id, list[Edge]] = {mentor: [] for mentor in places}
    asking = deque(wanted)
    while asking:
        mentee = asking.popleft()
        if not wanted[mentee]:
            continue
        pair = wanted[mentee].pop()
        kept = held[pair[0]]
        kept.append(pair)
        if len(kept) > places[pair[0]]:
            refused = min(kept, key=lambda one: one[2])
            kept.remove(refused)
            asking.append(refused[1])
    return [pair for kept in held.values() for pair in kept]
