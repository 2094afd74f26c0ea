import pytest

from core.domain.decision import Side
from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.domain.projection import Beyond, Orphan, Reason, Stray
from core.projection.orphan_words import orphan_words

SOURCE = Sentence(("Angela", "Merkel", "spoke"), (Entity(0, 2, "PER"),))
TARGET = Sentence(("es", "sprach", "Merkel"))
LINKED = Stray.LINKED_OUTSIDE


@pytest.mark.parametrize(
    ("orphan", "words"),
    [
        (
            Orphan(Side.SOURCE, 0, 2, Reason.NO_LINKS, "PER", 0),
            "'Angela Merkel' (words 1-2): not projected: none of its words is linked to a target"
            " word.",
        ),
        (
            Orphan(Side.TARGET, 2, 3, Stray.COPIED, "PER", 0),
            "'Merkel' (word 3) looks or sounds like 'Angela Merkel'.",
        ),
        (
            Orphan(Side.TARGET, 2, 3, Stray.SUPPLIED, "PER"),
            "'Merkel' (word 3) was supplied as PER.",
        ),
        (Orphan(Side.TARGET, 2, 3, Stray.SUPPLIED), "'Merkel' (word 3) was supplied as a span."),
        (Orphan(Side.TARGET, 2, 3, Stray.TAGGED, "PER"), "'Merkel' (word 3) is tagged PER."),
        (
            Orphan(Side.TARGET, 2, 3, Stray.NAME_LIKE),
            "'Merkel' (word 3) has a capital, and nothing like a name is linked to it.",
        ),
        (
            Orphan(Side.TARGET, 2, 3, LINKED, "PER", 0, Beyond.NO_PICK),
            "'Merkel' (word 3) is linked to 'Angela Merkel', which got no span.",
        ),
        (
            Orphan(Side.TARGET, 1, 3, LINKED, "PER", 0, Beyond.BESIDE),
            "'sprach Merkel' (words 2-3) is linked to 'Angela Merkel' and stands beside its span.",
        ),
    ],
)
def test_words(orphan: Orphan, words: str) -> None:
    assert orphan_words(orphan, SOURCE, TARGET) == words


@pytest.mark.parametrize("reason", [*Reason, *Stray])
@pytest.mark.parametrize("beyond", [None, *Beyond])
def test_every_reason_has_words(reason: Reason | Stray, beyond: Beyond | None) -> None:
    side = Side.SOURCE if isinstance(reason, Reason) else Side.TARGET
    line = orphan_words(Orphan(side, 0, 1, reason, None, 5, beyond), SOURCE, TARGET)
    assert line.endswith(".")
    assert "None" not in line
