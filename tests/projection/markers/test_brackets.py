"""EasyProject's brackets: set, and found again in a translation."""

import pytest

from core.errors import InputError, MissingInputError, OptionError
from core.projection.markers import MARKERS, LossReason, Lost, Marked, Recovered
from tests.projection.markers.build import sentence, spelt, tokenise

PART = MARKERS.get("brackets").make()
TWO = sentence("Anna lives in New York .", (0, 1, "PER"), (3, 5, "LOC"))
ONE = sentence("They left Rome .", (2, 3, "LOC"))
SAME = sentence("Rome beat Paris", (0, 1, "ORG"), (2, 3, "ORG"))
NONE = sentence("It rains .")


def recovered(of, translated: str, *translations: str, part=PART):
    marked = part.insert(of)
    assert isinstance(marked, Marked)
    return part.recover(marked, translated, translations, tokenise)


@pytest.mark.parametrize(
    ("of", "text", "phrases"),
    [
        (TWO, "[Anna] lives in [New York].", ("Anna", "New York")),
        (NONE, "It rains.", ()),
        (sentence("He said `` Rome ''", (3, 4, "LOC")), 'He said "[Rome]"', ("Rome",)),
        (sentence("我 在 北 京 。", (2, 4, "LOC"), lang="zh"), "我在[北京]。", ("北京",)),
        (sentence("the U.S. 's", (1, 3, "LOC")), "the [U.S.'s]", ("U.S.'s",)),
        (sentence("A B", (0, 1, "X"), (1, 2, "Y")), "[A] [B]", ("A", "B")),
        (sentence("<b> ( x )", (0, 1, "X")), "[<b>] (x)", ("<b>",)),
    ],
)
def test_brackets_stand_tight(of, text, phrases):
    marked = PART.insert(of)
    assert (marked.text, marked.phrases) == (text, phrases)


@pytest.mark.parametrize("text", ["see [ 3 ]", "a[1]", "x 】 y", "［ z"])
def test_a_source_with_brackets_of_its_own_is_dropped_and_says_so(text):
    lost = PART.insert(sentence(text, (0, 1, "X")))
    assert lost.reason is LossReason.SOURCE_HAS_MARKERS
    assert "holds a bracket" in lost.detail


def test_brackets_of_the_source_may_be_made_round():
    part = MARKERS.get("brackets").make(own_brackets="round")
    of = sentence("Rome [ 3 ] and 【x】 [ Paris ] 《y》", (0, 1, "LOC"), (7, 8, "LOC"))
    marked = part.insert(of)
    assert marked.text == "[Rome] (3) and (x) ([Paris]) 《y》"
    found = part.recover(marked, marked.text, marked.phrases, tokenise)
    assert spelt(found) == [("LOC", "Rome"), ("LOC", "Paris")]
    assert part.insert(ONE) == PART.insert(ONE)


def test_an_entity_without_text_cannot_be_marked():
    of = sentence("a b", (0, 1, "X"))
    blank = type(of)(("\u00a0", "b"), of.entities, "en")
    assert PART.insert(blank).reason is LossReason.NO_TEXT
    unseen = type(of)(("\u200b\u200e", "b"), of.entities, "en")
    assert PART.insert(unseen).reason is LossReason.NO_TEXT


@pytest.mark.parametrize("name", ["brackets", "xml"])
def test_an_entity_that_comes_back_without_anything_to_see_is_lost(name):
    part = MARKERS.get(name).make()
    marked = part.insert(ONE)
    came = marked.text.replace("Rome", "\u200b")
    assert part.recover(marked, came, ("Rom",), str.split).reason is LossReason.EMPTY_ENTITY
    blank = part.recover(marked, "\u200b", ("Rom",), str.split)
    assert blank.reason is LossReason.EMPTY_TRANSLATION


def test_a_sentence_that_nobody_annotated():
    with pytest.raises(MissingInputError, match="annotate it"):
        PART.insert(type(ONE)(ONE.tokens, None, "en"))


@pytest.mark.parametrize(
    ("of", "translated", "translations", "entities"),
    [
        # exact, but for case, in another order
        (TWO, "In [new york] wohnt [Anna].", ("Anna", "New York"), "LOC:new york PER:Anna"),
        # exact in the source phrase
        (TWO, "[Anna] wohnt in [New York].", ("Anne", "Neuyork"), "PER:Anna LOC:New York"),
        # alike
        (TWO, "[Annas] Haus in [Neu-York].", ("Anna", "Neu York"), "PER:Annas LOC:Neu - York"),
        # one is left over and gets what is left
        (TWO, "[Anna] wohnt in [xyz].", ("Anna", "New York"), "PER:Anna LOC:xyz"),
        # one entity, or one type: nothing to find out
        (ONE, "[Qqq] haben sie verlassen", ("Rom",), "LOC:Qqq"),
        (SAME, "[x] schlug [y]", ("", ""), "ORG:x ORG:y"),
        # brackets of other shapes, doubled brackets, spaces inside
        (TWO, "【安娜】住在《纽约》。", ("安娜", "纽约"), "PER:安娜 LOC:纽约"),
        (TWO, "［Anna］ und [[ New York ]]", ("Anna", "New York"), "PER:Anna LOC:New York"),
        (ONE, "[ Rom ]verließen sie《gern》", ("Rom",), "LOC:Rom"),
        (NONE, "Es regnet.", (), ""),
        (NONE, "他看《x》。", (), ""),
        # hostile text stays text
        (ONE, "[<script>] & Co", ("x",), "LOC:< script >"),
    ],
)
def test_types_are_found_again(of, translated, translations, entities):
    found = recovered(of, translated, *translations)
    assert isinstance(found, Recovered)
    assert " ".join(f"{label}:{text}" for label, text in spelt(found)) == entities
    assert found.sentence("de").lang == "de"


@pytest.mark.parametrize(
    ("of", "translated", "translations", "reason"),
    [
        (ONE, "  ", ("Rom",), LossReason.EMPTY_TRANSLATION),
        (NONE, "", (), LossReason.EMPTY_TRANSLATION),
        (ONE, "Rom haben sie verlassen", ("Rom",), LossReason.COUNT),
        (ONE, "[Rom] und [Paris]", ("Rom",), LossReason.COUNT),
        # a title is no entity
        (ONE, "他们离开《哈姆雷特》", ("罗马",), LossReason.COUNT),
        (ONE, "[Rom", ("Rom",), LossReason.COUNT),
        (NONE, "[Es] regnet", (), LossReason.COUNT),
        (ONE, "]Rom[", ("Rom",), LossReason.BROKEN),
        (TWO, "[Anna [New York]]", ("Anna", "New York"), LossReason.BROKEN),
        (ONE, "[ ] Rom", ("Rom",), LossReason.EMPTY_ENTITY),
        (TWO, "[x] und [y]", ("Anna", "New York"), LossReason.UNRESOLVED),
        (TWO, "[Anna] und [anna]", ("Anna", "New York"), LossReason.TYPES),
    ],
)
def test_what_cannot_be_trusted_is_dropped_with_its_reason(of, translated, translations, reason):
    lost = recovered(of, translated, *translations)
    assert isinstance(lost, Lost)
    assert lost.reason is reason
    assert lost.detail


def test_a_stretch_that_the_tokeniser_finds_empty():
    part = MARKERS.get("brackets").make()
    lost = part.recover(part.insert(ONE), "[Rom] x", ("Rom",), lambda text: [])
    assert lost.reason is LossReason.EMPTY_ENTITY


@pytest.mark.parametrize(
    ("translated", "widened", "split"),
    [
        ("in [Helsinki]ssä.", "Helsinkissä", "Helsinki"),
        ("و[محمد] جاء", "ومحمد", "محمد"),
        ("[दिल्ली]में", "दिल्लीमें", "दिल्ली"),
        ("[Rome]-based", "Rome", "Rome"),
        ("l'[Italia]", "Italia", "Italia"),
        ("住在[纽约]的", "纽约", "纽约"),
    ],
)
def test_a_bracket_inside_a_word(translated, widened, split):
    for choice, text in (("widen", widened), ("split", split)):
        part = MARKERS.get("brackets").make(inside_word=choice)
        marked = part.insert(ONE)
        found = part.recover(marked, translated, ("x",), str.split)
        assert "".join(found.tokens) == translated.translate({91: None, 93: None}).replace(" ", "")
        assert [t for _, t in spelt(found)] == [text]


def test_words_grow_towards_plain_text_only():
    part = MARKERS.get("brackets").make()
    found = part.recover(part.insert(SAME), "[a][b]x[", ("", ""), str.split)
    assert found.reason is LossReason.COUNT
    found = part.recover(part.insert(SAME), "z[a]x[b]y", ("", ""), str.split)
    assert found.tokens == ("zax", "by")


def test_as_many_translations_as_entities():
    with pytest.raises(InputError, match="1 translations of entities for 2"):
        PART.recover(PART.insert(TWO), "[a] [b]", ["a"], tokenise)


def test_options():
    strict = MARKERS.get("brackets").make(min_ratio=0.95)
    lost = recovered(TWO, "[Annas] in [Neu-York]", "Anna", "Neu York", part=strict)
    assert lost.reason is LossReason.UNRESOLVED
    with pytest.raises(OptionError, match="min_ratio"):
        MARKERS.get("brackets").configure({"min_ratio": 2})
