"""What the generator adds to an article: the way home above it, and the parts that its writer asks for by a marker."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from generator.model import Article, Guide, Phrase
from generator.pages.addresses import article_path
from generator.pages.contact import mail_link, source_words, web_link
from generator.pages.lists import article_list
from generator.pages.page import ROOT
from generator.pages.views import Views
from generator.pages.views import views as views_of
from generator.templates import with_sprite

_SPRITE = '<svg class="g-sprite"'


def article_note(guide: Guide, article: Article, language: str) -> str:
    """What stands below the title of an article that is not in this language, or not up to date in it."""
    spoken = article.title(language).language
    if spoken == language and language not in article.old:
        return ""
    views = views_of(guide, language)
    _ = views.strings.gettext
    if spoken != language:
        name = {"language": views.strings.language_name(spoken)}
        words = escape(_("This page has not been translated yet. It is in %(language)s.") % name)
    else:
        value = Phrase(article.titles[language], language, older_than=guide.settings.languages[0])
        words = views.aside(value, article_path(article.name)).replace(ROOT, "")
    return Markup('<p class="g-only">{}</p>\n').format(words)


def article_parts(views: Views, article: Article, names: Iterable[str]) -> dict[str, str]:
    """The HTML of the named parts; their icons are drawn once, in the part `head`, which stands first."""
    makers = {
        "list": lambda: _without_sprite(article_list(views, article)),
        "counts": lambda: _counts(views),
        "sources": lambda: _sources(views),
        "publisher": lambda: _publisher(views),
    }
    parts = {name: str(makers[name]()) for name in names if name != "head"}
    crumbs = str(views.breadcrumb(views.home_crumb("")))
    together = crumbs + "".join(parts.values())
    parts["head"] = with_sprite(together).removesuffix(together) + crumbs
    return parts


def _without_sprite(content: str) -> str:
    return content[content.index("</svg>") + len("</svg>") :] if content.startswith(_SPRITE) else content


def _counts(views: Views) -> Markup:
    """How much the guide holds and how much of it a person has confirmed."""
    _ = views.strings.gettext
    services = [(one, service) for one in views.guide.organisations for service in one.services]
    confirmed = sum((service.source or one.source).verified is not None for one, service in services)
    settings = views.guide.settings
    return _facts(
        [
            (_("Organisations in this guide"), escape(str(len(views.guide.organisations)))),
            (_("Services that we describe"), escape(str(len(services)))),
            (_("Confirmed by a person"), escape(str(confirmed))),
            (
                _("Edition"),
                Markup('<bdi dir="ltr">{}</bdi>, {}').format(
                    settings.edition, views.strings.date(settings.edition_date)
                ),
            ),
        ]
    )


def _sources(views: Views) -> Markup:
    """Every site and document that the facts come from, once."""
    urls = {
        source.url: one.original_language
        for one in views.guide.organisations
        for source in (one.source, *(service.source for service in one.services))
        if source
    }
    web: dict[str, Markup] = {}
    words = []
    for url in sorted(urls):
        if url.startswith(("http://", "https://")):
            host = "/".join(url.split("/", 3)[:3]) + "/"
            link = web_link(host)
            web.setdefault(str(link.striptags()), link)
        else:
            words.append(source_words(url, urls[url], views.language))
    items = Markup("").join(Markup("<li>{}</li>").format(one) for one in [*(web[name] for name in sorted(web)), *words])
    return Markup('<ul class="g-list">{}</ul>').format(items)


def _publisher(views: Views) -> Markup:
    """Who answers for the guide, as `data/guide.yaml` states it."""
    _ = views.strings.gettext
    publisher = views.guide.settings.publisher
    rows = [(_("Publisher"), views.phrase(publisher.name)), (_("E-mail"), mail_link(publisher.email))]
    if publisher.website:
        rows.append((_("Website"), web_link(publisher.website)))
    if publisher.address:
        original = publisher.name.original
        rows.append((_("Address"), views.phrase(type(publisher.name)({original: publisher.address}, original))))
    if views.guide.settings.contact_email != publisher.email:
        rows.append((_("For corrections"), mail_link(views.guide.settings.contact_email)))
    return _facts(rows)


def _facts(rows: list[tuple[str, Markup]]) -> Markup:
    items = Markup("").join(Markup("<li><b>{}:</b> {}</li>").format(name, value) for name, value in rows)
    return Markup('<ul class="g-list">{}</ul>').format(items)
