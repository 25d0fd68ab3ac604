"""Files in, a published folder out: the old site or the new one, whole, whatever happens on the way.

The new site is put together beside the target, in the slot `.NAME.next`, and then takes its place in one step
(`renameat2` with RENAME_EXCHANGE on Linux). What the slot holds afterwards is the former site, which the next build
patches into the one after it: so a build touches the files that changed, and no others. Files that did not change
are hard links to those of the present site, and keep their date, which web servers tell browsers.

Where the system cannot exchange two folders (Windows, macOS, some network disks) two renames do it instead. A build
killed between them leaves no folder of that name for the moment; the former site stands beside, as `.NAME.old`, and
the next build puts it back before it does anything else.
"""

from generator.output.locking import lock
from generator.output.publication import Files, Published, Same, Store, Stored, discard, publish
from generator.output.refusals import in_words
from generator.output.tree import FORMAT, MANIFEST, Present, fits, manifest

__all__ = [
    "FORMAT", "MANIFEST", "Files", "Present", "Published", "Same", "Store", "Stored", "discard", "fits", "in_words",
    "lock", "manifest", "publish",
]  # fmt: skip
