"""Web and e-mail addresses: what a person wrote in, the address or a trouble out."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote, urlsplit, urlunsplit

from generator.regex import regex
from generator.schema.trouble import Trouble

SCHEMES = ("http", "https")

_TRACKING = regex(
    r"utm_\w+|fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|twclid|ttclid|igshid|igsh|mibextid|mc_cid|mc_eid|_ga"
)
_REDIRECTS = {"google.com/url": ("url", "q"), "google.pl/url": ("url", "q"), "l.facebook.com/l.php": ("u",)}
"""Pages that only lead on, as they are copied from search results and posts, and what names their target."""

_LABEL = "[a-z0-9](?:-?[a-z0-9]){0,30}"
_HOST = rf"(?:{_LABEL}\.){{1,3}}[a-z](?:-?[a-z0-9]){{0,30}}"
_PLAIN_HOST = regex(_HOST)
"""A host of which every rule below is true at a glance: its counts keep within 63 and 253 characters."""
_PLAIN_URL = regex(rf"https?://{_HOST}(?:/[A-Za-z0-9._~/%=&?#+,;:@-]{{0,200}})?")
"""What nearly all addresses are; to take one apart and ask idna for its host costs 80 us."""


@lru_cache(maxsize=65536)
def checked_url(text: str) -> str:
    """The address as it stands, when it is http or https and names a host that is what it looks like."""
    if _PLAIN_URL.fullmatch(text):
        return text
    if len(text) > 500:
        raise Trouble("too-long", limit=500, length=len(text))
    if link := re.fullmatch(r"<(https?://[^>\s]+)>|\[.*\]\((https?://[^)\s]+)\)", text):
        raise Trouble("url-markdown", found=text, example=link[1] or link[2])
    if re.search(r"[\s<>\"'`{}|\\^]", text):
        raise Trouble("url-characters", found=text)
    if full_url(text) != text:
        raise Trouble("url-scheme-missing", found=text, example=full_url(text))
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise Trouble("url", found=text) from None
    if parts.scheme not in SCHEMES:
        raise Trouble("url-scheme", found=text, scheme=parts.scheme or text[:20])
    if parts.username is not None or parts.password is not None:
        raise Trouble("url-login", found=text)
    if not host:
        raise Trouble("url", found=text)
    check_host(host, text)
    return text


def full_url(text: str) -> str:
    """`www.caritas.pl` with the `https://` that people leave out; any other words as they stand."""
    bare = "://" not in text and re.match(r"(www\.)?[\w-]+(\.[\w-]+)+(/|$)", text)
    return f"https://{text}" if bare else text


def without_tracking(text: str) -> str:
    """The address without what tells its host, or another one, by which way or whose hand it came."""
    if "?" not in text:
        return text
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:  # no address: that is said elsewhere
        return text
    pairs = parts.query.split("&")
    if names := _REDIRECTS.get(host.removeprefix("www.") + parts.path):
        targets = [unquote(value) for name, _, value in (pair.partition("=") for pair in pairs) if name in names]
        target = next((one for one in targets if one.startswith(("http://", "https://"))), "")
        return without_tracking(target) or text
    kept = [pair for pair in pairs if not _TRACKING.fullmatch(pair.partition("=")[0])]
    return text if kept == pairs else urlunsplit(parts._replace(query="&".join(kept)))


@lru_cache(maxsize=65536)
def checked_email(text: str) -> str:
    """The address as it stands, when it has a plain local part and a host that is what it looks like."""
    if text.lower().startswith("mailto:"):
        raise Trouble("email-mailto", found=text, example=text[7:])
    match = re.fullmatch(r"([A-Za-z0-9!#$&*+/=?^_{|}~-]+(?:\.[A-Za-z0-9!#$&*+/=?^_{|}~-]+)*)@([^@\s]+)", text)
    if not match or len(text) > 254:
        raise Trouble("email", found=text)
    if re.search(r"[?&/]", match[1]) or match[2].endswith("."):  # the full stop of a sentence: mail would come back
        raise Trouble("email", found=text)
    try:
        check_host(match[2], text)
    except Trouble as trouble:
        if trouble.rule != "host":
            raise
        raise Trouble("email", found=text) from None  # nobody copies it from a browser
    return text


def check_host(host: str, found: str) -> None:
    """Raise `Trouble` for a host that is no public name or that imitates another."""
    if _PLAIN_HOST.fullmatch(host):
        return
    if re.fullmatch(r"[\d.]+|\[?[0-9a-fA-F:]*:[0-9a-fA-F:.]*\]?", host) or host == "localhost" or "." not in host:
        raise Trouble("host", found=found, host=host)
    import idna

    labels = host.rstrip(".").split(".")
    for label in labels:
        if label.lower().startswith("xn--"):
            try:
                shown = idna.decode(label)
            except (idna.IDNAError, UnicodeError):
                raise Trouble("host", found=found, host=host) from None
            raise Trouble("host-punycode", found=found, host=host, shown=host.replace(label, shown))
        scripts = {_script(character) for character in label} - {""}
        if len(scripts) > 1 or (scripts - {"LATIN", "HEBREW"} and labels[-1].isascii()):
            names = ", ".join(sorted(script.capitalize() for script in scripts))
            raise Trouble("host-look-alike", found=found, host=host, scripts=names)
    try:
        idna.encode(host, uts46=False)
    except (idna.IDNAError, UnicodeError):
        raise Trouble("host", found=found, host=host) from None


def _script(character: str) -> str:
    """The script of a letter, by the first word of its Unicode name; nothing for digits and signs."""
    if not character.isalpha():
        return ""
    return unicodedata.name(character, "?").split(" ")[0]
