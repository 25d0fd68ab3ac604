"""The Jinja environments: `pages` for HTML, whose values are escaped; `booklet` for Typst, whose values are quoted."""

from generator.templates.compiling import escaped
from generator.templates.pages import (
    attributes,
    environment,
    icon,
    icons,
    isolate,
    joined,
    paragraphs,
    phone_link,
    phrase,
    remember,
    render,
    safe_url,
    sprite,
    symbol,
    template,
    with_sprite,
)

__all__ = [
    "attributes",
    "environment",
    "escaped",
    "icon",
    "icons",
    "isolate",
    "joined",
    "paragraphs",
    "phone_link",
    "phrase",
    "remember",
    "render",
    "safe_url",
    "sprite",
    "symbol",
    "template",
    "with_sprite",
]
