import pytest

from core.domain.alignment import Alignment, Link
from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.domain.projection import Competitor, Explanation, Pick, Projection, Reason
from core.domain.task import Task
from core.projection import METHODS, in_words, project
from core.projection.resolve import with_options
from core.projection.sure_words import sure_words

SOURCE = Sentence(
    ("Then", "Angela", "Merkel", "met", "Macron"), (Entity(1, 3, "PER"), Entity(4, 5, "PER"))
)
TARGET = ("Dann", "traf", "Angela", "Merkel", "Emmanuel", "Macron")


def told(links, name="ngram-exact", entity=0):
    world = Task(SOURCE, TARGET, Alignment(5, 6, tuple(Link(i, j) for i, j in links)))
    projection = project(world, METHODS[name], explain=True)[entity]
    lines = in_words(projection, SOURCE, TARGET)
    sure = sure_words(projection)
    assert lines[len(lines) - len(sure) :] == sure
    return lines[: len(lines) - len(sure)]


def test_all_words_linked():
    assert told([(1, 2), (2, 3)], "aligned-exact") == (
        "Both words of 'Angela Merkel' are linked, to 'Angela Merkel' (words 3-4).",
        "Chosen for 'Angela Merkel': 'Angela Merkel' (words 3-4), score 1.00.",
        "The next best span, 'Angela' (word 3), scores 0.67, which is 0.33 less.",
    )


def test_some_words_linked_to_several_places():
    assert told([(1, 2), (1, 5)], "aligned-exact")[:2] == (
        "1 of the 2 words of 'Angela Merkel' is linked, to 'Angela' (word 3) and "
        "'Macron' (word 6).",
        "Chosen for 'Angela Merkel': 'Angela' (word 3), score 0.67.",
    )


def test_a_tie_is_told():
    assert told([(1, 2), (1, 5)], "aligned-exact")[2] == (
        "'Macron' (word 6) scores the same; the method's fixed order of equals decides."
    )


def test_a_close_call_is_no_tie():
    competitors = (Competitor(2, 4, 0.7021), Competitor(5, 6, 0.699))
    projection = Projection(
        Entity(1, 3, "PER"), (Pick(2, 4, 0.7021),), None, Explanation((), competitors, 0.0031)
    )
    assert in_words(projection, SOURCE, TARGET)[-2] == (
        "Close call: 'Macron' (word 6) scores hardly less, 0.6990 against 0.7021."
    )


def test_no_rival():
    assert told([(4, 5)], "heuristic", 1) == (
        "'Macron' is linked to 'Macron' (word 6).",
        "Chosen for 'Macron': 'Macron' (word 6), score 1.00.",
        "No other span came into question.",
    )


def test_blocked():
    assert told([(1, 5), (2, 5), (4, 5)], "aligned-greedy", 1) == (
        "'Macron' is linked to 'Macron' (word 6).",
        "'Macron' was not projected: other entities have the place of every candidate.",
        "Its best span, 'Macron' (word 6), score 1.00, overlaps what 'Angela Merkel' got;"
        " two entities cannot share a word.",
    )


def test_no_links():
    assert told([], "heuristic") == (
        "'Angela Merkel' was not projected: none of its words is linked to a target word.",
    )


@pytest.mark.parametrize("reason", [None, *Reason])
def test_every_reason_has_words(reason):
    (line,) = in_words(Projection(Entity(1, 3, "PER"), reason=reason), SOURCE, TARGET)
    assert line.startswith("'Angela Merkel' was not projected: ")
    assert line.endswith(".")


def test_what_left_a_span_out_is_told():
    spec = with_options(METHODS["aligned-exact"], {"exact.price": 0.9})
    world = Task(SOURCE, TARGET, Alignment.of(5, 6, [(1, 2)]))
    lines = in_words(project(world, spec, explain=True)[0], SOURCE, TARGET)
    assert lines[1:] == (
        "'Angela Merkel' was not projected: the method's rules left out every span found for it.",
        "No span scores above 0.9, as the method asks; the best, word 3, 'Angela', scores 0.67.",
    )
    lines = in_words(project(world, METHODS["heuristic-thesis"], explain=True)[0], SOURCE, TARGET)
    assert "Word 3, 'Angela': left out, too short for the entity." in lines
