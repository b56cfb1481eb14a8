from collections.abc import Mapping, Sequence
from typing import Any

from bot.core.answers import Message, Tell
from bot.core.blocks import Block, Part, bold, bullets, button, buttons, listed, paragraph, quote, small, when, who
from bot.offers.model import OfferState, Reply
from bot.offers.queries import OfferUp, Waiting
from bot.people.model import Person
from bot.people.rules.languages import LANGUAGES
from bot.programs.model import Program, Silence
from bot.programs.rules.lifecycle import PLANNING
from bot.programs.wording import wording

QUIET = "Declining is quiet: nobody asks you why, and I never tell who declined."
QUIET_NO = "No answer counts as a quiet no."
QUIET_TO_ONE = "Declining is quiet: nobody asks you why, and it looks the same as no answer."
MASTERY = {1: "beginner", 2: "basic", 3: "good", 4: "very good", 5: "expert"}
PLACES = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth"}
Labels = Mapping[str, str]


def offered(up: OfferUp, reader: Person, labels: Labels, *, again: bool) -> Message:
    """To one of the two, alone; `again` for the one reminder."""
    partner = who(up.partner_of(reader.id).slack_id)
    begins = "There is still time to answer: " if again else "I think I have found somebody for you: "
    why: list[Sequence[Part]] = [[fact] for fact in _why(up, reader, labels)]
    return Message(
        [
            paragraph(begins, *could_be(up, reader), "."),
            paragraph("Why the two of you:"),
            bullets(*why),
            paragraph(
                "Interested? Please answer by ",
                when(up.offer.answer_by),
                f". {_silence(up.program)} ",
                partner,
                " is asked too. Once you've both accepted, I'll introduce you.",
            ),
            answers(up),
            small(QUIET),
        ]
    )


def requested(up: OfferUp, reader: Person, labels: Labels, *, again: bool) -> Message:
    """To whom the other asked; `again` for the one reminder."""
    why: list[Sequence[Part]] = [[fact] for fact in _why(up, reader, labels)]
    return Message(
        [
            paragraph("There is still time to answer: " if again else "", *_would_like(up, reader), "."),
            *_written(up),
            paragraph("Why it could be a good match:"),
            bullets(*why),
            paragraph(
                "Interested? Please answer by ",
                when(up.offer.answer_by),
                f". {QUIET_NO} Once you accept, I'll introduce you.",
            ),
            answers(up),
            small(QUIET_TO_ONE),
        ]
    )


def _would_like(up: OfferUp, reader: Person) -> list[Part]:
    asker, program = who(up.partner_of(reader.id).slack_id), bold(up.program.name)
    if up.words.is_equal:
        return [asker, f" asks whether the two of you could be {up.words.both} in ", program]
    if up.is_mentor(reader.id):
        return [asker, f" asks whether you would be their {up.words.mentor} in ", program]
    return [asker, f" asks whether they could be your {up.words.mentor} in ", program]


def _written(up: OfferUp) -> list[Block]:
    return [paragraph("They write:"), quote(up.offer.message)] if up.offer.message else []


def could_be(up: OfferUp, reader: Person) -> list[Part]:
    partner, program = who(up.partner_of(reader.id).slack_id), bold(up.program.name)
    if up.words.is_equal:
        return ["you and ", partner, f" could be {up.words.mentor}s in ", program]
    word = up.words.mentee if up.is_mentor(reader.id) else up.words.mentor
    return [partner, f" could be your {word} in ", program]


def answers(up: OfferUp) -> Block:
    return buttons(
        button("Accept", "accept_offer", up.offer.id, style="primary"),
        button("Decline quietly", "decline_offer", up.offer.id),
    )


def standing(up: OfferUp, reader: Person) -> list[Block]:
    """An open offer among everything else that somebody looks at; not for those who declined it."""
    if up.offer.is_request:
        return _own_request(up, reader) if up.offer.is_asker(reader.id) else _request(up, reader)
    if up.offer.answer_of(reader.id) is Reply.YES:
        return [paragraph(*_accepted_with(up, reader), ". ", *_until(up))]
    asked: list[Part] = ["A pair is proposed: ", *could_be(up, reader), ". Please answer by ", when(up.offer.answer_by)]
    return [paragraph(*asked, f". {_silence(up.program)}"), answers(up)]


def _own_request(up: OfferUp, reader: Person) -> list[Block]:
    return [paragraph(*asked_whether(up, reader), ". ", *once_accepted(up)), buttons(_take_back(up))]


def asked_whether(up: OfferUp, reader: Person) -> list[Part]:
    program = bold(up.program.name)
    return ["You asked ", who(up.partner_of(reader.id).slack_id), " to be a pair with you in ", program]


def once_accepted(up: OfferUp) -> list[Part]:
    return [
        "Once they accept, I'll introduce you. Either way you'll hear from me soon after ",
        when(up.offer.answer_by),
        ".",
    ]


def made(up: OfferUp, reader: Person) -> Tell:
    """To whoever asked; the same words whether the other hears of it or not."""
    said: list[Part] = [
        "Done: I'm asking ",
        who(up.partner_of(reader.id).slack_id),
        ", quietly, to be your partner in ",
    ]
    keeps = "Until then it keeps one of your places. You can take it back."
    words = [paragraph(*said, bold(up.program.name), ". ", *once_accepted(up)), paragraph(keeps)]
    return Tell(Message([*words, buttons(_take_back(up))]))


def _take_back(up: OfferUp) -> dict[str, Any]:
    return button("Take back", "take_back_request", up.offer.id)


def _request(up: OfferUp, reader: Person) -> list[Block]:
    asked: list[Part] = [*_would_like(up, reader), ". Please answer by ", when(up.offer.answer_by)]
    return [paragraph(*asked, f". {QUIET_NO}"), *_written(up), answers(up)]


def _accepted_with(up: OfferUp, reader: Person) -> list[Part]:
    return ["You would like to be a pair with ", who(up.partner_of(reader.id).slack_id), " in ", bold(up.program.name)]


def _until(up: OfferUp) -> list[Part]:
    either_way = "Once you've both accepted, I'll introduce you. Either way you'll hear from me soon after "
    return [either_way, when(up.offer.answer_by), "."]


def _silence(program: Program) -> str:
    if program.silence is Silence.ACCEPTS:
        return "No answer counts as a yes."
    return QUIET_NO


def _why(up: OfferUp, reader: Person, labels: Labels) -> list[str]:
    """In full what the reader wishes for; of the other's wishes only those that the reader can teach."""
    facts, is_mentor = up.offer.reasons, up.is_mentor(reader.id)
    mine, theirs = ("returned", "wishes") if is_mentor else ("wishes", "returned")
    wanted = [labels.get(skill, skill) for skill, *_ in facts.get(theirs, ())]
    asks = [f"Would like to learn {_and(wanted)} from you"] if wanted else []
    taught = [_teaches(one, labels, is_equal=up.words.is_equal) for one in facts.get(mine, ())]
    said = [*asks, *taught] if is_mentor else [*taught, *asks]
    if not said:
        said.append("You would choose together what to talk about")
    if languages := facts.get("languages"):
        said.append(f"Both of you speak {_and([LANGUAGES.get(code, code) for code in languages])}")
    said.append(_distance(facts))
    if hours := facts.get("hours"):
        said.append(f"{hours:g} shared working {'hour' if hours == 1 else 'hours'} a day")
    return [fact for fact in said if fact]


def _teaches(wish: Sequence[Any], labels: Labels, *, is_equal: bool) -> str:
    skill, priority, level = wish
    verb = "Knows" if is_equal else "Teaches"
    return (
        f"{verb} {labels.get(skill, skill)} at {MASTERY.get(level, MASTERY[3])} level, "
        f"your {PLACES.get(priority, f'number {priority}')} wish"
    )


def _distance(facts: Mapping[str, Any]) -> str:
    place = {True: ", different departments", False: ", the same department", None: ""}[facts.get("apart")]
    gap = facts.get("gap", 0)
    return f"{'One level' if gap == 1 else f'{gap} levels'} apart{place}"


def _and(labels: Sequence[str]) -> str:
    return "".join(str(part) for part in listed(labels))


def accepted(up: OfferUp, reader: Person) -> Tell:
    """The same words whether the other has not answered yet, or has declined."""
    partner = who(up.partner_of(reader.id).slack_id)
    if up.offer.state is OfferState.ACCEPTED:
        said: list[Part] = ["You've both accepted: you and ", partner, " are a pair. I'm introducing you now."]
    else:
        said = ["Great! If ", partner, " says yes too, I'll introduce you. Either way you'll hear from me soon after "]
        said += [when(up.offer.answer_by), "."]
    return Tell(Message([paragraph(*said)]), replace=True)


def declined(up: OfferUp) -> Tell:
    if up.offer.is_request:
        return _request_declined(up)
    return Tell(
        Message(
            [
                paragraph(
                    "Thank you for saying so; that's quite all right. You keep your place in ",
                    bold(up.program.name),
                    ", and I'll look for somebody else for you.",
                ),
                small("This stays between you and me."),
            ]
        ),
        replace=True,
    )


def _request_declined(up: OfferUp) -> Tell:
    said = paragraph(
        "Thank you for saying so; that's quite all right. Nothing changes for you in ", bold(up.program.name), "."
    )
    return Tell(Message([said, small("This stays between you and me.")]), replace=True)


def taken_back(up: OfferUp, reader: Person) -> Tell:
    said: list[Part] = [
        "Taken back: I'm no longer asking ",
        who(up.partner_of(reader.id).slack_id),
        " to be a pair with you in ",
    ]
    free = ". Your place is free again. If they have read my message already, it says that it is over."
    return Tell(Message([paragraph(*said, bold(up.program.name), free)]), replace=True)


def request_over(program: Program) -> Message:
    """The same words whether the other declined, did not answer, left, is away, found somebody else or was erased."""
    if program.state not in PLANNING:
        why: list[Part] = ["No new pairs are made in ", bold(program.name), " any more, so no pair came of what you "]
        return Message([paragraph(*why, "asked there. Thank you for having asked.")])
    said: list[Part] = ["You asked somebody to be a pair with you in ", bold(program.name), ": no pair came of it. "]
    return Message([paragraph(*said, "That happens, and you keep your place there.")])


def offer_over(program: Program) -> Message:
    """The same words whether somebody declined, did not answer, left, is away, or was erased."""
    if program.state not in PLANNING:
        why: list[Part] = [
            "No new pairs are made in ",
            bold(program.name),
            " any more, so the one that I proposed to you ",
        ]
        return Message([paragraph(*why, "did not come about. Thank you for having been open to it.")])
    return Message(
        [
            paragraph(
                "The pair that I proposed to you in ",
                bold(program.name),
                ": this one did not come about. That happens. You keep your place, and I look for somebody else for "
                "you.",
            )
        ]
    )


def offers_unheard(program: Program) -> Message:
    """To leads. Neither who nor how many: somebody else of them may have declined."""
    return Message(
        [
            paragraph(
                "Not everybody whom I was to ask about a pair in ",
                bold(program.name),
                " got my message in time. That's no “no” from them: they count as not asked, and can be matched anew.",
            ),
            buttons(look_for_pairs(program)),
        ]
    )


def people_waiting(program: Program, waiting: Waiting) -> Message:
    """To leads: numbers only."""
    people = waiting.mentors + waiting.mentees
    return Message(
        [
            paragraph(
                bold(program.name), f": {people} people are waiting for a partner, {told_sides(program, waiting)}."
            ),
            buttons(look_for_pairs(program)),
        ]
    )


def told_sides(program: Program, waiting: Waiting) -> str:
    words = wording(program)
    return f"{words.count_juniors(waiting.mentors)} and {words.count_seniors(waiting.mentees)}"


def look_for_pairs(program: Program) -> dict[str, Any]:
    return button("Look for pairs", "match_program", program.id)
