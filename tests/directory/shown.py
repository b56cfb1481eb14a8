"""What people see of the directory, for the golden files."""

from collections.abc import Callable
from typing import Any

from bot.core.answers import Message, Tell
from bot.directory import views
from bot.directory.forms import MergeForm
from bot.directory.queries import Addition, Found, Listing, SkillsOverview
from bot.directory.search import Page, Search, SkillOffer, departments_of
from bot.people.model import Person
from bot.programs.first_steps import FirstStep
from bot.skills.model import AddedSkill
from bot.skills.rules.catalogue import LABELS
from tests.people_and_pairs import NOON, person

LABELS_HERE = LABELS | {"added-7": "Beekeeping"}
BEEKEEPING = AddedSkill(id=7, team_id="T1", key="beekeeping", name="Beekeeping", merged_into=None, added_at=NOON)
OFFERED = {slug: number % 7 + 1 for number, slug in enumerate(sorted(LABELS)[:60])} | {"added-7": 1}
WISHED = {"agile": 12, "added-7": 1, "ai-assistants": 3}


def somebody(number: int, **more: Any) -> Person:
    one = person(number)
    for name, value in more.items():
        setattr(one, name, value)
    return one


READER = somebody(2, level=6, department="Sales", location="Oslo & more")
PEOPLE = [
    (somebody(1, level=2, department="*Marketing* <!channel>"), 5),
    (READER, 4),
    (somebody(3, level=None, department=None), 1),
]


def listing(search: Search, pages: int = 1, total: int = 3, to_merge: AddedSkill | None = None) -> Listing:
    offers = [SkillOffer(one.id, mastery, one.department or "") for one, mastery in PEOPLE if total]
    page = Page(search, pages, total, offers, departments_of(offers))
    return Listing("Prompting", page, PEOPLE if total else [], to_merge)


OPEN = FirstStep(has_begun=True, may_join=True, may_create=True)
FRESH = FirstStep(has_begun=False, may_join=False, may_create=True)
WORST = LABELS | {f"added-{number}": "S" * 60 for number in range(40)}
WORST_ADDITIONS = [
    Addition(AddedSkill(id=number, team_id="T1", key="s", name="S" * 60, merged_into=None, added_at=NOON), 0, 2)
    for number in range(40)
]

SALES = next(key for key, name in departments_of([SkillOffer(2, 4, "Sales")]).items())

CROWD = [somebody(n, level=1, department=f"{n:03}" + "D" * 77, location="L" * 80) for n in range(60)]
LONG_LIST = Listing(
    "S" * 60,
    Page(
        Search("added-7", page=2),
        6,
        60,
        [SkillOffer(one.id, 5, one.department or "") for one in CROWD[:10]],
        departments_of([SkillOffer(one.id, 5, one.department or "") for one in CROWD]),
    ),
    [(one, 1) for one in CROWD[:10]],
    BEEKEEPING,
    to_ask=[one.id for one in CROWD],
)

VIEWS: dict[str, Callable[[], Message | Tell | dict[str, Any]]] = {
    "directory": lambda: views.overview(SkillsOverview(LABELS_HERE, OFFERED), OPEN),
    "directory_of_nobody": lambda: views.overview(SkillsOverview(LABELS_HERE, {}), OPEN),
    "directory_of_nobody_without_a_program": lambda: views.overview(SkillsOverview(LABELS_HERE, {}), FRESH),
    "directory_for_a_lead": lambda: views.overview(
        SkillsOverview(LABELS_HERE, OFFERED, is_lead=True, wished=WISHED, additions=[Addition(BEEKEEPING, 1, 1)]),
        OPEN,
    ),
    "directory_of_nobody_for_a_lead": lambda: views.overview(SkillsOverview(LABELS_HERE, {}, is_lead=True), OPEN),
    "directory_with_many_additions": lambda: views.overview(
        SkillsOverview(LABELS_HERE, {"agile": 1}, is_lead=True, additions=[Addition(BEEKEEPING, 0, 2)] * 12),
        OPEN,
    ),
    "directory_with_an_addition_that_nobody_has": lambda: views.overview(
        SkillsOverview(LABELS_HERE, {"agile": 1}, is_lead=True, additions=[Addition(BEEKEEPING, 0, 0, is_unused=True)]),
        OPEN,
    ),
    "directory_at_its_longest": lambda: views.overview(
        SkillsOverview(WORST, dict.fromkeys(WORST, 12_345), True, dict.fromkeys(WORST, 12_345), WORST_ADDITIONS), OPEN
    ),
    "skill_deleted": lambda: views.deleted("Beekeeping"),
    "who_offers": lambda: views.listing(listing(Search("prompting")), READER),
    "who_offers_at_its_longest": lambda: views.listing(LONG_LIST, READER),
    "who_offers_on_a_page_between": lambda: views.listing(
        listing(Search("prompting", SALES, 4, 2), pages=3, total=23), READER, in_place=True
    ),
    "who_offers_an_addition": lambda: views.listing(listing(Search("added-7"), to_merge=BEEKEEPING), READER),
    "nobody_offers": lambda: views.listing(listing(Search("prompting"), total=0), READER),
    "nobody_fits": lambda: views.listing(listing(Search("prompting", least=5), total=0), READER),
    "several_skills": lambda: views.which_skill(
        Found("data", labels=LABELS, choices=["data-viz", "data-literacy"], offered={"data-viz": 3})
    ),
    "unknown_skill": lambda: views.which_skill(Found("*promting* <!here>", labels=LABELS, nearest=["prompting"])),
    "unknown_skill_like_none": lambda: views.which_skill(Found("zzz", labels=LABELS)),
    "merge_form": lambda: MergeForm.modal(BEEKEEPING),
    "merged": lambda: views.merged(BEEKEEPING, "Volunteering"),
}
