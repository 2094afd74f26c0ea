import pytest

from core.text.latex import escaped


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ọ̀yọ́ 中文 سلام", "Ọ̀yọ́ 中文 سلام"),
        ("a_b & 5 % of $x$ #1", r"a\_b \& 5 \% of \$x\$ \#1"),
        (r"\write18{rm}", r"\textbackslash{}write18\{rm\}"),
        ("a^b~c", r"a\textasciicircum{}b\textasciitilde{}c"),
        ('<b> "x" | y', r"\textless{}b\textgreater{} \char34{}x\char34{} \textbar{} y"),
        ("two\nlines\x00", "two lines"),
        ("می\u200cخواهم [1]", "می\u200cخواهم {[}1]"),
    ],
)
def test_text_is_shown_as_it_is(text, wanted) -> None:
    assert escaped(text) == wanted
