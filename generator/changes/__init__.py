"""Two guides in; what changed for readers out, each change with its danger, and the sentences for it."""

from generator.changes.change import DANGERS, Change
from generator.changes.comparison import Files, changes
from generator.changes.wording import Wording

__all__ = ["DANGERS", "Change", "Files", "Wording", "changes"]
