"""The ways in which changes arrive: workflows, forms, review of a change by the base's generator."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from generator.commands.init import STARTER
from generator.languages import own_words_file
from tests.built import ROOT, first_now
from tests.small import GOOD, small_guide

GITHUB = ROOT / ".github"
WORKFLOWS = [file for home in (ROOT, STARTER) for file in sorted(home.glob(".github/workflows/*.yml"))]
"""Ours, and those that `guide init` gives to a new guide."""
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")
JUDGED = (
    ("vendor.github-workflows", WORKFLOWS),
    ("custom.github-workflows-require-timeout", WORKFLOWS),
    ("vendor.github-issue-forms", FORMS),
    ("vendor.github-issue-config", [GITHUB / "ISSUE_TEMPLATE" / "config.yml"]),
    ("vendor.dependabot", [home / ".github" / "dependabot.yml" for home in (ROOT, STARTER)]),
    ("vendor.gitlab-ci", [home / ".gitlab-ci.yml" for home in (ROOT, STARTER)]),
)


def judge(program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a judge that the tests' lock installs beside this Python."""
    path = Path(sys.executable).parent / program
    return subprocess.run([str(path), *map(str, arguments)], capture_output=True, encoding="utf-8", check=False)


@pytest.mark.parametrize(("schema", "files"), JUDGED, ids=[schema for schema, _ in JUDGED])
def test_files_follow_their_schema(schema: str, files: list[Path]) -> None:
    """check-jsonschema finds nothing wrong in the workflows, forms and settings."""
    assert files
    transform = ["--data-transform", "gitlab-ci"] if "gitlab" in schema else []
    answer = judge("check-jsonschema", *transform, "--builtin-schema", schema, *files)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_workflows_are_safe() -> None:
    """zizmor, at its strictest, finds nothing in the workflows."""
    answer = judge("zizmor", "--offline", "--persona", "auditor", "--no-progress", GITHUB, STARTER / ".github")
    assert answer.returncode == 0, answer.stdout + answer.stderr


def steps() -> list[tuple[str, str, dict]]:
    """Every step of every job."""
    found = []
    for file in WORKFLOWS:
        for name, job in yaml.safe_load(file.read_text("utf-8"))["jobs"].items():
            found += [(file.name, name, step) for step in job["steps"]]
    return found


def test_actions_are_pinned() -> None:
    """Each action is one of GitHub's own, at a commit, with its version beside it; one commit per action."""
    used = re.findall(r"uses: (\S+)@(\S+)(.*)", "".join(file.read_text("utf-8") for file in WORKFLOWS))
    assert used
    for name, commit, version in used:
        assert name.startswith("actions/"), name
        assert re.fullmatch(r"[0-9a-f]{40}", commit), name
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", version), name
    assert len({name for name, _, _ in used}) == len({commit for _, commit, _ in used})


def test_pull_requests_meet_no_secret_and_no_right_to_write() -> None:
    """What runs for a pull request may only read; no workflow names a secret or the trigger that would hand it one."""
    for file in WORKFLOWS:
        text = file.read_text("utf-8")
        assert "secrets." not in text and "pull_request_target" not in text, file.name
        workflow = yaml.safe_load(text)
        assert workflow["permissions"] == {}, file.name
        if "pull_request" in workflow[True]:  # YAML 1.1 reads `on` as true
            for job in workflow["jobs"].values():
                assert set(job["permissions"].values()) <= {"read"}, file.name


def test_who_reads_a_change_may_not_write() -> None:
    """No job both takes out or fetches code and holds a right to write."""
    for file in WORKFLOWS:
        for name, job in yaml.safe_load(file.read_text("utf-8"))["jobs"].items():
            if "write" in job["permissions"].values():
                for step in job["steps"]:
                    assert not step.get("uses", "").startswith("actions/checkout"), (file.name, name)
                    assert not re.search(r"\b(git|make|python) |\.ci/", step.get("run", "")), (file.name, name)


def test_scripts_of_workflows_hold_no_expression() -> None:
    """A name of a branch or a title never becomes part of a script: values come through the environment."""
    assert not [(file, job) for file, job, step in steps() if "${{" in step.get("run", "")]


def test_only_main_is_published() -> None:
    """Each job of the publishing workflow asks for the main branch."""
    for file in WORKFLOWS:
        if file.name == "publish.yml":
            jobs = yaml.safe_load(file.read_text("utf-8"))["jobs"]
            assert {job["if"] for job in jobs.values()} == {"github.ref == 'refs/heads/main'"}


def git(folder: Path, *arguments: str) -> str:
    """Run git with a name of its own and nobody's settings."""
    names = {f"GIT_{who}_{what}": "a@proba.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {**os.environ, **names, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    return subprocess.run(
        ["git", *arguments], cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=True
    ).stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository on its main branch, with the scripts of `.ci/` and a small guide."""
    root = small_guide(tmp_path / "guide", GOOD)
    shutil.copytree(ROOT / ".ci", root / ".ci")
    shutil.copy(ROOT / "mkdocs.yml", root)
    (root / "theme").mkdir()
    (root / "theme" / "empty").touch()
    (root / "content").mkdir()
    (root / "content" / "empty.png").touch()
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "Start")
    return root


@pytest.fixture
def review(repository: Path, tmp_path: Path) -> Callable[[], tuple[str, str, str]]:
    """Commit what a test changed on a branch and hand it to `.ci/review`: outcome, summary and annotations."""

    def run(languages: str = "pl") -> tuple[str, str, str]:
        git(repository, "checkout", "--quiet", "-b", "change")
        git(repository, "add", "--all", "--force")
        git(repository, "commit", "--quiet", "--allow-empty", "-m", "Change")
        git(repository, "checkout", "--quiet", "main")
        folder = tmp_path / "review"
        answer = subprocess.run(
            [".ci/review", "main", "change", str(folder), "--no-site"],
            cwd=repository,
            env={**os.environ, "PYTHON": sys.executable, "PYTHONPATH": str(ROOT), "LANGUAGES": languages},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        outcome = (folder / "outcome").read_text("utf-8").strip()
        assert answer.returncode == (1 if outcome == "bad" else 0), answer.stdout + answer.stderr
        return outcome, (folder / "summary.md").read_text("utf-8"), answer.stdout

    return run


def edit(file: Path, old: str, new: str) -> None:
    """Put something else in place of what stands once in a file."""
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")


def test_a_new_number_is_said_in_three_languages(repository: Path, review: Callable) -> None:
    """A changed phone needs no code owner, and the summary shows both numbers."""
    edit(repository / "data" / "organisations.yaml", "85 744 50 27", "85 744 50 28")
    outcome, summary, _ = review("pl en he")
    assert outcome == "good"
    assert summary.count("85 744 50 27") == summary.count("85 744 50 28") == 3
    order = ["telefon", "<summary>English", '<div dir="rtl">']
    assert sorted(order, key=summary.index) == order and summary.count("<details>") == 2


def test_the_first_language_of_the_guide_is_not_folded(repository: Path, review: Callable) -> None:
    """The team of a Hebrew guide reads Hebrew first."""
    for file in ("data/guide.yaml", "mkdocs.yml"):
        path = repository / file
        path.write_text(path.read_text("utf-8").replace("[pl, he, en]", "[he, en]  # pl"), "utf-8")
    git(repository, "commit", "--quiet", "-am", "Hebrew")
    edit(repository / "data" / "organisations.yaml", "85 744 50 27", "85 744 50 28")
    summary = review("pl en he")[1]
    order = ['<div dir="rtl">', "<summary>polski", "<summary>English"]
    assert sorted(order, key=summary.index) == order and summary.count("<details>") == 2


def test_words_of_its_own_are_the_bases_and_a_code_owners(repository: Path, review: Callable) -> None:
    """A guide whose fourth language has its words in `locales/` is judged with them; an owner agrees to others."""
    for file in ("data/guide.yaml", "mkdocs.yml"):
        path = repository / file
        text = path.read_text("utf-8").replace("[pl, he, en]", "[pl, he, en, uk]")
        path.write_text(re.sub(r"(- locale: en\n +name: English\n)", r"\1        - locale: uk\n", text), "utf-8")
    words = repository / own_words_file("uk")
    words.parent.mkdir(parents=True)
    words.write_text('msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n', "utf-8")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "-m", "Ukrainian")
    words.write_text("broken", "utf-8")
    edit(repository / "data" / "organisations.yaml", "85 744 50 27", "85 744 50 28")
    assert review()[0] == "owner"


def test_a_mistake_is_shown_on_its_line(repository: Path, review: Callable) -> None:
    """A number that cannot be is an annotation at its line."""
    edit(repository / "data" / "organisations.yaml", "85 744 50 27", "85 744")
    outcome, summary, annotations = review()
    assert outcome == "bad"
    assert "::error file=data/organisations.yaml,line=4," in annotations
    assert "data/organisations.yaml:4:" in summary


@pytest.mark.parametrize(
    ("old", "new", "rule", "severity"),
    first_now(
        ("https://proba.org/dom", "https://pr0ba.org/dom", "domain-changed", "blocker"),
        ("85 744 50 27", "85 744 50 28", "phone-changed", "major"),
        ("85 744 50 27", "85 744", "phone-unknown", "major"),
    ),
    ids=["look-alike", "changed", "wrong"],
)
def test_gitlab_shows_it_beside_the_line(repository, review, monkeypatch, tmp_path, old, new, rule, severity) -> None:
    """Changes for readers and mistakes become one code-quality report, for which no token is needed."""
    monkeypatch.setenv("GITLAB_CI", "true")
    edit(repository / "data" / "organisations.yaml", old, new)
    review()
    rows = json.loads((tmp_path / "review" / "quality.json").read_text("utf-8"))
    assert all(set(row) == {"description", "check_name", "fingerprint", "severity", "location"} for row in rows)
    assert len({row["fingerprint"] for row in rows}) == len(rows)
    assert {row["location"]["path"] for row in rows} <= {"data/organisations.yaml", "data/guide.yaml", "mkdocs.yml"}
    found = [
        row for row in rows if row["severity"] == severity and row["location"]["path"].endswith("organisations.yaml")
    ]
    assert rule in [row["check_name"] for row in found], rows
    assert all(row["location"]["lines"]["begin"] in range(2, 9) for row in found)


@pytest.mark.parametrize("home", [ROOT, STARTER], ids=["here", "own"])
def test_gitlab_judges_a_fork_by_the_branch_that_it_would_join(repository: Path, tmp_path: Path, home: Path) -> None:
    """What a merge request from a fork runs, runs in the fork, whose main branch may be of last year."""
    script = yaml.safe_load((home / ".gitlab-ci.yml").read_text("utf-8"))["data"]["script"]
    fetch = "\n".join(script[: next(number for number, line in enumerate(script) if "worktree" in line)])
    for bare in ("guide.git", "fork.git"):
        git(tmp_path, "clone", "--quiet", "--bare", str(repository), str(tmp_path / bare))
    git(tmp_path, "clone", "--quiet", str(tmp_path / "fork.git"), str(tmp_path / "fork"))
    git(repository, "commit", "--quiet", "--allow-empty", "-m", "Newer")
    git(repository, "push", "--quiet", str(tmp_path / "guide.git"), "main")
    for project, subject in (("2", "Newer"), ("1", git(tmp_path / "fork", "log", "-1", "--format=%s"))):
        variables = {
            "CI_PROJECT_ID": project,
            "CI_MERGE_REQUEST_PROJECT_ID": "1",
            "CI_MERGE_REQUEST_PROJECT_URL": str(tmp_path / "guide"),
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        }
        subprocess.run(["bash", "-e", "-c", fetch], cwd=tmp_path / "fork", env={**os.environ, **variables}, check=True)
        assert git(tmp_path / "fork", "log", "-1", "--format=%s", "origin/target") == subject


def test_code_needs_an_owner(repository: Path, review: Callable) -> None:
    """A change of a file outside data/ and content/ waits for a code owner."""
    (repository / "mkdocs.yml").write_text("site_name: other\n", "utf-8")
    edit(repository / "data" / "organisations.yaml", "85 744 50 27", "85 744 50 28")
    outcome, summary, _ = review()
    assert outcome == "owner"
    assert "mkdocs.yml" in summary


@pytest.mark.parametrize("name", ["link", ".gitattributes"])
def test_links_and_hidden_files_are_refused(repository: Path, review: Callable, name: str) -> None:
    """Neither a link nor a file that tells git what to hide is looked at any further."""
    file = repository / "data" / name
    if name == "link":
        file.symlink_to("/etc/hostname")
    else:
        file.write_text("*.yaml export-ignore\n", "utf-8")
    outcome, summary, _ = review()
    assert outcome == "bad"
    assert f"w data/ i content/ mogą być tylko zwykłe pliki, nie takie: data/{name}. " in summary


def test_a_new_lock_needs_an_owner(repository: Path, review: Callable) -> None:
    """Who changes a crisis number together with its lock waits for a code owner all the same."""
    lock = repository / "data" / "critical.lock"
    lock.write_text(
        'emergency: "112"\nhelp_types:\n  - night-shelter\nnumbers:\n  dom:\n    - "85 744 50 27"\n', "utf-8"
    )
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "-m", "Lock")
    edit(lock, "85 744 50 27", "85 744 50 28")
    edit(repository / "data" / "organisations.yaml", "85 744 50 27", "85 744 50 28")
    outcome, summary, annotations = review()
    assert outcome == "owner"
    assert "::warning file=data/organisations.yaml,line=4" in annotations
    assert "critical.lock" in summary


def test_a_changed_crisis_number_without_its_lock_fails(repository: Path, review: Callable) -> None:
    """A crisis number that differs from the base's lock stays failed."""
    lock = repository / "data" / "critical.lock"
    lock.write_text(
        'emergency: "112"\nhelp_types:\n  - night-shelter\nnumbers:\n  dom:\n    - "85 744 50 27"\n', "utf-8"
    )
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "-m", "Lock")
    edit(repository / "data" / "organisations.yaml", "85 744 50 27", "85 744 50 28")
    outcome, summary, _ = review()
    assert outcome == "bad" and "85 744 50 27 → 85 744 50 28" in summary.replace("`", "")


def test_an_old_branch_is_judged_as_it_would_be_merged(repository: Path, review: Callable) -> None:
    """Two additions, each good by itself, that cannot stand together are found before the merge."""
    edit(repository / "data" / "organisations.yaml", "85 744 50 27", "85 744 50 28")
    git(repository, "checkout", "--quiet", "-b", "other")
    git(repository, "commit", "--quiet", "-am", "Other")
    git(repository, "checkout", "--quiet", "main")
    edit(repository / "data" / "organisations.yaml", "85 744 50 27", "85 744 50 29")
    git(repository, "commit", "--quiet", "-am", "Main")
    git(repository, "checkout", "--quiet", "other")
    outcome, summary, said = review("pl en he")
    assert outcome == "bad"
    for words in ("główna gałąź zmieniła te same wiersze: data", "changed the same lines: data", "אותן שורות: data"):
        assert f"{words}/organisations.yaml. " in summary
    assert "::error title=data::główna gałąź" in said
