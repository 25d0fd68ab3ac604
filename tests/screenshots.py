"""Makes the pictures of README.md: the site of the repository's own data as a phone shows it.

Run it with `make screenshots`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.built import ROOT, TODAY, copy_of_guide, guide
from tests.chromium import executable, launched, served

FOLDER = ROOT / "docs" / "screenshots"
PICTURES = {
    "home-pl": "index.html",
    "home-he": "he/index.html",
    "organisation-en": "en/organisation/caritas-bialystok.html",
}
PHONE = {"width": 360, "height": 740}


def main() -> int:
    """Build, visit, take the pictures."""
    program = executable()
    if not program:
        print("Chromium is needed for pictures.", file=sys.stderr)
        return 3
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        root = copy_of_guide(Path(folder))
        result = guide("build", "--root", root, "--out", root / "site", "--today", TODAY)
        if result.returncode:
            print(result.stdout + result.stderr, file=sys.stderr)
            return result.returncode
        with launched(program) as browser, served(root / "site") as address:
            page = browser.new_page(viewport=PHONE, device_scale_factor=1.5, locale="en-GB")
            for name, path in PICTURES.items():
                page.goto(address + path)
                page.screenshot(path=FOLDER / f"{name}.png")
                print(f"docs/screenshots/{name}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
