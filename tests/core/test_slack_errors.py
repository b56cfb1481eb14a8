"""Every error code of the methods that the bot calls is sorted by what helps against it."""

import json
import os
from pathlib import Path

import pytest

from bot.core.slack import SlackProblem, without_values
from bot.core.slack_errors import KNOWN, TOO_LATE, Remedy, remedy_of

# Copied from slack-ruby/slack-api-ref (MIT, August 2026), which is made from Slack's reference.
PUBLISHED = {
    "chat.postMessage": """
        app_access_restricted as_user_not_supported attachment_payload_limit_exceeded cannot_reply_to_message
        channel_not_found draft_already_deleted draft_already_sent draft_has_conflict draft_not_found
        duplicate_channel_not_found duplicate_message_not_found ekm_access_denied invalid_blocks
        invalid_blocks_format invalid_metadata_format invalid_metadata_schema is_archived
        markdown_text_conflict message_limit_exceeded messages_tab_disabled metadata_must_be_sent_from_app
        metadata_too_large missing_file_data msg_blocks_too_long no_text not_in_channel rate_limited
        restricted_action restricted_action_non_threadable_channel restricted_action_read_only_channel
        restricted_action_thread_locked restricted_action_thread_only_channel send_on_behalf_not_allowed
        slack_connect_canvas_sharing_blocked slack_connect_file_link_sharing_blocked
        slack_connect_lists_sharing_blocked team_not_found too_many_attachments too_many_contact_cards
    """,
    "chat.update": """
        as_user_not_supported block_mismatch blocked_file_type cant_broadcast_message cant_update_message
        channel_not_found edit_window_closed external_channel_migrating file_deleted file_is_deleted
        file_not_found file_share_limit_reached invalid_attachments invalid_blocks invalid_blocks_format
        invalid_metadata_format invalid_metadata_schema is_inactive markdown_text_conflict
        max_file_sharing_exceeded message_limit_exceeded message_not_found metadata_must_be_sent_from_app
        metadata_too_large msg_too_long no_dual_broadcast_content_update no_text posting_to_channel_denied
        slack_connect_blocked_file_type slack_connect_canvas_sharing_blocked
        slack_connect_clip_sharing_blocked slack_connect_file_link_sharing_blocked
        slack_connect_file_upload_sharing_blocked streaming_state_conflict team_not_found too_many_attachments
        unable_to_share_files update_failed
    """,
    "conversations.open": """
        channel_not_found invalid_user_combination method_not_supported_for_channel_type missing_scope
        not_enough_users too_many_users user_disabled user_not_found user_not_visible users_list_not_supplied
    """,
    "views.open": """
        duplicate_external_id exchanged_trigger_id expired_trigger_id invalid_trigger_id view_too_large
    """,
    "views.publish": """
        duplicate_external_id hash_conflict missing_profile_id not_allowed_token_type not_enabled
        not_implemented view_too_large
    """,
    "views.update": """
        duplicate_external_id hash_conflict not_found view_too_large
    """,
    "users.info": """
        too_many_users user_not_found user_not_visible
    """,
    "files.info": """
        access_denied canvas_disabled_file_team canvas_disabled_user_team canvas_globally_disabled
        file_deleted file_not_found not_visible slack_connect_canvas_sharing_blocked template_not_visible
    """,
    "files.getUploadURLExternal": """
        alt_txt_too_large file_type_not_allowed file_upload_size_restricted file_uploads_disabled
        file_uploads_except_images_disabled missing_argument snippet_too_large storage_limit_reached
        unknown_snippet_type unknown_subtype
    """,
    "files.completeUploadExternal": """
        access_denied channel_not_found channels_limit_exceeded file_not_found file_type_not_allowed
        file_update_failed file_uploads_except_images_disabled invalid_blocks invalid_channel not_in_channel
        posting_to_channel_denied
    """,
    "auth.test": """
        internal_error invalid_auth
    """,
    "apps.connections.open": """
        forbidden_team insecure_request internal_error invalid_auth missing_args
    """,
}

# What any method may answer beside its own ("Errors" of every page of Slack's reference).
ANYWHERE = """
    access_denied accesslimited account_inactive deprecated_endpoint ekm_access_denied enterprise_is_restricted
    fatal_error internal_error invalid_arg_name invalid_arguments invalid_array_arg invalid_auth invalid_charset
    invalid_form_data invalid_post_type method_deprecated missing_post_type missing_scope no_permission
    not_allowed_token_type not_authed org_login_required ratelimited request_timeout service_unavailable
    team_access_not_granted team_added_to_org token_expired token_revoked two_factor_setup_required
"""


@pytest.mark.parametrize("method", PUBLISHED)
def test_every_published_code_of_a_method_is_sorted(method: str) -> None:
    assert set(PUBLISHED[method].split()) - KNOWN.keys() == set()


@pytest.mark.parametrize("method", PUBLISHED)
def test_the_copy_is_that_of_the_list_where_it_is_at_hand(method: str) -> None:
    """SLACK_METHODS names the folder with the methods of slack-api-ref, a JSON file each."""
    for path in Path(os.environ.get("SLACK_METHODS", "nowhere")).glob(f"{method}.json"):
        assert set(json.loads(path.read_text("utf-8"))["errors"]) == set(PUBLISHED[method].split())


def test_so_is_every_code_that_any_method_may_answer() -> None:
    assert set(ANYWHERE.split()) - KNOWN.keys() == set()


def test_the_methods_are_those_that_the_bot_calls() -> None:
    sources = "".join(path.read_text("utf-8") for path in Path("bot").glob("**/*.py") if "playground" not in path.parts)
    called = {name for name in sources.split('"') if name.count(".") == 1 and name.startswith(PREFIXES)}
    assert {name for name in called if name.replace(".", "").isalpha()} | {"apps.connections.open"} == set(PUBLISHED)


PREFIXES = ("api.", "auth.", "chat.", "conversations.", "files.", "team.", "users.", "views.")


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        ("msg_too_long", Remedy.NOTHING),
        ("channel_not_found", Remedy.NOTHING),
        ("messages_tab_disabled", Remedy.ADMIN),
        ("is_archived", Remedy.ADMIN),
        ("token_revoked", Remedy.INSTALLATION),
        ("team_added_to_org", Remedy.INSTALLATION),
        ("service_unavailable", Remedy.ANOTHER_TRY),
        ("a_code_of_next_year", Remedy.ANOTHER_TRY),
    ],
)
def test_a_code_says_what_helps(code: str, remedy: Remedy) -> None:
    assert remedy_of(code) is remedy


def test_a_message_is_given_up_where_another_try_cannot_help() -> None:
    final = {remedy: SlackProblem(next(code for code in KNOWN if KNOWN[code] is remedy)).final for remedy in Remedy}
    assert final == {
        Remedy.NOTHING: True,
        Remedy.ADMIN: True,
        Remedy.ANOTHER_TRY: False,
        Remedy.INSTALLATION: False,
    }


def test_only_slowness_is_slow() -> None:
    assert {code for code in KNOWN if SlackProblem(code).is_late} == TOO_LATE
    assert not SlackProblem("invalid_arguments").is_late


@pytest.mark.parametrize(
    ("slack_says", "logged"),
    [
        (
            "[ERROR] missing required field: title [json-pointer:/view]",
            "[ERROR] missing required field: title at /view",
        ),
        (
            "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]",
            "[ERROR] must be less than 25 characters at /view/title/text",
        ),
        (
            "[ERROR] unsupported type: container [json-pointer:/blocks/9/type]",
            "[ERROR] unsupported type: container at /blocks/9/type",
        ),
        ('[ERROR] value "my boss" is odd [json-pointer:/a]', "[ERROR] value … is odd at /a"),
        ("[ERROR] value “my boss” or `my boss` or 'my boss'", "[ERROR] value … or … or …"),
        ("[ERROR] invalid value: my boss [json-pointer:/a]", "[ERROR] invalid value: … at /a"),
        ("[ERROR] missing required field: My boss", "[ERROR] missing required field: …"),
        ("[ERROR] must not be [json-pointer:/a b my boss]", "[ERROR] must not be [json-pointer: …"),
    ],
)
def test_what_slack_says_of_arguments_is_kept_without_what_somebody_wrote(slack_says: str, logged: str) -> None:
    assert without_values(slack_says) == logged
    assert "boss" not in without_values(slack_says)
