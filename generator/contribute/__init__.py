"""The guide's schema and words in; what people contribute with out: issue forms, snippets, explanations, an editor."""

from __future__ import annotations

from pathlib import Path

from generator.checks import Draft
from generator.contribute.issue_forms import issue_forms
from generator.contribute.messages import message_tables
from generator.contribute.snippets import snippets, tasks
from generator.edit.columns import vocabulary

__all__ = ["contributed_files", "tasks"]


def contributed_files(root: Path, draft: Draft) -> dict[str, str]:
    """Path below `root` to the text that belongs there; only where the guide's folder is a repository with forms."""
    known = vocabulary(draft)
    files: dict[str, str] = {}
    if (root / ".github").is_dir():
        files |= issue_forms(known)
    if (root / ".vscode").is_dir():
        files[".vscode/guide.code-snippets"] = snippets(known)
    if (root / "docs" / "messages").is_dir():
        files |= message_tables()
    return files
