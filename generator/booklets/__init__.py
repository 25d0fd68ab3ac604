"""Booklets: a Guide in; per edition and language the PDFs to read, to fold, to enlarge and to hand out.

Jinja writes Typst whose every value is a quoted literal (`templates.booklet`), `engine` turns it into PDF, and
`imposition` lays pages out for folding. The packages behind it (typst, pikepdf, segno) are the group `print` of
pyproject.toml: the site is built without them, so that nothing here is imported before it is needed.
"""
