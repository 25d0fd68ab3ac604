"""`guide forms`: the case forms of the guide's Polish words, which search needs, made anew with Morfeusz 2."""

from __future__ import annotations

import argparse
import sys
from importlib.util import find_spec

from generator import keeping, report
from generator.load import load
from generator.problems import Stop
from generator.search import forms
from generator.search.index import polish_texts


def add_parser(commands: argparse._SubParsersAction, common: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = commands.add_parser("forms", parents=[common], help="make the case forms of Polish words for search")
    parser.add_argument("--check", action="store_true", help="only say which words are new; 1 when there are any")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Add the words of the guide that the file does not know yet."""
    if not arguments.root.is_dir():
        raise Stop("no-guide", 2, path=str(arguments.root))
    words = report.Words(arguments.lang)
    guide, _ = load(arguments.root, arguments.today)
    texts = polish_texts(guide)
    spelt = forms.searched_words(texts)
    new = [spelt[word] for word in forms.missing(texts)]
    if new and not arguments.check:
        if find_spec("morfeusz2") is None:
            raise Stop("forms-no-dictionary", 3, count=len(new), words=", ".join(new[:20]))
        keeping.write(forms.CACHE, forms.refreshed(texts))
        forms.read.cache_clear()
        forms.lemmas_of.cache_clear()
    # Of a new word nobody has asked the dictionary yet.
    unknown = [spelt[word] for word in forms.without_forms(texts) if not arguments.check or spelt[word] not in new]
    counted = {"count": len(new), "words": ", ".join(new)}
    print(words.sentence("forms-new" if new else "forms-complete", counted), file=sys.stderr)
    if unknown:
        print(words.sentence("forms-unknown", {"count": len(unknown), "words": ", ".join(unknown)}), file=sys.stderr)
    return 1 if new and arguments.check else 0
