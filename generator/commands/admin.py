"""`guide admin`: a page on which records are edited by form, to be put beside the site or used on one's own machine."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from generator import keeping
from generator.commands.submission import draft_of
from generator.contribute.admin import pages, unpack
from generator.edit.columns import vocabulary
from generator.edit.files import ORGANISATIONS
from generator.problems import Stop


def add_parser(commands: argparse._SubParsersAction, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser("admin", parents=[common], help="make a page to edit the records by form (Decap CMS)")
    parser.add_argument("--out", type=Path, required=True, help="folder of the page, for example site/admin")
    parser.add_argument(
        "--backend", choices=("local", "gitlab", "github"), default="local", help="local: decap-server on this machine"
    )
    parser.add_argument("--repo", default="", metavar="OWNER/NAME", help="repository on GitLab or GitHub")
    parser.add_argument("--branch", default="main", help="branch that changes go to (default: main)")
    parser.add_argument("--app-id", default="", metavar="ID", help="GitLab: id of the OAuth application")
    parser.add_argument("--auth", default="", metavar="URL", help="GitHub: address of your own OAuth server")
    parser.add_argument("--port", type=int, default=8081, help="local: port of decap-server (default: 8081)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the page."""
    page = arguments.out / "index.html"
    if page.exists() and not (arguments.out / "editor.js").exists():  # site/, say, instead of site/admin/
        raise Stop("not-our-folder", path=str(arguments.out), found=page.name)
    draft = draft_of(arguments.root, arguments.today)
    known = vocabulary(draft)
    one_file = any(entry.file == ORGANISATIONS for entry in draft.organisations) or not draft.organisations
    backend, hosts = _backend(arguments)
    for name, text in pages(known, arguments.lang, backend, hosts, one_file).items():
        keeping.write(arguments.out / name, text)
    unpack(arguments.out)
    print(page)
    return 0


def _backend(arguments: argparse.Namespace) -> tuple[dict[str, Any], tuple[str, ...]]:
    if arguments.backend == "local":
        address = f"http://localhost:{arguments.port}"
        return {"name": "proxy", "proxy_url": f"{address}/api/v1", "branch": arguments.branch}, (address,)
    if not arguments.repo:
        raise Stop("editor-repo", 2)
    backend = {"name": arguments.backend, "repo": arguments.repo, "branch": arguments.branch}
    if arguments.backend == "gitlab":
        return {**backend, "auth_type": "pkce", "app_id": arguments.app_id}, ("https://gitlab.com",)
    return {**backend, "base_url": arguments.auth}, ("https://api.github.com", "https://www.githubstatus.com")
