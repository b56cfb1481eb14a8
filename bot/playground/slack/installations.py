"""Where the app is installed, of all workspaces of the stand-in, and what each of its tokens can reach."""

from collections.abc import Callable, Iterable
from typing import Any

from bot.playground.slack.consents import Consents
from bot.playground.slack.errors import ApiError
from bot.playground.slack.ids import Ids
from bot.playground.slack.manifest import Manifest
from bot.playground.slack.tokens import Token, Tokens
from bot.playground.slack.workspace import Grant, WorkspaceState


class Installations:
    """A place is the id of a workspace, or that of an organization, where the app is installed for all of it."""

    def __init__(self, manifest: Manifest, ids: Ids, now: Callable[[], float]) -> None:
        self.workspaces: dict[str, WorkspaceState] = {}
        self.tokens = Tokens(ids, now, rotates=manifest.rotates_tokens)
        self.consents = Consents(ids, now)

    @property
    def first(self) -> WorkspaceState:
        return next(iter(self.workspaces.values()))

    def add(self, workspace: WorkspaceState) -> None:
        """One more workspace, with the app in it. Those of one organization share their files."""
        whole = workspace.installation.enterprise
        for sibling in self.within(whole.id) if whole else []:
            workspace.files = sibling.files
        self.workspaces[workspace.installation.team_id] = workspace
        self.tokens.lasting(workspace.installation.team_id)

    def within(self, place: str) -> list[WorkspaceState]:
        """The workspace of that id, or all of the organization; none where there is no such place."""
        return [one for one in self.workspaces.values() if place in one.installation.places]

    def install(self, place: str, scopes: Iterable[str]) -> Token:
        """The app gets these scopes there, on top of those it has, and a token that works."""
        reached = self.within(place)
        grant = next((one.grant for one in reached if one.grant.place == place), Grant(place, []))
        grant.scopes[:] = dict.fromkeys([*grant.scopes, *scopes])
        grant.is_live = True
        for workspace in reached:
            workspace.grant = grant
        return self.tokens.grant(place)

    def uninstall(self, grant: Grant) -> None:
        """Its tokens die, with every scope."""
        grant.scopes.clear()
        grant.is_live = False
        self.tokens.end(grant.place, "account_inactive")

    def revoke(self, token: Token) -> None:
        """This token dies. With the last one of its place the app hears nothing more of there."""
        token.error = "token_revoked"
        if not self.tokens.any_works(token.place):
            for workspace in self.within(token.place):
                workspace.grant.is_live = False

    def scopes(self, token: str) -> list[str]:
        """None for a token that is not one of the app's for a workspace, or is no longer."""
        try:
            return self.within(self.tokens.find(token).place)[0].grant.scopes
        except ApiError:
            return []

    def meant(self, token: Token, args: dict[str, Any]) -> WorkspaceState | None:
        """The workspace that a call is about: the token's own, or, of an organization's, that of `team_id` or else of
        the people, places and forms that it names. None where it names none.

        Raises `team_access_not_granted` for the `team_id` of another organization.
        """
        reached = self.within(token.place)
        if token.place in self.workspaces:
            return reached[0]
        if args.get("team_id"):
            found = [one for one in reached if one.installation.team_id == args["team_id"]]
            if not found:
                raise ApiError("team_access_not_granted")
            return found[0]
        return next((one for one in reached if one.knows(args)), None)
