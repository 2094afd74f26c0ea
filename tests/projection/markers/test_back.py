"""Back-translation: entities carried into the target language."""

import pytest

from core.errors import InputError
from core.projection.markers import LossReason, Marked, Recovered, back_translated, brackets
from tests.projection.markers.build import sentence, spelt, tokenise

MARKED = brackets.insert(sentence("Anna saw New York .", (0, 1, "PER"), (2, 4, "LOC")))
NAMES = ("Anna", "Neu York")


@pytest.mark.parametrize(
    ("translated", "translations", "entities", "tokens"),
    [
        ("[Anna] sah [Neu York].", NAMES, "PER:Anna LOC:Neu York", "Anna sah Neu York ."),
        ("[NEU YORK] sah [anna].", NAMES, "LOC:NEU YORK PER:anna", "NEU YORK sah anna ."),
        ("[Anna] sah es.", NAMES, "PER:Anna", "Anna sah es ."),
        ("Anna sah es.", NAMES, "", "Anna sah es ."),
        # a bracket that is like no entity stays text
        ("[Anna] [qq] x", NAMES, "PER:Anna", "Anna [ qq ] x"),
        ("[Anna] ] x [", NAMES, "PER:Anna", "Anna ] x ["),
        # each entity goes to one stretch, the first that is like it
        ("[Anna] [Anna]", NAMES, "PER:Anna", "Anna [ Anna ]"),
        # each stretch takes the entity most alike, of equal ones the first
        ("[Anna]", ("Annabell", "Anna"), "LOC:Anna", "Anna"),
        ("[Anna] [Anna]", ("Anna", "Anna"), "PER:Anna LOC:Anna", "Anna Anna"),
        # half alike is not alike enough
        ("[ab]", ("ax", "zz"), "", "[ ab ]"),
        ("[] [ ]", ("", " "), "", "[ ] [ ]"),
        ("【Anna】在", NAMES, "PER:Anna", "Anna 在"),
        ("【x】", NAMES, "", "【 x 】"),
    ],
)
def test_stretches_take_the_label_of_what_they_are_like(translated, translations, entities, tokens):
    found = back_translated(MARKED, translated, translations, tokenise)
    assert isinstance(found, Recovered)
    assert " ".join(f"{label}:{text}" for label, text in spelt(found)) == entities
    assert " ".join(found.tokens) == tokens


def test_nothing_came_back():
    lost = back_translated(MARKED, " ", NAMES, tokenise)
    assert lost.reason is LossReason.EMPTY_TRANSLATION
    assert back_translated(MARKED, "x", NAMES, lambda text: []).reason is lost.reason
    bare = Marked("It rains.", (), (), "en")
    assert back_translated(bare, "[Es] regnet", (), tokenise).tokens == ("[", "Es", "]", "regnet")


def test_as_many_translations_as_entities():
    with pytest.raises(InputError, match="1 translations of entities for 2"):
        back_translated(MARKED, "x", ["Anna"], tokenise)


def test_the_least_likeness_is_an_option():
    assert not back_translated(MARKED, "[Anne]", NAMES, tokenise, min_ratio=0.8).entities
    assert back_translated(MARKED, "[Anne]", NAMES, tokenise).entities
