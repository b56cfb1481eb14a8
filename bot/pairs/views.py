from collections.abc import Sequence

from bot.core.answers import Message, Tell
from bot.core.blocks import Block, bold, code, listed, paragraph, small, who
from bot.pairs.queries import PairUp
from bot.people.model import Person
from bot.programs.model import Program
from bot.skills.catalogue import LABELS


def introduction(up: PairUp, common: Sequence[str]) -> Message:
    """`common`: slugs that the mentor offers and the mentee wishes for."""
    mentor, mentee = who(up.mentor.slack_id), who(up.mentee.slack_id)
    blocks: list[Block] = [
        paragraph("Hello ", mentor, " and ", mentee, "! You are a pair in ", bold(up.program.name), "."),
        paragraph(mentor, " is the mentor and owns the agenda; ", mentee, " is the mentee and comes to learn."),
    ]
    if common:
        labels = [bold(LABELS[slug]) for slug in common]
        blocks.append(
            paragraph(
                "A good place to start, since one of you offers it and the other asked: ",
                *listed(labels),
                ".",
            )
        )
    blocks += [
        paragraph(
            f"You meet {up.program.cadence.label.lower()}, {up.program.session_minutes} minutes each time. ",
            "Before a session, ",
            mentor,
            " types ",
            code("/mentor agenda"),
            " to post what you will talk about.",
        ),
        small(
            "This conversation is yours. I can post here, but I cannot read what you write: "
            "I never asked for that permission."
        ),
    ]
    return Message(blocks)


def pair_ended(up: PairUp, reader: Person) -> Message:
    partner = up.partner_of(reader.id)
    return Message(
        [
            paragraph(
                bold(up.program.name),
                " has come to its end, and so has your pair with ",
                who(partner.slack_id),
                ". Thank you for the time and the trust. Nothing stops the two of you from going on talking.",
            )
        ]
    )


def program_closed(program: Program) -> Tell:
    done = paragraph(bold(program.name), " is closed. Everybody who was in a pair is being told and thanked.")
    return Tell(Message([done]), replace=True)
