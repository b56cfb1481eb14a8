from bot.matching.search.engine.model import Candidate, Rules, Task
from bot.matching.search.engine.solver import solve
from tests.matching.search.engine.crowd import TODAY


def test_a_looser_rule_is_counted_in_people() -> None:
    mentors = (Candidate(1, 1, languages=frozenset({"ja"})), Candidate(2, 3))
    mentees = (Candidate(3, 3, languages=frozenset({"no"})), Candidate(4, 3), Candidate(5, 3))
    result = solve(Task(mentors, mentees, TODAY, Rules(min_gap=2)))
    more = {(one.rule, one.value): one.more for one in result.what_ifs}
    assert more == {
        ("gap", 1): 0, ("gap", 0): 1, ("language", False): 0, ("overlap", 0): 0, ("capacity", 1): 1,
    }  # fmt: skip
