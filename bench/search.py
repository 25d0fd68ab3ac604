"""What search costs: time and memory of the index, bytes of a first search, milliseconds of a question.

    python -m bench.search [300 3000 30000] [--generator ../shared/bench/gen_orgs.py]

The records are those of `bench.data`; the kinds of help, their phrases and the places are the repository's own, so that
the bytes are those of a real guide. Node is needed for the milliseconds.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

from bench.data import GENERATOR, ROOT, generator
from generator import search
from generator.load import load
from generator.model import Guide, Phone
from tests.eval.score import Question, in_node

QUESTIONS = tuple(
    (language, query)
    for language, queries in (
        (
            "pl",
            (
                "nie mam gdzie spać",
                "szukam noclegowni na dziś",
                "psycholog Hajnówka",
                "pomoc prawna w Białymstoku",
                "noclegowia",
                "mąż mnie bije",
            ),
        ),
        ("he", ("אוכל", "מקום לישון בביאליסטוק", "פסיכלוג")),
        ("en", ("food", "shelter in Hajnówka", "lawer", "my husband hits me")),
    )
    for query in queries
)


def big_guide(count: int, records: Path) -> Guide:
    """The repository's guide with `count` made-up organisations, spread over its places and kinds of help."""
    guide, _ = load(ROOT, date(2026, 11, 22))
    make = generator(records).organisation
    pattern = guide.organisations[0]
    areas = [area.id for area in guide.areas if area.level != "country"]
    kinds = [one.id for one in guide.help_types]
    organisations = []
    for number in range(count):
        made = make(number)
        area = areas[number * 7919 % len(areas)]
        digits = made["phones"][0]
        phone = Phone(digits.removeprefix("+48 "), "tel:" + digits.replace(" ", ""), "ordinary", "PL")
        service = replace(
            pattern.services[0],
            id=made["id"],
            help_types=tuple(kinds[(number + step * 17) % len(kinds)] for step in range(1 + number % 3)),
            phones=(phone,),
            area=area,
            service_area=(area,),
        )
        name = replace(pattern.name, words=made["name"], original="pl")
        organisations.append(replace(pattern, id=made["id"], name=name, services=(service,), area=area))
    return replace(guide, organisations=(*guide.organisations, *organisations))


def measured(count: int, records: Path) -> dict[str, object]:
    """The figures for one size."""
    guide = big_guide(count, records)
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        made: dict[str, bytes] = {}
        for language in guide.settings.languages:
            made |= search.files(guide, language)
        spent = time.process_time() - start
        for path, content in made.items():
            file = Path(folder) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        index = Path(folder) / "assets" / "search"
        first = {}
        for language, query in QUESTIONS:
            loaded = in_node(index, [Question(language, query, "", "")])["first"][language]
            names = [f"assets/search/{name}" for name in loaded]
            first[query] = sum(len(gzip.compress(made[name], 9)) for name in (*names, "assets/search.js"))
        asked = [Question(language, query, "", "") for language, query in QUESTIONS * 20]
        times = in_node(index, asked, time=True)
    return {
        "organisations": len(guide.organisations),
        "index_cpu_seconds": round(spent, 2),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "first_search_gzip": first,
        "script_gzip": len(gzip.compress(made["assets/search.js"], 9)),
        "largest_file_gzip": max(len(gzip.compress(content, 9)) for content in made.values()),
        "ms_median": round(times["median"], 2),
        "ms_p95": round(times["p95"], 2),
    }


def main() -> None:
    """Measure and print one line a size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("counts", type=int, nargs="*", default=[300, 3000])
    parser.add_argument("--generator", type=Path, default=GENERATOR)
    arguments = parser.parse_args()
    for count in arguments.counts:
        print(json.dumps(measured(count, arguments.generator), ensure_ascii=False))


if __name__ == "__main__":
    main()
