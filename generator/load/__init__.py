"""The one door from a guide's folder to a whole `Guide`: all problems at once, sorted by place, never a traceback."""

from generator.load.memory import MEMORY, remembered
from generator.load.whole import load, past, read
from generator.load.words import own_words

__all__ = ["MEMORY", "load", "own_words", "past", "read", "remembered"]
