"""`make eval`: builds a site, types questions into its own search box in Chromium, prints how well it answers.

    python -m tests.eval [--queries FILE …] [--fixture FOLDER] [--site FOLDER] [--file] [--engine] [--detail]

Without arguments: the shared corpus with both of its sets, then the repository's own guide with `questions.tsv` and, in
Node, with `typed.tsv`.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from generator.load import load
from tests.built import copy_of_guide, guide
from tests.eval import fixture, own, typed
from tests.eval.box import SLOWER, answers_of_box
from tests.eval.score import Question, Score, corpus_relevant, in_node, questions, score

TODAY = "2026-11-22"


def main() -> int:
    """Ask and print; 1 when a site cannot be built."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--queries", type=Path, nargs="*", help="TSV files: lang, query, kind, expect")
    parser.add_argument("--fixture", type=Path, help="another corpus in the form of the shared one")
    parser.add_argument("--site", type=Path, help="a built site of that corpus instead of building one")
    parser.add_argument("--file", action="store_true", help="open the site from the disk, without a host")
    parser.add_argument("--engine", action="store_true", help="ask the script in Node instead of the box: fast")
    parser.add_argument("--detail", action="store_true", help="list the questions that were not fully answered")
    arguments = parser.parse_args()
    if arguments.fixture and not arguments.fixture.is_dir():
        raise SystemExit(f"{arguments.fixture}: no such folder")
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        corpus = arguments.fixture or fixture.SHARED / "fixture"
        asked = arguments.queries or [fixture.SHARED / "queries.tsv", fixture.SHARED / "queries_generated.tsv"]
        if corpus.exists():
            root = fixture.guide_folder(work / "corpus", corpus)
            site = arguments.site or built(root, work / "corpus-site")
            known = {path: key.split("/", 1)[1] for path, key in fixture.ids(("pl",), corpus).items()}
            relevant = corpus_relevant(fixture.records(corpus))
            for path in asked:
                report(path.name, questions(path), site, known.get, relevant, arguments)
        else:
            print(f"no corpus at {corpus}", file=sys.stderr)
        if not (arguments.queries or arguments.fixture or arguments.site):
            root = copy_of_guide(work / "own")
            site = built(root, work / "own-site")
            known_guide, _ = load(root, date.fromisoformat(TODAY))
            path = Path(__file__).parent / "questions.tsv"
            key = own.keys(known_guide)
            report(path.name, questions(path), site, key, own.relevant(known_guide), arguments)
            for held_out, half in ((False, "half"), (True, "the half held out")):
                asked = [one for one in typed.typed() if one.held_out == held_out]
                print(f"\ntyped.tsv (engine), {half}: {len(asked)} questions")
                print(typed.manners(site / "assets" / "search", asked, key, own.relevant(known_guide)))
    return 0


def built(root: Path, out: Path) -> Path:
    """The site of a guide folder."""
    done = guide("build", "--root", root, "--out", out, "--today", TODAY)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return out


def report(
    name: str,
    asked: Sequence[Question],
    site: Path,
    key: Callable[[str], str | None],
    relevant: Callable[[Question], set[str]],
    arguments: argparse.Namespace,
) -> None:
    """Ask one set and print its figures."""
    if arguments.engine:
        found = in_node(site / "assets" / "search", asked, time=True)
        size = {
            language: sum(len(gzip.compress((site / "assets" / "search" / file).read_bytes(), 9)) for file in files)
            + len(gzip.compress((site / "assets" / "search.js").read_bytes(), 9))
            for language, files in found["first"].items()
        }
        how = "engine"
    else:
        found = answers_of_box(site, asked, from_disk=arguments.file)
        size, how = found["bytes"], "file" if arguments.file else "http"
    answers = [[one for path in paths if (one := key(path.partition("#")[0]))] for paths in found["answers"]]
    print(f"\n{name} ({how}): {len(asked)} questions")
    for what, value in score(asked, answers, relevant).items():
        print(f"  {what:24} {line(value)}")
    slowed = f", p95 on a processor {SLOWER} times slower {found['p95_slowed']:.1f}" if "p95_slowed" in found else ""
    print(f"  first search, bytes gzip {size}; ms median {found['median']:.1f}, p95 {found['p95']:.1f}{slowed}")
    if arguments.detail:
        for question, keys in zip(asked, answers, strict=True):
            if score([question], [keys], relevant)["all"].recall < 1:
                print("   ", question.language, question.query, question.expect, keys[:5], sep="\t")


def line(value: Score) -> str:
    """A score in one line."""
    return f"n {value.questions:5}  recall@5 {value.recall:.3f}  MRR {value.rank:.3f}  no answer {value.unanswered:.1%}"


if __name__ == "__main__":
    sys.exit(main())
