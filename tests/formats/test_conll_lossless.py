"""CoNLL files written again: nothing but the tags that a change touches differs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.entity import Entity, from_iob2
from core.errors import ExportError
from core.formats import conll, schemes
from core.formats.conll_lossless import Change, rewrite

FILES = {
    "conll-2003": (
        b"-DOCSTART- -X- -X- O\n\nEU NNP I-NP I-ORG\nrejects VBZ I-VP O\nGerman JJ I-NP I-MISC\n"
        b"call NN I-NP O\n\nBonn NNP I-NP I-LOC\nRome NNP I-NP B-LOC\n. . O O\n\n",
        "iob1",
    ),
    "conll-2002": (b"Ana B-PER\nvive O\n\nen O\nNueva B-LOC\nYork I-LOC\n", "iob2"),
    "wikiann": (b"en:Anna\tB-PER\nen:in\tO\nen:Rome\tB-LOC\n\nen:.\tO\n", "iob2"),
    "multiconer": (
        b"# id 7f-a\tdomain=en\nanna _ _ B-PER\nsleeps _ _ O\n\n\n"
        b"# id 7f-b\tdomain=en\nlg _ _ B-CORP\nx-y _ _ B-product-device\n\n",
        "iob2",
    ),
    "conllu-misc": (
        b"# newdoc id = d\n# sent_id = s1\n# text = vamos a Roma\n"
        b"1-2\tvamonos\t_\t_\t_\t_\t_\t_\t_\t_\n"
        b"1\tvamos\tir\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No\n"
        b"2\tRoma\tRoma\tPROPN\t_\t_\t1\tobl\t_\tNER=B-LOC|SpaceAfter=No\n"
        b"2.1\tx\t_\t_\t_\t_\t_\t_\t_\t_\n3\t.\t.\tPUNCT\t_\t_\t1\tpunct\t_\t_\n\n",
        "iob2",
    ),
    "conllu-plus": (
        b"# global.columns = ID FORM UPOS MY:NE\n# sent_id = 1\n"
        b"1\tAnna\tPROPN\tS-PER\n2\t.\tX\tO\n\n",
        "bioes",
    ),
    "ragged": (
        b"\xef\xbb\xbfBerlin  B-LOC\r\na\xc2\xa0b O\r\n# O\n-DOCSTART- O\r\n\r\n\n\r\n"
        + "💩 U-A-B\n👨🏻‍🚒   B-A-B\r\nक्षि L-A-B\nلا\u200c O".encode(),
        "bilou",
    ),
}


def blocks_of(data: bytes) -> tuple[conll.Block, ...]:
    return conll.read(data, report=lambda _: None).blocks


def read_as(tags: tuple[str, ...] | None, scheme: str) -> tuple[Entity, ...]:
    return schemes.decode(tags or (), scheme, repair="begin")


def lines_that_differ(old: bytes, new: bytes) -> list[int]:
    before, after = old.split(b"\n"), new.split(b"\n")
    assert len(before) == len(after)
    return [k for k, (a, b) in enumerate(zip(before, after, strict=True), start=1) if a != b]


@pytest.mark.parametrize("name", FILES)
def test_unchanged_is_the_same_byte_for_byte(name: str) -> None:
    data, scheme = FILES[name]
    same = {}
    for k, block in enumerate(blocks_of(data)):
        entities = read_as(block.tags, scheme)
        same[k] = Change(entities, entities)
    got = rewrite(data, same, scheme=scheme)
    assert (got.data, got.tags) == (data, 0)


@pytest.mark.parametrize("name", FILES)
def test_only_lines_of_touched_tokens_differ(name: str) -> None:
    data, scheme = FILES[name]
    blocks = blocks_of(data)
    for k, block in enumerate(blocks):
        old = read_as(block.tags, scheme)
        new = tuple(e for e in old if e.start > 0)
        new = (*new, Entity(0, 1, "NEW-ONE"))
        got = rewrite(data, {k: Change(old, new)}, scheme=scheme)
        touched = {block.lines[i] for e in {*old} ^ {*new} for i in range(e.start, e.end)}
        if scheme == "iob1":  # there the one behind is spelled by the one before
            touched |= {line + 1 for line in touched}
        assert set(lines_that_differ(data, got.data)) <= touched
        assert got.tags > 0
        assert read_as(blocks_of(got.data)[k].tags, scheme) == tuple(sorted(new))


def test_the_feature_goes_with_its_entity() -> None:
    data, scheme = FILES["conllu-misc"]
    old = (Entity(1, 2, "LOC"),)
    gone = rewrite(data, {0: Change(old, ())}, scheme=scheme).data
    assert gone == data.replace(b"NER=B-LOC|", b"")
    back = rewrite(gone, {0: Change((), old)}, scheme=scheme).data
    assert blocks_of(back)[0].tags == ("O", "B-LOC", "O")


def test_conllu_without_entities_gets_them_in_misc() -> None:
    data = b"1\tRoma\t_\t_\t_\t_\t0\t_\t_\t_\r\n\r\n"
    got = rewrite(data, {0: Change((), (Entity(0, 1, "LOC"),))}, scheme="iob2")
    assert got.data == data.replace(b"_\t_\r\n", b"_\tNER=B-LOC\r\n")


def test_adjacent_entities_in_iob1() -> None:
    data = b"a I-X\nb O\nc O\n"
    old, new = (Entity(0, 1, "X"),), (Entity(0, 1, "X"), Entity(1, 2, "X"))
    assert rewrite(data, {0: Change(old, new)}, scheme="iob1").data == b"a I-X\nb B-X\nc O\n"
    pushed = (Entity(1, 2, "X"), Entity(2, 3, "X"))
    assert rewrite(data, {0: Change(old, pushed)}, scheme="iob1").data == b"a O\nb I-X\nc B-X\n"


def test_a_fault_that_nobody_touched_stays() -> None:
    data = b"a I-X\nb O\nc B-Y\n"
    old = (Entity(0, 1, "X"), Entity(2, 3, "Y"))
    got = rewrite(data, {0: Change(old, (Entity(0, 1, "X"),))}, scheme="iob2")
    assert got.data == b"a I-X\nb O\nc O\n"
    joined = rewrite(data, {0: Change(old, (Entity(0, 1, "X"), Entity(1, 2, "X")))}, scheme="iob2")
    assert joined.data == b"a I-X\nb B-X\nc O\n"


def test_a_file_without_a_place_for_tags_is_refused() -> None:
    with pytest.raises(ExportError, match="no column holds entity tags"):
        rewrite(b"a x\nb y\n", {0: Change((), (Entity(0, 1, "X"),))}, scheme="iob2")


def test_wikiann_tokens_have_no_language() -> None:
    notes: list[object] = []
    document = conll.read(FILES["wikiann"][0], report=notes.append)
    assert document.blocks[0].tokens == ("Anna", "in", "Rome")
    assert "every token begins with 'en:'" in str(notes[0])
    assert conll.read(b"en:a O\nb O\nc O\nen:d B-X\n").blocks[0].tokens[0] == "en:a"


World = tuple[bytes, str, list[tuple[Entity, ...]], list[tuple[Entity, ...]]]
CELLS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\t\n\r \ufeff"), min_size=1
)


@st.composite
def worlds(
    draw: st.DrawFn,
) -> tuple[bytes, str, list[tuple[Entity, ...]], list[tuple[Entity, ...]]]:
    scheme = draw(st.sampled_from(schemes.SCHEMES))
    separator = draw(st.sampled_from(["\t", " ", "   "]))
    data, old, new = draw(st.sampled_from(["", "\ufeff"])), [], []
    for _ in range(draw(st.integers(1, 3))):
        n = draw(st.integers(1, 5))
        both = [_entities(draw, n) for _ in range(2)]
        tags = schemes.encode(both[0], n, scheme)
        for tag in tags:
            token = "w" + draw(CELLS)
            data += separator.join([token, "x", tag]) + draw(st.sampled_from(["\n", "\r\n"]))
        data += draw(st.sampled_from(["\n", "\r\n", "\n\n\n"]))
        old.append(both[0])
        new.append(both[1])
    return data.encode(), scheme, old, new


def _entities(draw: st.DrawFn, n: int) -> tuple[Entity, ...]:
    tags, before = [], "O"
    for _ in range(n):
        tag = draw(st.sampled_from(["O", "B-P", "B-Q-R", "I"]))
        tag = ("O" if before == "O" else f"I-{before[2:]}") if tag == "I" else tag
        tags.append(tag)
        before = tag
    return from_iob2(tags)


@given(worlds())
def test_any_file_any_change(world: World) -> None:
    data, scheme, old, new = world
    changes = {k: Change(a, b) for k, (a, b) in enumerate(zip(old, new, strict=True))}
    got = rewrite(data, changes, scheme=scheme, tag_column=2)
    blocks = conll.read(got.data, tag_column=2, report=lambda _: None).blocks
    assert [schemes.decode(b.tags or (), scheme) for b in blocks] == new
    differ = lines_that_differ(data, got.data)
    assert len(differ) == got.tags
    back = {k: Change(b, a) for k, (a, b) in enumerate(zip(old, new, strict=True))}
    assert rewrite(got.data, back, scheme=scheme, tag_column=2).data == data
