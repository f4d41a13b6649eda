"""What to put in front of a published edition, so that only those it is for can read it."""

from __future__ import annotations

from handbook.bundle import bundle

_FOLDER = "engagement_templates/access"
SERVERS = ("nginx", "apache", "caddy", "cloudfront", "gitlab", "github")


def snippet(server: str, engagement: str) -> str:
    """Return the settings for one of `SERVERS`, with the folder of one engagement in them."""
    folder = bundle() / _FOLDER
    text = (folder / f"{server}.txt").read_text("utf-8")
    return text.replace("ENGAGEMENT", engagement).replace("POLICY", policy())


def policy() -> str:
    """Return the content security policy that all pages pass: a browser runs and loads the site's own only.

    Pages have a few short scripts within them; the policy knows these by their hashes.
    """
    return (bundle() / _FOLDER / "policy.txt").read_text("utf-8").strip()
