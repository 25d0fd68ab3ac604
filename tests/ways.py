"""Makes the pictures of CONTRIBUTING: the three ways to change a number, from the real form, data and `guide diff`.

Run it with `make screenshots`.
"""

from __future__ import annotations

import html
import re
import sys
import tempfile
from datetime import date
from pathlib import Path

import markdown

from generator.contribute.issue_forms import questions
from generator.edit.columns import vocabulary
from generator.load import read
from generator.strings import catalogue
from tests.built import LANGUAGES, ROOT, TODAY, copy_of_guide, guide
from tests.chromium import executable, launched

FOLDER = ROOT / "docs" / "ways"
DATA = "data/organisations.yaml"
OLD, NEW = '"85 651 90 08"', '"85 651 90 09"'
STYLE = """
body { margin: 0; padding: 20px; font: 15px/1.45 "Noto Sans", "Noto Sans Hebrew", sans-serif; color: #1b1f24; }
h1 { font-size: 19px; margin: 0 0 12px; } h2, h3 { font-size: 16px; margin: 12px 0 4px; }
ul { padding-inline-start: 22px; }
label { display: block; font-weight: 600; margin-top: 12px; } small { color: #57606a; }
.input { border: 1px solid #8c959f; border-radius: 6px; padding: 6px 10px; margin-top: 4px; min-height: 22px; }
.file { font: 13px/1.6 "DejaVu Sans Mono", monospace; white-space: pre; overflow: hidden; }
.file b { font-weight: 400; display: block; margin: 0 -20px; padding: 0 20px; }
.was { background: #ffebe9; } .is { background: #dafbe1; }
"""


def main() -> int:
    """Take the pictures: three ways, two of them in three languages."""
    program = executable()
    if not program:
        print("Chromium is needed for pictures.", file=sys.stderr)
        return 3
    FOLDER.mkdir(parents=True, exist_ok=True)
    with launched(program) as browser:
        page = browser.new_page(viewport={"width": 480, "height": 560}, device_scale_factor=1.25)
        for language in LANGUAGES:
            for name, body in (("form", form(language)), ("request", request(language))):
                direction = "rtl" if language == "he" else "ltr"
                page.set_content(f'<html lang="{language}" dir="{direction}"><style>{STYLE}</style><body>{body}')
                page.screenshot(path=FOLDER / f"{name}-{language}.png")
                print(f"docs/ways/{name}-{language}.png")
        page.set_content(f"<html><style>{STYLE}</style><body>{editor()}")
        page.screenshot(path=FOLDER / "editor.png")
        print("docs/ways/editor.png")
    return 0


def form(language: str) -> str:
    """The head of the form "something is out of date", a number filled in."""
    draft, _ = read(ROOT, date.fromisoformat(TODAY))
    answers = {"which": "caritas-bialystok", "phones": NEW.strip('"')}
    parts = [f"<h1>{html.escape(catalogue(language, 'contribute').ugettext('form-outdated-name'))}</h1>"]
    for row in questions(language, "outdated", vocabulary(draft)):
        label, hint = html.escape(row["label"]), html.escape(row["help"])
        answer = f"<bdi>{answers.get(row['id'], '')}</bdi>"
        parts.append(f'<label>{label}</label><small>{hint}</small><div class="input">{answer}</div>')
    return "\n".join(parts)


def editor() -> str:
    """The lines around the number, the old one and the new one marked."""
    lines = (ROOT / DATA).read_text("utf-8").split("\n")
    place = next(number for number, line in enumerate(lines) if OLD in line)
    shown = [html.escape(line) for line in lines[place - 10 : place + 11]]
    new = shown[10].replace(html.escape(OLD), html.escape(NEW))
    shown[10] = f'<b class="was">{shown[10]}</b><b class="is">{new}</b>'
    text = "\n".join(shown).replace("</b>\n", "</b>").replace("\n<b", "<b")
    return f'<h1 dir="ltr">{DATA}</h1><div class="file">{text}</div>'


def request(language: str) -> str:
    """What `guide diff` says about it, as it stands in a comment."""
    with tempfile.TemporaryDirectory() as folder:
        root = copy_of_guide(Path(folder) / "guide")
        file = root / DATA
        file.write_text(file.read_text("utf-8").replace(OLD, NEW), "utf-8")
        said = guide("diff", ROOT, root, "--lang", language, "--format", "markdown").stdout
    return markdown.markdown(re.sub(r"^(\s*- )\[ \] ", r"\1", said, flags=re.M))


if __name__ == "__main__":
    sys.exit(main())
