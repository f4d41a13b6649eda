"""How an edition is handed over: to a folder, as a zip, or to a server by the tools that people have."""

from handbook.delivery.access import SERVERS, policy, snippet
from handbook.delivery.commands import REMOTES, Command, commands
from handbook.delivery.farewell import closing, expired, forgotten
from handbook.delivery.places import beside_pages, prune, zip_name, zipped

__all__ = (
    "REMOTES",
    "SERVERS",
    "Command",
    "beside_pages",
    "closing",
    "commands",
    "expired",
    "forgotten",
    "policy",
    "prune",
    "snippet",
    "zip_name",
    "zipped",
)
