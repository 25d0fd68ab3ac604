"""What the tests share: one strict build of the real guide, a browser to look at it, golden files."""

from __future__ import annotations

import difflib
import os
import random
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import hypothesis
import pytest

from tests.built import ROOT, TODAY, BuiltPage, Site, built_pages, copy_of_guide, guide
from tests.chromium import PHONE, Screen, Watch, executable, launched, served

hypothesis.settings.register_profile("no", derandomize=True, deadline=None, max_examples=50)
hypothesis.settings.register_profile("sample", derandomize=True, deadline=None, max_examples=300)
hypothesis.settings.register_profile("full", derandomize=False, deadline=None, max_examples=5000)

Item = TypeVar("Item")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Our own options."""
    parser.addoption("--update-golden", action="store_true", help="write what the code says now into tests/golden")
    parser.addoption(
        "--audit",
        choices=("no", "sample", "full"),
        default="no",
        help="full: long tests too, with full counts; sample: the long tests alone, with a fixed part of their counts",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Hypothesis tries more examples in an audit."""
    hypothesis.settings.load_profile(config.getoption("--audit"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """`make test` leaves the long tests out; the sample takes them alone, since `make test` ran the others."""
    audit = config.getoption("--audit")
    if audit == "full":
        return
    chosen = [item for item in items if (item.get_closest_marker("audit") is not None) == (audit == "sample")]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
    items[:] = chosen


@pytest.fixture(scope="session")
def audit(request: pytest.FixtureRequest) -> str:
    """How much is asked for: `no` (`make test`), `sample` or `full`."""
    return request.config.getoption("--audit")


@pytest.fixture(scope="session")
def some(audit: str) -> Callable[[Sequence[Item], int], list[Item]]:
    """Call it with a list and a number: that many of it, always the same ones; all of them in a full audit."""

    def choose(items: Sequence[Item], number: int) -> list[Item]:
        items = list(items)
        return items if audit == "full" or len(items) <= number else random.Random(20261122).sample(items, number)

    return choose


@pytest.fixture(params=["in turn", pytest.param("every", marks=pytest.mark.audit)])
def kinds(request: pytest.FixtureRequest, site: Site, some: Callable) -> list[BuiltPage]:
    """Each kind of page, the languages taking turns; an audit takes it in every language, a full one every page."""
    if request.param == "in turn":
        return site.each_kind_in_turn()
    return list(dict.fromkeys([*site.one_of_each_kind(), *some(site.pages, 0)]))


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compares text with a golden file; `--update-golden` writes the file instead."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
            return
        expected = path.read_bytes().decode("utf-8") if path.exists() else ""
        if text != expected:
            difference = difflib.unified_diff(expected.splitlines(), text.splitlines(), path.name, "now", lineterm="")
            pytest.fail("\n".join(difference) + "\n(pytest --update-golden takes it over)", pytrace=False)

    return compare


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The one strict, cold build of the repository's own data that all tests of pages look at."""
    root = copy_of_guide(tmp_path_factory.mktemp("guide"))
    out = root / "site"
    result = guide("build", "--root", root, "--out", out, "--today", TODAY)
    if result.returncode:
        pytest.fail(f"guide build ended with {result.returncode}:\n{result.stdout}\n{result.stderr}", pytrace=False)
    return Site(out, result.stdout, result.stderr, *built_pages(out))


def wanting(what: str) -> None:
    """Skip for want of a tool on a person's machine, fail in CI."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing", pytrace=False)
    pytest.skip(f"{what} is missing: .ci/run says which packages bring it")


@pytest.fixture(scope="session")
def server(site: Site) -> Iterator[str]:
    """Address of a local host that serves the site; ends with a slash."""
    with served(site.folder) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium, one for all tests."""
    if not (program := executable()):
        wanting("Chromium")
    with launched(program) as browser:
        yield browser


@pytest.fixture
def open_page(browser, server: str) -> Iterator[Callable]:
    """Call it with a built page (or an address) and a `Screen`: a browser page with it, watched.

    The test fails at its end when a page wrote an error or a warning to the console, asked another host for
    something or stored anything.
    """
    contexts: dict[Screen, tuple] = {}

    def open_(target: BuiltPage | str, screen: Screen = PHONE):
        if screen not in contexts:
            context = browser.new_context(
                viewport={"width": screen.width, "height": screen.height},
                color_scheme=screen.colours,
                forced_colors="active" if screen.forced else "none",
                java_script_enabled=screen.javascript,
                locale="en-GB",
                timezone_id="Europe/Warsaw",
            )
            watch = Watch()
            page = context.new_page()
            watch.attach(page)
            contexts[screen] = (context, page, watch)
        _context, page, watch = contexts[screen]
        address = target if isinstance(target, str) else target.address
        page.goto(address if "://" in address else server + address, wait_until="load")
        page.watch = watch
        return page

    yield open_
    trouble = []
    for context, _page, watch in contexts.values():
        trouble += watch.trouble + [f"request to another host: {url}" for url in watch.elsewhere(server)]
        trouble += [f"cookie: {cookie}" for cookie in context.cookies()]
        trouble += [f"storage: {origin}" for origin in context.storage_state()["origins"]]
        context.close()
    assert not trouble, "\n".join(dict.fromkeys(trouble))


JUDGES = ROOT / "tests" / "judges" / "node_modules"


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    file = JUDGES / "axe-core" / "axe.min.js"
    if not file.exists():
        wanting("axe-core (npm ci in tests/judges)")
    return file.read_text("utf-8")


@pytest.fixture(scope="session")
def nu() -> Callable[[Path], list[str]]:
    """Call it with a folder: what the Nu HTML checker says about the pages in it."""
    jar = JUDGES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if not jar.exists():
        wanting("the Nu HTML checker (npm ci in tests/judges)")
    if not shutil.which("java"):
        wanting("Java")

    def judge(folder: Path) -> list[str]:
        with tempfile.TemporaryFile() as output:
            subprocess.run(
                ["java", "-Xss4m", "-jar", str(jar), "--skip-non-html", "--format", "gnu", str(folder)],
                stdout=output,
                stderr=subprocess.STDOUT,
                timeout=600,
                check=False,
            )
            output.seek(0)
            lines = output.read().decode("utf-8", "replace").splitlines()
        return [line.replace(folder.as_uri(), "").replace(f"file:{folder}", "") for line in lines if line.strip()]

    return judge
