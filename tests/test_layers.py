"""The pipeline's layers: a module imports only from rows below its own."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GENERATOR = ROOT / "generator"

# Highest row first. A package counts as one module: its files may import one another.
ROWS = (
    ("__main__",),
    ("commands", "hook"),
    ("site",),
    ("build",),
    ("shards",),
    ("pages", "frames", "search", "booklets", "exports", "changes", "contribute"),
    ("templates", "load", "edit", "report", "call"),  # report, call: problems in, sentences out
    # Above the model: strings puts its hours and seasons into words, brief says what others say of its organisations.
    ("checks", "strings", "brief"),
    ("model", "schema"),
    ("source", "output", "processes"),
    ("problems", "languages", "numbers", "code_pages", "squeeze", "stems", "typography", "once"),
    ("versions", "frozen", "regex"),  # versions: and facts that follow from them
    ("keeping",),
)
ROW = {module: len(ROWS) - 1 - index for index, row in enumerate(ROWS) for module in row}

# Knowledge of a library that may change under us stays in few places.
ONLY = {
    "yaml": {"source"},
    "dask": {"shards"},
    "distributed": {"shards"},
    "jinja2": {"templates"},
    "mkdocs": {"site", "hook"},
    "mkdocs_static_i18n": {"site", "hook"},
    "material": {"site", "hook"},
}

# Nothing below the top row reads the clock, the environment or the network.
READS = {
    "date.today",
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "time.time",
    "os.environ",
    "os.getenv",
    "socket.socket",
    "socket.create_connection",
}
NETWORK = {"urllib.request", "http.client", "requests", "urllib3", "ftplib", "smtplib"}

FILES = sorted(GENERATOR.rglob("*.py"))


def module_of(path: Path) -> str:
    """The name that the table knows a file by: `checks.py` and `checks/phones.py` are both `checks`."""
    return path.relative_to(GENERATOR).with_suffix("").parts[0]


def imports(path: Path) -> list[tuple[int, str]]:
    """Line and full dotted name of everything that a file imports, wherever in the file it stands."""
    package = ("generator", *path.relative_to(GENERATOR).with_suffix("").parts[:-1])
    found: list[tuple[int, str]] = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            name = ".".join((*base, *filter(None, [node.module])))
            found += [(node.lineno, f"{name}.{alias.name}") for alias in node.names]
    return found


def attributes(path: Path) -> list[tuple[int, str]]:
    """Line and last two names of every `a.b` and `a.b.c` in a file."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
            found.append((node.lineno, f"{owner}.{node.attr}"))
    return found


def name(path: Path) -> str:
    """A file as a test names it."""
    return path.relative_to(ROOT).as_posix()


def test_every_module_has_a_row_and_every_row_modules() -> None:
    """A new module first finds its row in the table; one that is gone leaves it."""
    assert {module_of(path) for path in FILES} - {"__init__"} == set(ROW)


@pytest.mark.parametrize("path", FILES, ids=name)
def test_imports_point_down(path: Path) -> None:
    """A module imports only from rows below it, and never a sibling of its own row."""
    if path == GENERATOR / "__init__.py":
        assert not imports(path)
        return
    module = module_of(path)
    wrong = []
    for line, imported in imports(path):
        parts = imported.split(".")
        if parts[0] != "generator" or len(parts) < 2 or parts[1] == module:
            continue
        if parts[1] not in ROW or ROW[parts[1]] >= ROW[module]:
            wrong.append(
                f"{name(path)}:{line}: {module} (row {ROW[module]}) imports {imported} (row {ROW.get(parts[1])})"
            )
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", FILES, ids=name)
def test_libraries_are_known_in_one_place(path: Path) -> None:
    """Only `source` knows PyYAML, only `templates` Jinja, only `site` and `hook` MkDocs."""
    wrong = [
        f"{name(path)}:{line}: only {' and '.join(sorted(ONLY[library]))} may import {library}"
        for line, imported in imports(path)
        if (library := imported.split(".")[0]) in ONLY and module_of(path) not in ONLY[library]
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", FILES, ids=name)
def test_only_the_top_reads_clock_environment_and_network(path: Path) -> None:
    """What a page says follows from the guide and the day that was passed in, from nothing else."""
    if module_of(path) == "__main__":
        return
    # The local server of `guide serve` and the plug-in that MkDocs calls have no caller of ours to hand the day in.
    edge = ROW.get(module_of(path), 0) >= ROW["commands"]
    wrong = [f"{name(path)}:{line}: {what}" for line, what in attributes(path) if what in READS and not edge]
    wrong += [
        f"{name(path)}:{line}: {imported}"
        for line, imported in imports(path)
        if any(imported == library or imported.startswith(f"{library}.") for library in NETWORK) and not edge
    ]
    assert not wrong, "\n".join(wrong)


def test_a_build_begins_without_what_it_seldom_needs() -> None:
    """Each of these takes its time at every start, 2 to 50 ms: they are imported where they are needed."""
    seldom = ("babel", "difflib", "logging", "markdown", "mkdocs", "phonenumbers", "platform", "rich", "socket")
    code = f"import generator.commands.build, sys; print([name for name in {seldom} if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"
