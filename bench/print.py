"""How many records in, what a booklet of them costs out: pages per CPU-second, bytes a page, memory.

    python -m bench.print                  # 60, 600 and 3,000 made-up records in each language, and the real editions
    python -m bench.print 60 --lang he

Each row is a process of its own, so that its memory is its own. `records`: the A5 booklet, tagged.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from bench import data
from generator.booklets import engine, formats
from generator.booklets.booklet import READING, prepared, source
from generator.booklets.selection import selection
from generator.load import load
from generator.model import Edition, Text

TODAY = date.fromisoformat(data.TODAY)


def measured(root: Path, language: str, edition: str) -> dict[str, float]:
    """One booklet: pages, bytes, seconds of CPU for its source and for the engine, megabytes at most."""
    guide = load(root, TODAY)[0]
    loaded = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    whole = Edition("all", Text({"pl": "Wszystko", "he": "הכול", "en": "All"}, "pl"))
    chosen = next((one for one in guide.settings.editions if one.id == edition), whole)
    began = time.process_time()
    files = source(prepared(guide, selection(guide, chosen), language), READING)
    written = time.process_time()
    pdf = engine.compiled(files, guide.settings.edition_date)
    done = time.process_time()
    pages = engine.page_count(pdf)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "pages": pages,
        "bytes": len(pdf),
        "source": written - began,
        "engine": done - written,
        "loaded": loaded / 1024,
        "peak": peak / 1024,
    }


def row(name: str, root: Path, language: str, edition: str = "") -> str:
    """A measured row of the table."""
    command = [sys.executable, "-m", "bench.print", "--one", str(root), "--lang", language, "--edition", edition]
    found = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    seconds = found["source"] + found["engine"]
    pages = found["pages"]
    return (
        f"{name:>16} {language} {pages:6} pages {seconds:7.2f} CPU-s {pages / seconds:6.1f} pages/CPU-s "
        f"{found['bytes'] / pages / 1024:5.2f} KB/page {found['peak']:6.0f} MB (data alone {found['loaded']:.0f})"
    )


def all_formats() -> str:
    """Everything that `guide print` makes of the real guide."""
    guide = load(data.ROOT, TODAY)[0]
    began = time.process_time()
    count = pages = 0
    for edition in guide.settings.editions:
        for language in guide.settings.languages:
            for made in formats.made(guide, edition, language, formats.FORMATS):
                count, pages = count + 1, pages + made.pages
    seconds = time.process_time() - began
    return f"all formats of all editions: {count} files, {pages} pages, {seconds:.1f} CPU-s"


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("counts", type=int, nargs="*", default=[60, 600, 3000])
    parser.add_argument("--lang", action="append")
    parser.add_argument("--generator", type=Path, default=data.GENERATOR)
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--edition", default="", help=argparse.SUPPRESS)
    parser.add_argument("--all", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    languages = arguments.lang or list(data.LANGUAGES)
    if arguments.all:
        print(all_formats())
        return
    if arguments.one:
        print(json.dumps(measured(arguments.one, languages[0], arguments.edition)))
        return
    for edition in load(data.ROOT, TODAY)[0].settings.editions:
        for language in languages:
            print(row(edition.id, data.ROOT, language, edition.id), flush=True)
    subprocess.run([sys.executable, "-m", "bench.print", "--all"], check=True)
    records = data.generator(arguments.generator)
    for count in arguments.counts:
        with tempfile.TemporaryDirectory() as folder:
            data.write(Path(folder), count, records)
            for language in languages:
                print(row(f"{count} records", Path(folder), language), flush=True)


if __name__ == "__main__":
    main()
