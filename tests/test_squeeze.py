"""`squeeze`: scripts and styles keep what they say and lose what only we read."""

from __future__ import annotations

from generator import squeeze


def test_names_in_the_script_become_short() -> None:
    """Declared names are shortened; properties, keys, strings and patterns stay."""
    source = 'var word = {word: 1}; // word\nfunction longer(word) { return word.word + "word" + /word/.test(word); }\n'
    short = squeeze.script(source)
    assert short == 'var a={word:1};function b(a){return a.word+"word"+/word/.test(a);}\n'


def test_signs_that_would_become_another_stay_apart() -> None:
    """`1 + +two` adds a number; `1++two` is no script."""
    assert squeeze.script("var two = one - -2 + +two;\n") == "var a=one- -2+ +a;\n"


def test_styles_lose_comments_and_gaps() -> None:
    """Strings stay as they are, and a space stays where it means something."""
    source = """/* a */ .a > .b , .c :hover {
  content: "; /* no */  }";
  margin: 0  calc(1rem + 2px);
}
@media (min-width: 48em) { .a:not(.b) { color: red; } }
"""
    wanted = '.a>.b,.c :hover{content:"; /* no */  }";margin:0 calc(1rem + 2px)}'
    assert squeeze.style(source) == wanted + "@media (min-width:48em){.a:not(.b){color:red}}\n"
