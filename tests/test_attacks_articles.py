"""Hostile articles: whatever Markdown makes of them is inert, or they are refused with a report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest
from markdown import Markdown

from generator.checks import LINK
from generator.checks.articles import TARGET
from generator.commands.init import STARTER
from generator.load import load
from generator.problems import DataProblems
from generator.site.extension import Articles
from tests.built import Document
from tests.small import TODAY, problems_of, small_guide
from tests.test_attacks import ATTACKS, LONG, Article, built, dangers, hostile_guide

PLACES = (
    "{}",
    "# {}",
    "{}\n===",
    "- {}\n    - {}",
    "1. {}",
    "> {}",
    "| a | b |\n|:-:|--:|\n| {} | {} |",
    "`{}`",
    "``` {}\nx\n```",
    "~~~\n{}\n~~~",
    "    {}",
    "**{}** *{}* __{}__",
    "[x]({})",
    "[x](<{}>)",
    "[x](https://proba.org/{})",
    "[x](https://proba.org '{}')",
    '[x](https://proba.org "{}")',
    "[{}](https://proba.org)",
    "![{}](x.png)",
    "![x]({})",
    "<{}>",
    "<https://proba.org/{}>",
    "[r]\n\n[r]: {}",
    '[r]\n\n[r]: https://proba.org "{}"',
    "[{}]\n\n[{}]: https://proba.org",
    "[[pl:{}]]",
    "[[{}]]",
    "[[urgent|{}]]",
    "[^1]\n\n[^1]: {}",
    "*[x]: {}\n\nx",
    "x\n: {}",
    "*x*{{: {} }}",
    "# x {{: {} }}",
    "x\n{{: {} }}",
    "!!! note '{}'\n    {}",
    '<p markdown="1" {}>{}</p>',
    "&{};",
    "\\{}",
)
"""Where in an article a text may stand: in every construct of Markdown and of its usual extensions."""
SHORT = [attack for attack in ATTACKS if attack not in LONG]
EXTENSIONS = {
    "ours": ["toc", "tables", "fenced_code"],  # MkDocs' own and those of our mkdocs.yml
    "all": "extra admonition toc codehilite sane_lists smarty wikilinks nl2br legacy_attrs legacy_em meta".split(),
}


@cache
def markdown(extensions: str) -> Markdown:
    """What renders articles."""
    guide, _ = load(STARTER, TODAY)
    articles = Articles(guide, lambda: ("pl", "pl", "content/pl/x.md"))
    return Markdown(extensions=[*EXTENSIONS[extensions], articles])


def rendered(text: str, extensions: str) -> str | None:
    """The HTML of an article; `None` when it is refused, with its place."""
    try:
        return markdown(extensions).reset().convert(text)
    except DataProblems as found:
        assert {problem.place.file for problem in found.problems} == {"content/pl/x.md"}
        return None


def trouble(text: str, extensions: str, folder: Path) -> list[str]:
    """What is wrong with what becomes of an article."""
    page = rendered(text, extensions)
    if page is None:
        return []
    file = folder / "x.html"
    file.write_text(page, "utf-8")
    return dangers(file)


@pytest.mark.parametrize("extensions", EXTENSIONS)
def test_hostile_markdown_is_inert_or_refused(tmp_path: Path, some: Callable, extensions: str) -> None:
    """In every place of an article, whatever extensions `mkdocs.yml` names."""
    wrong = []
    for attack in some(SHORT, 10):
        for place in PLACES:
            text = place.replace("{}", attack).replace("{{", "{").replace("}}", "}") if "{}" in place else place
            wrong += [f"{text[:80]!r}: {word}" for word in trouble(text, extensions, tmp_path)]
    assert not wrong, "\n".join(wrong[:20])


def hostile_articles(attacks: Sequence[str]) -> Callable[[str], Iterator[Article]]:
    """An article for each attack, which stands in its title, its description and in all places that take it."""

    def accepted(text: str) -> bool:
        page = rendered(text, "ours")
        marks = [match for match in LINK.finditer(text) if match[1].partition("|")[0] != "urgent"]
        if page is None or marks:
            return False
        addresses = [element["href"] or element["src"] for element in Document(page).elements]
        addresses += [match[2] for match in TARGET.finditer(text)]  # `guide check` refuses them wherever they stand
        return all(one.startswith(("https://proba.org", "urgent")) for one in addresses if one)

    def body(attack: str) -> str:
        """The places that take it beside each other: one may define the address that another names."""
        text = ""
        for place in PLACES:
            longer = f"{text}\n\n{place.replace('{}', attack)}"
            if "{{" not in place and accepted(longer) and accepted(f"{longer}\n\nx"):
                text = longer
        return text.removeprefix("\n\n")

    bodies = [body(attack) for attack in attacks]

    def articles(language: str) -> Iterator[Article]:
        for number, (attack, text) in enumerate(zip(attacks, bodies, strict=True)):
            name = f"text-{number:04d}"
            yield Article(name, f"{number:04d} {attack}"[:120].strip(), f"{attack} {language}"[:200].strip(), text)

    return articles


def test_a_guide_of_hostile_articles_is_inert(tmp_path: Path, some: Callable) -> None:
    """Titles, descriptions and bodies, on the article's page and wherever its title is shown."""
    attacks = some(SHORT, 8)
    site = built(hostile_guide(tmp_path, ["x"], hostile_articles(attacks)))
    pages = [site / folder / f"text-{number:04d}.html" for folder in ("", "he", "en") for number in range(len(attacks))]
    wrong = [word for page in [site / "index.html", *pages] for word in dangers(page)]
    assert not wrong, "\n".join(wrong[:20])


TRAPS = {
    "a tag": "title: !!python/object/apply:os.system [id]\ndescription: x",
    "an alias": "title: &a x\ndescription: *a",
    "a merge key": "<<: {title: x}\ndescription: x",
    "MkDocs' own template": "title: x\ndescription: x\ntemplate: ../../evil.html",
    "Material's fields": "title: x\ndescription: x\nhide: [navigation]",
    "a field twice": "title: x\ntitle: y\ndescription: x",
    "an empty title": "title: ''\ndescription: x",
    "a title of a list": "title: [x]\ndescription: x",
    "a title of our marks": "title: guideslot-title\ndescription: x",
    "a second document": "title: x\n...\n%YAML 1.1\n--- !!x\ndescription: x",
    "an order of many digits": f"title: x\ndescription: x\norder: {'9' * 5000}",
    "an order below none": "title: x\ndescription: x\norder: -1",
    "a kind of help that is none": "title: x\ndescription: x\nhelp_types: [../../etc]",
    "a direction mark": 'title: "x\\u202e"\ndescription: x',
    "half a character": 'title: "x\\ud800"\ndescription: x',
    "a very long title": f"title: {'x' * 500}\ndescription: x",
    "nothing": "",
    "a tab": "title:\tx\n\tdescription: x",
    "deep brackets": f"title: {'[' * 3000}\ndescription: x",
}


@pytest.mark.parametrize("trap", TRAPS)
def test_the_head_of_an_article_holds_its_fields_only(tmp_path: Path, trap: str) -> None:
    """Whatever else stands there is said, with its file."""
    small_guide(tmp_path)
    (tmp_path / "content" / "pl").mkdir(parents=True)
    (tmp_path / "content" / "pl" / "x.md").write_text(f"---\n{TRAPS[trap]}\n---\nx\n", "utf-8")
    found = [one for one in problems_of(tmp_path) if one.level == "error" and one.rule != "article-missing"]
    assert found and {one.place.file for one in found} == {"content/pl/x.md"}
