"""Laws of every way of marking."""

from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.formats import pairs_jsonl
from core.projection.markers import (
    MARKERS,
    REASONS,
    LossReason,
    Lost,
    Marked,
    Recovered,
    back_translated,
)
from core.projection.markers.brackets import insert
from tests.formats import shared_data
from tests.projection.markers.build import tokenise

SENSE = "Anna de Zürich北 北 京 ไทย محمد दिल्ली ' ' , . ( ) < > & 👍🏽 e\u0301 ` x 3,5"
WORDS = tuple(SENSE.split())
HOSTILE = (*WORDS, "[", "]", "[[", "】", "<a>", "</a>", "<b", "``", "\u00a0", "\u200b")
PARTS = [part.name for part in MARKERS.parts()]


@st.composite
def sentences(draw: st.DrawFn, words: tuple[str, ...]) -> Sentence:
    tokens = draw(st.lists(st.sampled_from(words), min_size=1, max_size=9))
    cuts = sorted(draw(st.sets(st.integers(0, len(tokens)), max_size=6)))
    entities = tuple(
        Entity(a, b, draw(st.sampled_from(["PER", "LOC", "ORG"])))
        for a, b in pairwise(cuts)
        if draw(st.booleans())
    )
    return Sentence(tuple(tokens), entities, draw(st.sampled_from(["en", "zh", "th", "ar", "fr"])))


def bare(text: str) -> str:
    return "".join(text.split())


def shown(of: Sentence | Recovered) -> list[tuple[str, str]]:
    return [(e.label, bare("".join(of.tokens[e.start : e.end]))) for e in of.entities or ()]


@pytest.mark.parametrize("name", PARTS)
@given(of=sentences(WORDS))
def test_a_translation_that_changes_nothing_gives_back_the_entities(name, of):
    part = MARKERS.get(name).make(inside_word="split")
    marked = part.insert(of)
    if isinstance(marked, Lost):
        assert (name, marked.reason) == ("xml", LossReason.SOURCE_HAS_MARKERS)
        return
    found = part.recover(marked, marked.text, marked.phrases, tokenise)
    if isinstance(found, Lost):  # the same words with two types
        assert (name, found.reason) == ("brackets", LossReason.TYPES)
        assert len({bare(p).lower() for p in marked.phrases}) < len(marked.phrases)
        return
    assert bare("".join(found.tokens)) == bare("".join(of.tokens))
    assert [text for _, text in shown(found)] == [text for _, text in shown(of)]
    if name == "xml":
        assert shown(found) == shown(of)


@pytest.mark.parametrize("name", PARTS)
@given(of=sentences(HOSTILE), translated=st.text("ab [] <>/ａ【】《》x́", max_size=30))
def test_markers_come_off_and_nothing_else_does(name, of, translated):
    part = MARKERS.get(name).make()
    marked = part.insert(of)
    if isinstance(marked, Marked):
        found = part.recover(marked, translated, marked.phrases, tokenise)
        if isinstance(found, Recovered):
            signs = "[]【】《》［］〔〕" if name == "brackets" else "<>/abＡ＜＞／〈〉"
            off = str.maketrans("", "", signs)
            written = bare(translated)
            assert bare("".join(found.tokens)).translate(off) == written.translate(off)
            assert is_within(bare("".join(found.tokens)), written)
            assert sorted(e.label for e in found.entities) == sorted(
                e.label for e in of.entities or ()
            )


def is_within(part: str, whole: str) -> bool:
    """Return whether a text is left when characters of another are taken out."""
    rest = iter(whole)
    return all(char in rest for char in part)


@given(of=sentences(WORDS))
def test_a_back_translation_that_changes_nothing(of):
    marked = insert(of)
    found = back_translated(marked, marked.text, marked.phrases, tokenise, inside_word="split")
    assert isinstance(found, Recovered)
    assert bare("".join(found.tokens)) == bare("".join(of.tokens))
    assert [t for _, t in shown(found)] == [t for _, t in shown(of)]


@pytest.mark.parametrize("name", PARTS)
def test_every_part_says_what_it_is_and_where_it_comes_from(name):
    part = MARKERS.get(name)
    assert part.summary
    assert part.source
    assert [option.name for option in part.options if not option.summary] == []
    assert part.make().wants_phrases is (name == "brackets")


@shared_data.needed
@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("corpus", ["europarl.en-de", "xquad.en-ar", "pud.en-zh"])
def test_on_real_sentences(name, corpus):
    path = shared_data.FOLDER / "ner" / f"{corpus}.jsonl"
    part = MARKERS.get(name).make()
    kept, lost = 0, []
    for pair in islice(pairs_jsonl.read(path.read_bytes()), 200):
        of = pair.target
        if not of.entities:
            continue
        marked = part.insert(of)
        if isinstance(marked, Marked):
            outcome = part.recover(marked, marked.text, marked.phrases, tokenise)
            assert isinstance(outcome, Recovered)
            assert shown(outcome) == shown(of)
            kept += 1
        else:
            lost.append(marked.reason)
    assert kept + len(lost) > 50
    assert set(lost) <= {LossReason.SOURCE_HAS_MARKERS}
    assert kept >= 0.95 * (kept + len(lost))


def test_every_reason_has_words():
    assert list(REASONS) == list(LossReason)
