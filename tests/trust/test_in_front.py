"""What we tell people to put in front of a site is right, and the site works behind it."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from handbook.delivery import policy, snippet
from handbook.portfolio import Workshop
from handbook.reports import load_source
from handbook.view import Edition
from handbook.workspace import examples

ROOT = Path(__file__).parents[2]
SECURITY = (ROOT / "SECURITY.md").read_text("utf-8")
_SCRIPT = re.compile(r"<script((?:(?!\ssrc=)[^>])*)>(.*?)</script>", re.DOTALL)
needs_nginx = pytest.mark.skipif(not shutil.which("nginx"), reason="nginx: not on this machine")
needs_caddy = pytest.mark.skipif(not shutil.which("caddy"), reason="caddy: not on this machine")


def fenced(kind: str) -> str:
    """Return the settings that SECURITY.md shows for a server, with the policy in them."""
    found = re.search(rf"```{kind}\n(.*?)```", SECURITY, re.DOTALL)
    assert found
    return found[1].replace("POLICY", policy())


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def test_the_policy_knows_the_scripts_of_the_pages(tmp_path: Path) -> None:
    """Every script within a page is in the policy by its hash, and no page has a style of its own."""
    sources = examples(tmp_path)
    source = next(one for one in sources if one.id == "spokeshare-booking")
    files = Workshop(sources).finish(load_source(source), Edition.TEAM, date(2026, 11, 22)).files
    hashes, scope = set(), ""
    for path, content in files.items():
        if path.endswith(".html"):
            page = content.decode()
            scripts = [text for kind, text in _SCRIPT.findall(page) if "application/json" not in kind]
            hashes |= {_hash(text) for text in scripts}
            scope = next((text for text in scripts if text.startswith('__md_scope=new URL(".",')), scope)
            outside_drawings = re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL)
            assert not re.search(r"<style|\sstyle=|\son[a-z]+=", outside_drawings), path
    known = set(re.findall(r"'sha256-([^']+)'", policy()))
    assert hashes <= known
    # One script says how deep its page lies: the policy knows it for pages four folders down too.
    depths = ["/".join([".."] * deep) for deep in range(1, 5)]
    assert known - hashes <= {_hash(scope.replace('URL("."', f'URL("{up}"')) for up in depths}


def test_the_policy_is_strict() -> None:
    """The policy lets no page load or run anything but the site's own files and the scripts that it knows."""
    rules = dict(rule.strip().split(" ", 1) for rule in policy().split(";"))
    assert rules["default-src"] == "'none'"
    assert not re.search(r"unsafe|https?:|\*", policy())
    assert {"frame-ancestors", "base-uri", "form-action", "script-src"} <= rules.keys()


def test_the_page_on_security_shows_the_policy() -> None:
    """SECURITY.md shows the very policy that the command prints."""
    assert policy() in SECURITY.splitlines()


@pytest.mark.parametrize("server", ["nginx", "caddy", "apache"])
def test_the_command_prints_the_policy(server: str) -> None:
    """The settings for a server hold the policy, and no word is left to be replaced by it."""
    assert policy() in snippet(server, "acme")
    assert "POLICY" not in snippet(server, "acme")


@needs_nginx
@pytest.mark.parametrize("shown", ["SECURITY.md", "the command"])
def test_nginx_takes_its_settings(tmp_path: Path, shown: str) -> None:
    """Nginx itself finds no fault in what SECURITY.md shows and in what the command prints."""
    settings = fenced("nginx") if shown == "SECURITY.md" else snippet("nginx", "acme")
    server = f"server {{ listen 127.0.0.1:8099;\n{settings}\n}}"
    whole = f"events {{}}\npid {tmp_path}/pid;\nhttp {{ access_log off; {server} }}\n"
    (tmp_path / "nginx.conf").write_text(whole, "utf-8")
    command = ["nginx", "-t", "-q", "-e", str(tmp_path / "log"), "-c", str(tmp_path / "nginx.conf")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@needs_caddy
@pytest.mark.parametrize("shown", ["SECURITY.md", "the command"])
def test_caddy_takes_its_settings(tmp_path: Path, shown: str) -> None:
    """Caddy itself finds no fault in what SECURITY.md shows and in what the command prints."""
    settings = fenced("caddy") if shown == "SECURITY.md" else snippet("caddy", "acme")
    hashed = "$2a$14$Zkx19XLiW6VYouLHR5NmfOFU0z2GTNmpkT/5qqR7hx4IjWJPDhjvG"
    # Older ones call it in one word.
    for name in ("basic_auth", "basicauth"):
        (tmp_path / "Caddyfile").write_text(
            settings.replace("NAME HASH", f"ann {hashed}").replace("basic_auth", name), "utf-8"
        )
        command = ["caddy", "adapt", "--adapter", "caddyfile", "--config", str(tmp_path / "Caddyfile")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            break
    assert done.returncode == 0, done.stderr
