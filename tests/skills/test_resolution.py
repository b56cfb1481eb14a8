"""What people type, and which skill they mean by it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.skills import model
from bot.skills.rules.catalogue import LABELS
from bot.skills.rules.resolution import FOUND, NAME, Names, OddSkillName, checked_name, normalised, split_names
from bot.skills.rules.synonyms import SYNONYMS

CATALOGUE = Names.of({})
NAMES = [(label, slug) for slug, label in LABELS.items()]
NAMES += [(name, slug) for slug, names in SYNONYMS.items() for name in names]

ANY = st.text(max_size=90)
NASTY = st.text(alphabet=st.sampled_from("aZ9 ,;\n\t<>@!(#+)-.\u200b\u202e\u00ad\u3164\ufe0f🦊éßøあ゙कि한"), max_size=70)
BETWEEN = st.sampled_from(["", " ", "-", "_", ".", "'", "  ", " / ", "\u00a0", "\u0301", "\u200b"])


@given(name=st.sampled_from(NAMES), data=st.data())
def test_case_spaces_accents_and_punctuation_change_nothing(name: tuple[str, str], data: st.DataObject) -> None:
    written, slug = name
    typed = "".join(
        (char.upper() if data.draw(st.booleans()) else char.lower()) + data.draw(BETWEEN) for char in written
    )
    assert CATALOGUE.resolve(typed) == slug


@given(text=ANY | NASTY)
def test_a_normalised_text_stays_as_it_is_in_any_case_and_form(text: str) -> None:
    key = normalised(text)
    assert normalised(key) == key
    assert normalised(text.upper()) == normalised(text.lower()) == key
    assert normalised(unicodedata.normalize("NFD", text)) == key


@pytest.mark.parametrize(
    "typed",
    [
        ["Tik-Tok", "tik tok", "TikTok", "#tiktok"],
        ["Bærekraft", "baerekraft"],
        ["Ål", "al"],
        ["Straße", "STRASSE"],
        ["Lamp™", "lamp tm"],
    ],
)
def test_spellings_of_one_name_are_one(typed: list[str]) -> None:
    assert len({normalised(name) for name in typed}) == 1


@pytest.mark.parametrize("typed", [["C", "C++", "C#"], ["が", "か"], ["कि", "की", "क"]])
def test_names_that_differ_by_a_sign_that_matters_stay_apart(typed: list[str]) -> None:
    assert len({normalised(name) for name in typed}) == len(typed)


def test_every_label_and_synonym_resolves_to_its_own_slug() -> None:
    assert [name for name, slug in NAMES if CATALOGUE.resolve(name) != slug] == []


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("tiktoc", "short-video"),
        ("promting", "prompting"),
        ("sustainabilty", "sustainability"),
        ("Sustanabilty", "sustainability"),
        ("excell", "spreadsheets"),
        ("Linkdin", "linkedin"),
        ("inlcusion", "inclusion"),
        ("data visualisaton", "data-viz"),
    ],
)
def test_a_slip_of_the_finger_is_forgiven(typed: str, slug: str) -> None:
    assert CATALOGUE.resolve(typed) == slug


@given(slug=st.sampled_from([slug for slug, label in LABELS.items() if len(label) >= 8]), data=st.data())
def test_one_slip_in_a_label_never_makes_another_skill_of_it(slug: str, data: st.DataObject) -> None:
    label = LABELS[slug]
    at = data.draw(st.integers(0, len(label) - 2))
    dropped = label[:at] + label[at + 1 :]
    doubled = label[: at + 1] + label[at:]
    swapped = label[:at] + label[at + 1] + label[at] + label[at + 2 :]
    assert {CATALOGUE.resolve(typed) for typed in (dropped, doubled, swapped)} <= {slug, None}


@pytest.mark.parametrize("typed", ["exel", "Excell", "ecxel", "fimga", "emjoi"])
def test_in_a_short_name_that_nothing_else_is_near_a_slip_is_forgiven_too(typed: str) -> None:
    assert CATALOGUE.resolve(typed) is not None


OTHER_WORDS = [
    "slak",
    "sack",
    "expel",
    "scum",
    "vips",
    "VX",
    "XI",
    "C",
    "C++",
    "R",
    "price",
    "stack",
    "sigma",
    "hiking",
    "cooking",
    "coaching",
    "monitoring",
]
OTHER_WORDS += ["accounting", "negotiation", "web2", "Office 366", "office", "tender", "🦊", "##"]


@pytest.mark.parametrize("typed", OTHER_WORDS)
def test_another_word_is_not_taken_for_a_slip(typed: str) -> None:
    assert CATALOGUE.resolve(typed) is None


@pytest.mark.parametrize(("typed", "slug"), [("banta", None), ("bantera", "one"), ("banteri", None)])
def test_between_two_skills_that_are_equally_near_nothing_is_guessed(typed: str, slug: str | None) -> None:
    names = Names([("banterá", "one"), ("banterix", "two"), ("banters", "three")])
    assert names.resolve(typed) == slug


def test_names_of_one_skill_that_are_equally_near_do_not_stand_in_each_others_way() -> None:
    assert Names([("banterx", "one"), ("bantery", "one")]).resolve("banterz") == "one"


def test_a_workspaces_own_names_are_known_and_go_before_the_catalogue() -> None:
    names = Names.of({"Lamp repair": "added-1", "Prompt craft": "prompting", "Reels": "added-2"})
    assert names.resolve("lamp-repiar") == "added-1"
    assert names.resolve("prompt craft") == "prompting"
    assert names.resolve("REELS") == "added-2"
    assert names.search("lamp") == ["added-1"]
    assert names.search("craft") == ["prompting"]


def test_a_workspaces_own_names_are_unknown_elsewhere() -> None:
    Names.of({"Lamp repair": "added-1"})
    assert Names.of({}).resolve("Lamp repair") is None


def test_a_search_gives_the_skill_that_is_meant_first() -> None:
    assert CATALOGUE.search("insta")[0] == "social-media"
    assert CATALOGUE.search("Gen Z")[0] == "gen-z-work"


def test_a_search_for_a_beginning_finds_every_skill_with_such_a_word_and_labels_first() -> None:
    found = CATALOGUE.search("data")
    assert {"data-viz", "data-literacy", "data-decisions", "data-privacy"} <= set(found)
    found = CATALOGUE.search("video")
    assert found.index("live-video") < found.index("phone-video")  # which is called "video editing" too


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("ai risk", "ai-ethics"),
        ("tikt", "short-video"),
        ("workingfromh", "flexible-work"),
        ("sociaux re\u0301seaux", "social-media"),
        ("visualistaion da", "data-viz"),
    ],
)
def test_a_search_takes_words_in_any_order_joined_or_mistyped(typed: str, slug: str) -> None:
    assert slug in CATALOGUE.search(typed)


def test_a_search_shows_both_where_two_skills_are_equally_near() -> None:
    assert Names([("Lamp repair X", "one"), ("Lamp repair Y", "two")]).search("lamprepairz") == ["one", "two"]


def test_a_search_leaves_out_what_fits_only_some_of_the_words() -> None:
    assert CATALOGUE.search("data zebra") == []


def test_a_search_gives_a_handful_and_nothing_for_nothing() -> None:
    assert len(CATALOGUE.search("a")) == FOUND
    assert CATALOGUE.search(" \n🦊 ") == []


@given(text=ANY | NASTY)
def test_whatever_is_typed_is_resolved_and_searched_without_a_crash(text: str) -> None:
    found = CATALOGUE.search(text)
    assert len(found) == len(set(found)) <= FOUND
    assert set(found) <= set(LABELS)
    slug = CATALOGUE.resolve(text)
    assert slug is None or found[0] == slug


@given(text=ANY | NASTY)
def test_a_name_that_passed_passes_again_and_fits_where_it_is_stored(text: str) -> None:
    try:
        name = checked_name(text)
    except OddSkillName:
        return
    assert checked_name(name) == name
    assert 1 <= len(name) <= NAME
    assert 1 <= len(normalised(name)) <= NAME
    assert not set(name) & set("<>@\n\u200b\u202e")


def test_a_name_may_be_as_long_as_the_database_has_room_for() -> None:
    assert model.NAME == NAME


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Lamp \u00a0 repair ", "Lamp repair"),
        ("Lamp\u200b re\u202epair\x00", "Lamp repair"),
        ("Cafe\u0301", "Café"),
        ("C#", "C#"),
        ("C++", "C++"),
        ("R", "R"),
        ("書", "書"),
        ("5S", "5S"),
        ("Baking 🦊", "Baking 🦊"),
        ("x" * 60, "x" * 60),
        ("한" * 60, "한" * 60),
    ],
)
def test_a_name_is_made_presentable(typed: str, name: str) -> None:
    assert checked_name(typed) == name


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Please give the skill a name, such as “Podcasts”."),
        (" \u200b\u3164 ", "Please give the skill a name, such as “Podcasts”."),
        ("7", "Please say a little more than “7”: a name has two characters or more, or is a letter."),
        ("🦊🦊", "Please name the skill in words: there is no letter or digit in “🦊🦊”."),
        ("<!here>", "Please write “<!here>” without <, > and @."),
        ("ask @maya", "Please write “ask @maya” without <, > and @."),
        ("Lamp\nrepair", "Please write “Lamp repair” on one line, without tabs or other control characters."),
        ("Lamp\u2028repair", "Please write “Lamp repair” on one line, without tabs or other control characters."),
        ("\x07Lamp", "Please write “Lamp” on one line, without tabs or other control characters."),
        ("HTTP://x.example", "Please name the skill in a few words and leave out the link in “HTTP://x.example”."),
        ("w\u200bww.x.example", "Please name the skill in a few words and leave out the link in “www.x.example”."),
        ("x" * 61, f"Please keep a skill's name to 60 characters; “{'x' * 30}…” has 61."),
        ("æ" * 31, f"Please keep a skill's name to 60 characters; “{'æ' * 30}…” has 62."),
    ],
)
def test_an_odd_name_is_refused_with_how_to_mend_it(typed: str, told: str) -> None:
    with pytest.raises(OddSkillName) as refused:
        checked_name(typed)
    assert refused.value.text == told


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("", []),
        (" ,;\n, \u200b ", []),
        ("Lamp repair, Excel;Knitting\nSewing", ["Lamp repair", "Excel", "Knitting", "Sewing"]),
        ("TikTok, tik-tok, Excel, TIK TOK", ["TikTok", "Excel"]),
        ("- Knitting\r\n• Sewing", ["Knitting", "Sewing"]),
        ("C, C++, C#, C", ["C", "C++", "C#"]),
        ("Short video (Reels, Shorts, TikTok), Excel", ["Short video (Reels, Shorts, TikTok)", "Excel"]),
        ("Excel (a bit, Sewing :)", ["Excel (a bit, Sewing :)"]),
        ("Excel (a bit\nSewing, Knitting", ["Excel (a bit", "Sewing", "Knitting"]),
        ("🦊, 🦊, 🐝", ["🦊", "🐝"]),
    ],
)
def test_a_list_is_taken_apart(typed: str, names: list[str]) -> None:
    assert split_names(typed) == names


@given(text=ANY | NASTY)
def test_each_name_of_a_list_is_there_once_and_whole(text: str) -> None:
    names = split_names(text)
    assert all(name and name == name.strip() and "\n" not in name for name in names)
    keys = [normalised(name) or name for name in names]
    assert len(set(keys)) == len(keys)


@given(names=st.lists(st.sampled_from([name for name, _ in NAMES if "," not in name]), unique_by=normalised))
def test_a_list_keeps_its_order(names: list[str]) -> None:
    assert split_names("; ".join(names)) == names
