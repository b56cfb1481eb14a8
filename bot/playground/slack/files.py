"""Files: uploaded by the app in three steps, or by a person in a modal."""

import mimetypes
from dataclasses import dataclass, field
from typing import Any


@dataclass
class File:
    """`content` is None until the bytes have come; `shared` is False until the app completes the upload."""

    id: str
    name: str
    user: str
    length: int
    created: int
    upload_path: str
    title: str = ""
    content: bytes | None = None
    shared: bool = False
    channels: list[str] = field(default_factory=list)

    def wire(self, base_url: str, team_id: str) -> dict[str, Any]:
        """The file object. Its addresses need the app's token, as Slack's private ones do."""
        suffix = self.name.rpartition(".")[2].lower() if "." in self.name else "text"
        private = f"{base_url}/files-pri/{team_id}-{self.id}"
        return {
            "id": self.id,
            "created": self.created,
            "timestamp": self.created,
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": mimetypes.guess_type(self.name)[0] or "text/plain",
            "filetype": suffix,
            "pretty_type": suffix.upper(),
            "user": self.user,
            "user_team": team_id,
            "editable": False,
            "size": self.length,
            "mode": "hosted",
            "is_external": False,
            "external_type": "",
            "is_public": False,
            "public_url_shared": False,
            "display_as_bot": False,
            "username": "",
            "url_private": f"{private}/{self.name}",
            "url_private_download": f"{private}/download/{self.name}",
            "permalink": f"{base_url}/files/{self.user}/{self.id}/{self.name}",
            "is_starred": False,
            "has_rich_preview": False,
            "file_access": "visible",
            "comments_count": 0,
            "channels": [channel for channel in self.channels if channel.startswith("C")],
            "groups": [channel for channel in self.channels if channel.startswith("G")],
            "ims": [channel for channel in self.channels if channel.startswith("D")],
        }
