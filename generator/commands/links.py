"""`guide links`: which addresses of the guide no longer answer. The only command that asks other hosts for something.

Exit codes: 0 all answer, 1 some do not. What refuses a program but may let people in counts as an answer.
"""

from __future__ import annotations

import argparse
import http.client
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from urllib.parse import quote, urlsplit, urlunsplit

from generator.load import load
from generator.model import Guide, Organisation
from generator.problems import Stop
from generator.strings import catalogue

WORKERS = 8
KEPT_OUT = (401, 403, 405, 406, 429, 451, 501, 999)
"""Answers of hosts that are up and do not like programs."""


def add_parser(commands: argparse._SubParsersAction, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser("links", parents=[common], help="ask every address of the guide whether it answers")
    parser.add_argument("--format", choices=("text", "markdown"), default="text", help="markdown: for an issue")
    parser.add_argument("--timeout", type=float, default=20, metavar="SECONDS", help="how long to wait (default: 20)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Ask, and list what does not answer, by organisation."""
    if not arguments.root.is_dir():
        raise Stop("no-guide", 2, path=str(arguments.root))
    guide, _ = load(arguments.root, arguments.today)
    where: dict[str, list[Organisation]] = {}
    for organisation, address in addresses(guide):
        where.setdefault(address, []).append(organisation)
    trouble = answers(where, arguments.timeout)
    words = catalogue(arguments.lang, "contribute")
    markdown = arguments.format == "markdown"
    if not trouble:
        print(words.ugettext("links-good").format(count=len(where)))
        return 0
    print(f"{'## ' if markdown else ''}{words.ugettext('links-title')}\n")
    for address, said in sorted(trouble.items()):
        for organisation in dict.fromkeys(where[address]):
            name = organisation.name.in_language(arguments.lang)
            # The address as code: whoever reads an issue should not land on a domain that somebody else has bought.
            if markdown:
                print(f"- [ ] {name} (`{organisation.id}`): `{address}`: {said}")
            else:
                print(f"{name}: {address}: {said}")
    print("\n" + words.ugettext("links-count").format(count=len(where), bad=len(trouble)))
    return 1


def addresses(guide: Guide) -> Iterator[tuple[Organisation, str]]:
    """Every web address of the records, with the organisation that it stands at."""
    for organisation in guide.organisations:
        if organisation.status == "closed":
            continue
        found = [organisation.website, organisation.source.url]
        for service in organisation.services:
            found += [service.website, service.booking_url, service.source.url if service.source else ""]
        for address in dict.fromkeys(found):
            if address.startswith(("http://", "https://")):
                yield organisation, address


def answers(wanted: Iterable[str], timeout: float) -> dict[str, str]:
    """What is wrong with each address that does not answer; a host is never asked twice at the same time."""
    by_host = [list(group) for _, group in groupby(sorted(wanted, key=_host), key=_host)]
    with ThreadPoolExecutor(WORKERS) as pool:
        results = pool.map(lambda group: [(each, answer(each, timeout)) for each in group], by_host)
        return {address: said for group in results for address, said in group if said}


def _host(address: str) -> str:
    return urlsplit(address).netloc


def answer(address: str, timeout: float) -> str:
    """What is wrong with an address; empty when it answers. Asked twice before it counts as dead."""
    said = ""
    for method in ("HEAD", "GET"):
        request = urllib.request.Request(_ascii(address), method=method, headers={"User-Agent": "guide-links/1"})
        try:
            with urllib.request.urlopen(request, timeout=timeout):
                return ""
        except urllib.error.HTTPError as error:
            if error.code in KEPT_OUT and method == "GET":
                return ""
            said = f"HTTP {error.code}"
        except (OSError, http.client.HTTPException, ValueError) as error:
            said = str(getattr(error, "reason", "") or error or type(error).__name__)
    return " ".join(said.split())[:120].replace("`", "'")


def _ascii(address: str) -> str:
    """An address as a request needs it: hosts in Punycode, other letters as %XX."""
    parts = urlsplit(address)
    path, query = (quote(part, safe="/%:@!$&'()*+,;=~?-._") for part in (parts.path, parts.query))
    return urlunsplit((parts.scheme, parts.netloc.encode("idna").decode(), path, query, ""))
