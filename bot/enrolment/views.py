from collections.abc import Mapping, Sequence

from bot.core.answers import Message, Tell
from bot.core.blocks import (
    Block,
    Part,
    bold,
    bullets,
    button,
    buttons,
    clipped,
    code,
    command_button,
    italic,
    paragraph,
    small,
    who,
)
from bot.core.sentences import _, all_of, ngettext, say
from bot.enrolment.model import Enrolment, EnrolmentState, Role
from bot.people.model import Person, level_label
from bot.programs.model import Program
from bot.programs.wording import commitment, wording
from bot.skills.model import MASTERY, USUAL_MASTERY, PersonSkill, Side

CHOICES, NEED_SHOWN = 16, 200  # programs in one message, and characters of what each is for
ASKED_SHOWN = 300  # characters of what they would ask about a wish

# On the Home tab, and in the first message that somebody gets: their direct messages with the bot take text.
CANNOT_READ = _("I can't read what you write here: use the buttons, or /mentor.")

PROMISE = _("Only the leads of the program read your answers to these questions.")


def which_program(programs: Sequence[Program]) -> Tell:
    blocks: list[Block] = [paragraph(_("There are several programs. Which one would you like to join?"))]
    for program in programs[:CHOICES]:
        need = say(_("{program}: {need}"), program=bold(program.name), need=clipped(program.need, NEED_SHOWN))
        blocks += [
            paragraph(need, "\n", commitment(program)),
            buttons(button(_("Sign up"), "begin_signup", program.id)),
        ]
    if (more := len(programs) - CHOICES) > 0:
        said = ngettext(
            "And {count} more: type /mentor signup and its name.",
            "And {count} more: type /mentor signup and the name of the one you'd like to join.",
            more,
        )
        blocks.append(small(said))
    return Tell(Message(blocks))


def signed_up(
    program: Program,
    enrolment: Enrolment,
    person: Person,
    skills: Mapping[Side, Sequence[str]],
    labels: Mapping[str, str],
) -> Message:
    words = wording(program)
    role = bold(words.mentor if enrolment.role is Role.MENTOR else words.mentee)
    facts = [say(_("Your role: {role}. Your level: {level}."), role=role, level=level_label(person.level))]
    facts += _skills(skills, labels)
    if enrolment.role is Role.MENTOR and enrolment.capacity > 1:
        partners = ngettext(
            "You'd take up to {count} partner at a time.",
            "You'd take up to {count} partners at a time.",
            enrolment.capacity,
        )
        facts.append(say(partners))
    first = [small(CANNOT_READ)] if enrolment.times_saved == 1 else []  # for most, it is the first message of all
    return Message([_opening(program, enrolment), bullets(*facts), *_what_comes(program, enrolment), *first])


def _opening(program: Program, enrolment: Enrolment) -> Block:
    if enrolment.times_saved > 1:
        said = _("I've changed your sign-up for {program}. Here's what I have now:")
    elif enrolment.state is EnrolmentState.APPLIED:
        said = _("Thank you for applying to {program}! Here's what I noted:")
    elif enrolment.state is EnrolmentState.WAITING:
        said = _("Every place in {program} is taken right now, so you're on the waiting list. Here's what I noted:")
    else:
        said = _("Welcome to {program}! Here's what I noted:")
    return paragraph(say(said, program=bold(program.name)))


def _what_comes(program: Program, enrolment: Enrolment) -> list[Block]:
    match enrolment.state:
        case EnrolmentState.APPLIED:
            said = _("The leads of the program read it next. I'll write to you either way.")
        case EnrolmentState.WAITING:
            said = _("I'll write as soon as a place is free.")
        case _:
            said = _("I'll write as soon as there's a partner for you.")
    deeds = [button(_("Change my sign-up"), "begin_signup", program.id)]
    if enrolment.state is not EnrolmentState.ENROLLED:
        gone = say(_("You'll no longer be asking for a place in {program}."), program=program.name[:80])
        ask = (_("Withdraw?"), gone, _("Withdraw"))
        deeds.append(button(_("Withdraw"), "withdraw", program.id, ask_first=ask))
    return [paragraph(said), buttons(*deeds)]


def _skills(skills: Mapping[Side, Sequence[str]], labels: Mapping[str, str]) -> list[Part]:
    facts = []
    if offers := skills.get(Side.OFFERS):
        facts.append(say(_("You can teach {skills}."), skills=all_of([labels.get(slug, slug) for slug in offers])))
    if wishes := skills.get(Side.WISHES):
        wanted = all_of([labels.get(slug, slug) for slug in wishes])
        facts.append(say(_("You'd like to learn {skills}."), skills=wanted))
    return facts


def skills_described(said: Sequence[PersonSkill], taken_back: Sequence[str], labels: Mapping[str, str]) -> Tell:
    """What is stored after the second page: of what was left empty, too."""
    if not said:  # they were erased meanwhile
        return Tell(Message([paragraph(_("There was nothing left to save."))]))
    facts = [_described(one, one.skill in taken_back, labels) for one in said]
    return Tell(Message([paragraph(_("Saved. Here's what I have now:")), bullets(*facts)]))


def _described(one: PersonSkill, is_taken_back: bool, labels: Mapping[str, str]) -> Part:
    skill = bold(labels.get(one.skill, one.skill))
    if one.side is Side.OFFERS:
        return say(_("{skill}: {level}"), skill=skill, level=MASTERY[one.level or USUAL_MASTERY])
    number = one.priority or 1  # every wish has one
    if one.question:
        question = italic(clipped(one.question, ASKED_SHOWN))
        asks = _("{skill}, wish {number}. You'd like to ask: {question}")
        return say(asks, skill=skill, number=number, question=question)
    if is_taken_back:
        return say(_("{skill}, wish {number}. I've taken your question back."), skill=skill, number=number)
    return say(_("{skill}, wish {number}. No question yet."), skill=skill, number=number)


def application_answered(program: Program, enrolment: Enrolment) -> Message:
    deeds = []
    match enrolment.state:
        case EnrolmentState.ENROLLED:
            said = _("Good news: you have a place in {program}. I'll write as soon as there's a partner for you.")
        case EnrolmentState.WAITING:
            said = _(
                "Thanks for your patience. There's no place for you in {program} yet, so you're on the waiting list. "
                "I'll write as soon as a place is free."
            )
        case EnrolmentState.LEFT:
            said = _(
                "{program} has closed, so there won't be a place for you this time. Thank you for wanting to be part "
                "of it; the next program may well have room for you."
            )
        case _:
            said = _(
                "Thank you for wanting to join {program}. There are fewer places than people who would be good at "
                "this, and this time there's none for you. The next program may well have one."
            )
            deeds = [buttons(command_button(_("See what's open"), "signup"))]
    return Message([paragraph(say(said, program=bold(program.name))), *deeds])


def program_over(program: Program) -> Message:
    said = _(
        "{program} has ended, and there was no partner for you this time. Thank you for being ready to be one; the "
        "next program may well have somebody for you."
    )
    return Message([paragraph(say(said, program=bold(program.name)))])


def withdrawn(program: Program) -> Tell:
    said = say(_("You've withdrawn from {program}. You're welcome back at any time."), program=bold(program.name))
    return Tell(Message([paragraph(said)]), replace=True)


def unreached(program: Program, person: Person) -> Message:
    """To leads. It says nothing of what the message was about."""
    couldnt = _(
        "I couldn't get a message to {person} in {program}. Please ask whether they can open Flipside under Apps in "
        "Slack; if they can't, an admin can help. Until then they can type {command} to see what waits for them. If "
        "they don't answer something, they may never have heard of it."
    )
    said = say(couldnt, person=who(person.slack_id), program=bold(program.name), command=code("/mentor status"))
    return Message([paragraph(said), buttons(command_button(_("How is it going?"), "status"))])
