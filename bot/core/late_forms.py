"""What somebody sees of a form whose submission takes longer than Slack waits: pages in its place, or messages.

All of it is made of the view as it was submitted, which is all that is left of the form by then.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.core.answers import Message
from bot.core.blocks import Block, bold, bullets, code, paragraph, plain, quote, small
from bot.core.sentences import Part, _, pgettext, say, together
from bot.core.submissions import Submission

View = Mapping[str, Any]

# What a submission says of an element, and what has to stand in the element for it to say so from the start. A file
# input has no such thing.
INITIAL = {
    "value": "initial_value",
    "rich_text_value": "initial_value",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_conversation": "initial_conversation",
    "selected_conversations": "initial_conversations",
    "selected_channel": "initial_channel",
    "selected_channels": "initial_channels",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
}
KEPT = ("type", "callback_id", "title", "submit", "close", "private_metadata", "clear_on_close", "notify_on_close")
WORDS_ONLY = frozenset({"rich_text", "header", "context", "divider"})  # blocks in which nothing can be pressed
ADDED = "late:"  # what the block ids of lines that are put into a form begin with

CHOSEN = pgettext("the heading of options, 75 characters at most", "Your choice")


def saving_page(view: View) -> dict[str, Any]:
    """Nothing can be sent from it, so nobody listens to it."""
    return _page(
        view,
        [
            paragraph(bold(_("Saving …"))),
            paragraph(
                _("This is taking longer than usual. You can close this window; I'll message you when it's done.")
            ),
            paragraph(
                say(
                    _("If nothing has changed in a few minutes, type {command} to see what was saved."),
                    command=code("/mentor status"),
                )
            ),
        ],
    )


def done_page(view: View, said: Sequence[Block] = ()) -> dict[str, Any]:
    """What the answer says, without its buttons: the message itself has those."""
    return _page(view, words_of(said) or [paragraph(_("All done. You can close this window."))])


def form_again(view: View, errors: Mapping[str, str]) -> dict[str, Any]:
    """The form with everything that was typed. Slack shows errors under fields in an ack only, so that each stands
    above its field."""
    form = {name: view[name] for name in KEPT if view.get(name) is not None}
    return form | {"blocks": list(_with_errors(view, errors))}


def _with_errors(view: View, errors: Mapping[str, str]) -> Iterator[Block]:
    asked = [block for block in view["blocks"] if not str(block.get("block_id")).startswith(ADDED)]
    yield _added("unsaved", _("This isn't saved yet. Please change what I've marked, and send it again."))
    for field in errors.keys() - {block.get("block_id") for block in asked}:
        yield _marked(field, errors[field])
    submission = Submission(view)
    for block in asked:
        field = str(block.get("block_id"))
        if field in errors:
            yield _marked(field, errors[field])
        if block["type"] != "input" or not submission.answers(field):
            yield block
            continue
        said = submission.said(field)
        if said.get("files"):
            again = _("Slack doesn't let me keep the file that you chose. Please choose it again.")
            yield small(again) | {"block_id": f"{ADDED}file:{field}"}
        yield {**block, "element": _filled(block, said)}


def _filled(block: Block, said: Mapping[str, Any]) -> dict[str, Any]:
    given = {INITIAL[name]: value for name, value in said.items() if name in INITIAL and value}
    kept = {
        name: value
        for name, value in block["element"].items()
        if name not in INITIAL.values() and name != "default_to_current_conversation"
    }
    return _offering(kept, given)


def _offering(element: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Slack refuses initial options that are not among those on offer, or that stand in several groups (bolt-python
    242, python-slack-sdk 974): what was chosen gets a group of its own then."""
    groups = element.get("option_groups") or []
    offered = [*(element.get("options") or []), *(option for group in groups for option in group["options"])]
    if not offered:
        return element | given
    by_value = {option["value"]: option for option in offered}
    if (one := given.get("initial_option")) is not None:
        found = by_value.get(one.get("value"))
        return element | ({"initial_option": found} if found else {})
    chosen = [by_value[option["value"]] for option in given.get("initial_options", ()) if option["value"] in by_value]
    if not chosen:
        return element
    if groups and not any(all(option in group["options"] for option in chosen) for group in groups):
        others = [group | {"options": [one for one in group["options"] if one not in chosen]} for group in groups]
        first = {"label": plain(CHOSEN), "options": chosen}
        element = element | {"option_groups": [first, *(group for group in others if group["options"])]}
    return element | {"initial_options": chosen}


def not_saved(view: View, errors: Mapping[str, str]) -> Message:
    """For somebody who has closed the form: what is wrong with it, and the texts, which would be lost else."""
    submission = Submission(view)
    labels = {block["block_id"]: block["label"]["text"] for block in view["blocks"] if block["type"] == "input"}
    wrong = [
        say(_("{label}: {problem}"), label=bold(labels[field]), problem=error) if field in labels else error
        for field, error in errors.items()
    ]
    texts = {label: submission.said(field).get("value") for field, label in labels.items()}
    typed = {label: text for label, text in texts.items() if isinstance(text, str) and text.strip()}
    blocks = [
        paragraph(say(_("“{form}” isn't saved. Please open it again and change this:"), form=_title(view))),
        bullets(*wrong),
    ]
    if typed:
        blocks.append(paragraph(_("This is what you had typed, so that you can copy it:")))
    for label, text in typed.items():
        blocks += [paragraph(bold(label)), quote(text)]
    return Message(blocks)


def done(view: View) -> Message:
    return Message([paragraph(say(_("“{form}” is done."), form=_title(view)))])


def next_page_missed(view: View, page: View) -> Message:
    """What the page says goes along: it may be why nothing has changed."""
    missed: Part = say(_("I couldn't show you how “{form}” goes on. Please open it once more."), form=_title(view))
    if page.get("submit") is None:
        return Message(words_of(page["blocks"]))
    return Message([*words_of(page["blocks"]), paragraph(missed)])


def words_of(blocks: Sequence[Block]) -> list[Block]:
    return [{**block} for block in blocks if block["type"] in WORDS_ONLY]


def _page(view: View, blocks: Sequence[Block]) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": "late",
        "title": plain(_title(view)),
        "close": plain(_("Close")),
        "private_metadata": str(view.get("private_metadata") or ""),
        "blocks": list(blocks),
    }


def _title(view: View) -> str:
    return str(view["title"]["text"])


def _marked(field: str, error: str) -> Block:
    return _added(field, together({"type": "emoji", "name": "warning"}, bold(error)))


def _added(field: str, words: Part) -> Block:
    return paragraph(words) | {"block_id": f"{ADDED}{field}"}
