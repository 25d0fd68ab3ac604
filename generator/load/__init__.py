"""The one door from a guide's folder to a whole `Guide`: all problems at once, sorted by place, never a traceback."""

from generator.load.memory import MEMORY, remembered
from generator.load.whole import guide, icons, load, past, read, site_facts

__all__ = ["MEMORY", "guide", "icons", "load", "past", "read", "remembered", "site_facts"]
