"""`guide language CODE`: adds a language to the guide: settings, catalogues and articles, ready to be translated."""

from __future__ import annotations

import argparse
from pathlib import Path

from generator.commands import schema
from generator.commands.submission import write
from generator.edit import files, new_language
from generator.languages import Language, language
from generator.load import own_words
from generator.problems import DataProblems, Stop
from generator.strings import catalogue


def add_parser(commands: argparse._SubParsersAction, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser("language", parents=[common], help="add a language to the guide")
    parser.add_argument("code", metavar="CODE", help="BCP 47, for example uk or ar")
    parser.add_argument("--name", metavar="NAME", help="in itself (default: as Unicode's CLDR has it)")
    parser.add_argument(
        "--from", dest="source", metavar="CODE", help="copy the articles of this language (default: en)"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the files and say what is left to be translated."""
    root, code = arguments.root, arguments.code
    if not (root / "data/guide.yaml").is_file():
        raise Stop("no-guide", 2, path=str(root))
    added = known(code)
    present = files.style(root).languages
    source = arguments.source or ("en" if "en" in present else present[0])
    if source not in present:
        raise Stop("no-such-language", 2, found=source, known=", ".join(present))
    _, wrong = own_words(root, (added.code,))
    if errors := [problem for problem in wrong if problem.level == "error"]:
        raise DataProblems(errors)  # what cannot be read would be written over
    translated = texts_of(root, added.code, source)
    texts = {}
    if added.code not in present or not any(
        name.endswith(".po") for name in translated
    ):  # else some words are missing, as when the generator has new ones
        texts["data/guide.yaml"] = new_language.settings_with(root, added.code)
    site = root / "mkdocs.yml"
    if texts and site.is_file():
        name = arguments.name or added.name
        texts["mkdocs.yml"] = new_language.site_with(site.read_text(encoding="utf-8"), added.code, name)
    write(root, texts | translated)
    if texts:
        schema.write(root, arguments.today)  # forms in it, and snippets with its words
    said = catalogue(arguments.lang, "edit").ugettext
    print(
        said("language-added").format(language=arguments.name or added.name, code=added.code, direction=added.direction)
    )
    for name in translated:
        print(f"  {name}")
    print(said("language-next").format(code=added.code))
    return 0


def known(code: str) -> Language:
    """The language of a code, or the words that there is none."""
    try:
        return language(code)
    except ValueError:
        raise Stop("language-unknown", 2, found=code) from None


def texts_of(root: Path, code: str, source: str) -> dict[str, str]:
    """What is to be translated into a language and is not there yet: words of the site, and articles."""
    return new_language.catalogues(root, code) | new_language.articles(root, code, source)
