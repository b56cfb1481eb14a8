from bot.matching.search.engine.facts import reasons
from bot.matching.search.engine.fit import Fit
from bot.matching.search.engine.model import Candidate, Rules, Task, Unmatched, WhatIf
from bot.matching.search.engine.words import told_lack, told_reasons, told_what_if
from tests.matching.search.engine.crowd import TODAY


def test_a_pair_hears_what_speaks_for_it() -> None:
    mentor = Candidate(1, 1, "IT", "", frozenset({"no"}), {"short-video": 5}, {"strategy": 1})
    mentee = Candidate(2, 5, "Sales", "", frozenset({"no", "sv"}), {"strategy": 2}, {"short-video": 1, "ai": 2})
    told = told_reasons(reasons(Fit(Task((mentor,), (mentee,), TODAY)), mentor, mentee))
    assert told == (
        "teaches short video at expert level, your first wish; would like to learn strategy from you; "
        "both speak Norwegian; four levels apart, different departments"
    )


def test_a_pair_with_little_in_common_is_told_no_more_than_is_known() -> None:
    mentor, mentee = Candidate(1, 1), Candidate(2, 2, wishes={"ai": 1})
    told = told_reasons(reasons(Fit(Task((mentor,), (mentee,), TODAY)), mentor, mentee))
    assert told == "teaches none of your wishes; one level apart"


def test_people_without_a_partner_hear_what_stood_between() -> None:
    assert told_lack(Unmatched(1, "mentor", has_place=False)) == "has no place free"
    assert told_lack(Unmatched(1, "mentee", fitting=1)) == (
        "1 mentor would suit, and is matched with others in the best result"
    )
    assert told_lack(Unmatched(1, "mentee", without={"gap": 4, "language": 2}, nearest_gap=1, at_gap=3)) == (
        "no mentor is allowed by the rules; 3 would if the level gap were 1; "
        "2 would if a shared language were not asked for"
    )
    assert told_lack(Unmatched(1, "mentee")).endswith("with any one of them looser")


def test_a_what_if_says_when_it_is_not_the_whole_answer() -> None:
    assert told_what_if(WhatIf("gap", 0, 3)) == "with a level gap of 0, 3 more would be matched"
    assert told_what_if(WhatIf("language", False, 3, exact=False)).endswith("at least 3 more would be matched")


def test_a_looser_rule_is_counted_in_people() -> None:
    from bot.matching.search.engine.solver import solve

    mentors = (Candidate(1, 1, languages=frozenset({"ja"})), Candidate(2, 3))
    mentees = (Candidate(3, 3, languages=frozenset({"no"})), Candidate(4, 3), Candidate(5, 3))
    result = solve(Task(mentors, mentees, TODAY, Rules(min_gap=2)))
    more = {(one.rule, one.value): one.more for one in result.what_ifs}
    assert more == {
        ("gap", 1): 0, ("gap", 0): 1, ("language", False): 0, ("overlap", 0): 0, ("capacity", 1): 1,
    }  # fmt: skip
