"""What helps against each error code of the methods that the bot calls.

Sorted by hand after Slack's own lists (slack-ruby/slack-api-ref, August 2026) and what any method may answer. A code
that is not here may be new: another try is made, as often as the caller has patience for.
"""

import enum


class Remedy(enum.Enum):
    NOTHING = "nothing"  # this call fails however often it is made
    ANOTHER_TRY = "another try"
    ADMIN = "an admin"  # a setting of the workspace, a channel or the app, which takes a minute to mend
    INSTALLATION = "installation"  # no call works before the app is installed anew, or the workspace has come back


_CODES = {
    Remedy.NOTHING: """
        access_denied alt_txt_too_large as_user_not_supported attachment_payload_limit_exceeded block_mismatch
        cannot_dm_bot cannot_reply_to_message cant_broadcast_message cant_update_message channel_not_found
        channels_limit_exceeded deprecated_endpoint draft_already_deleted draft_already_sent draft_has_conflict
        draft_not_found duplicate_channel_not_found duplicate_external_id duplicate_message_not_found
        edit_window_closed exchanged_trigger_id expired_trigger_id file_deleted file_is_deleted file_not_found
        file_share_limit_reached insecure_request invalid_arg_name invalid_arguments invalid_array_arg
        invalid_attachments invalid_blocks invalid_blocks_format invalid_channel invalid_charset invalid_form_data
        invalid_metadata_format invalid_metadata_schema invalid_post_type invalid_trigger_id
        invalid_user_combination is_inactive markdown_text_conflict max_file_sharing_exceeded message_not_found
        metadata_must_be_sent_from_app metadata_too_large method_deprecated method_not_supported_for_channel_type
        missing_argument missing_file_data missing_post_type missing_profile_id msg_blocks_too_long msg_too_long
        no_dual_broadcast_content_update no_text not_enough_users not_found not_implemented not_visible
        send_on_behalf_not_allowed
        snippet_too_large team_not_found template_not_visible too_many_attachments too_many_contact_cards
        too_many_users unknown_method unknown_snippet_type unknown_subtype user_disabled user_is_bot user_is_restricted
        user_is_ultra_restricted user_not_found
        user_not_visible users_list_not_supplied view_too_large
    """,
    Remedy.ANOTHER_TRY: """
        external_channel_migrating fatal_error file_update_failed hash_conflict internal_error message_limit_exceeded
        rate_limited ratelimited request_timeout service_unavailable streaming_state_conflict unable_to_share_files
        update_failed
    """,
    Remedy.ADMIN: """
        app_access_restricted blocked_file_type canvas_disabled_file_team canvas_disabled_user_team
        canvas_globally_disabled ekm_access_denied file_type_not_allowed file_upload_size_restricted
        file_uploads_disabled file_uploads_except_images_disabled is_archived messages_tab_disabled not_enabled
        not_in_channel posting_to_channel_denied restricted_action restricted_action_non_threadable_channel
        restricted_action_read_only_channel restricted_action_thread_locked restricted_action_thread_only_channel
        slack_connect_blocked_file_type slack_connect_canvas_sharing_blocked slack_connect_clip_sharing_blocked
        slack_connect_file_link_sharing_blocked slack_connect_file_upload_sharing_blocked
        slack_connect_lists_sharing_blocked storage_limit_reached two_factor_setup_required
    """,
    Remedy.INSTALLATION: """
        access_limited accesslimited account_inactive enterprise_is_restricted forbidden_team invalid_auth missing_args
        missing_scope no_permission not_allowed_token_type not_authed org_login_required team_access_not_granted
        team_added_to_org token_expired token_revoked
    """,
}

KNOWN = {code: remedy for remedy, codes in _CODES.items() for code in codes.split()}

# What is slow about these: the answer to somebody's press came after the three seconds that a trigger is good for,
# or the first answer got lost on its way and the trigger was used by then.
TOO_LATE = frozenset({"expired_trigger_id", "exchanged_trigger_id", "request_timeout"})


# While one of these holds no person can be written to, whoever it is; channels and conversations of several may be.
TO_EVERYBODY = frozenset({"app_access_restricted", "ekm_access_denied", "messages_tab_disabled"})

_INSTALL = "install the app to the workspace again; with SLACK_BOT_TOKEN set, put the new bot token there"
_MENDS = {
    **dict.fromkeys(
        ("invalid_auth", "not_authed", "not_allowed_token_type"), "put a good bot token (xoxb-…) into SLACK_BOT_TOKEN"
    ),
    **dict.fromkeys(("token_revoked", "token_expired", "account_inactive", "no_permission"), _INSTALL),
    "missing_scope": "give the app the bot scopes of manifest.yml, then " + _INSTALL,
    "team_added_to_org": "the workspace has joined an organization: " + _INSTALL,
    "messages_tab_disabled": "switch on the Messages tab: api.slack.com/apps, the app, App Home, Show Tabs",
    "not_in_channel": "invite the app to the channel: /invite @Flipside",
    "is_archived": "unarchive the channel, or choose another one",
}


def what_to_do(code: str) -> str:
    """In half a sentence, for whoever looks after the bot."""
    if code in _MENDS:
        return _MENDS[code]
    if remedy_of(code) is Remedy.INSTALLATION:
        return "let an admin of the workspace allow the app; where they do already, " + _INSTALL
    return "let an admin of the workspace allow this to the app"


def remedy_of(code: str) -> Remedy:
    return KNOWN.get(code, Remedy.ANOTHER_TRY)
