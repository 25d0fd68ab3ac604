"""`squeeze`: scripts and styles keep what they say and lose what only we read."""

from __future__ import annotations

from generator import squeeze


def test_names_in_the_script_become_short() -> None:
    """Declared names are shortened; properties, keys, strings and patterns stay."""
    source = 'var word = {word: 1}; // word\nfunction longer(word) { return word.word + "word" + /word/.test(word); }\n'
    short = squeeze.script(source)
    assert short == 'var a={word:1};function b(a){return a.word+"word"+/word/.test(a)}\n'


def test_names_stay_apart_where_both_are_used() -> None:
    """An inner function may take a letter again only if it does not use the outer name."""
    source = """(function (outer) {
  var first = 1, second = one => { var inner = first; return [one, inner].map((x, y) => x + y); };
  function other(only) { try { return only(outer); } catch (trouble) { return window.a; } }
  return other(second);
})(b);
"""
    assert squeeze.script(source) == (
        "(function(b){var c=1,a=a=>{var b=c;return[a,b].map((a,b)=>a+b)};"
        "function d(a){try{return a(b)}catch(trouble){return window.a}}\nreturn d(a)})(b);\n"
    )


def test_signs_that_would_become_another_stay_apart() -> None:
    """`1 + +two` adds a number; `1++two` is no script."""
    assert squeeze.script("var two = one - -2 + +two;\n") == "var a=one- -2+ +a;\n"


def test_what_is_spread_is_a_variable() -> None:
    """After three dots stands a variable, after one a property; numbers and the two truths are written in short."""
    source = "var many = [0.5, true];\nvar all = [...many, many.length, 10.5, 0];\n"
    assert squeeze.script(source) == "var a=[.5,!0];var b=[...a,a.length,10.5,0];\n"


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
