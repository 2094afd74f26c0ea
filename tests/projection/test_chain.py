import pytest

from core.domain.alignment import Alignment, Link
from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.domain.task import Task
from core.projection import METHODS, project
from core.projection.chain import chain
from core.projection.resolve import with_label_map, with_options

SOURCE = Sentence(
    ("Then", "Angela", "Merkel", "met", "Macron"), (Entity(1, 3, "PER"), Entity(4, 5, "PER"))
)
TARGET = ("Dann", "traf", "Angela", "Merkel", "Emmanuel", "Macron")


def told(links, name="aligned-exact", entity=0, *, unseen=(), labels=None, **options):
    spec = with_options(METHODS[name], {k.replace("__", "."): v for k, v in options.items()})
    spec = with_label_map(spec, labels or {})
    world = Task(SOURCE, TARGET, Alignment(5, 6, tuple(Link(i, j) for i, j in links), unseen))
    projection = project(world, spec, explain=True)[entity]
    return [
        (("DEAD " if step.dead else "") + step.step, step.text)
        for step in chain(projection, spec, SOURCE, TARGET)
    ]


def test_a_pick_comes_from_links_to_margin():
    assert told([(1, 2), (2, 3)]) == [
        ("links", "2 of 2 words linked"),
        ("candidates", "3 spans"),
        ("scores", "best 1.00, 'Angela Merkel' (words 3-4)"),
        ("rule", "exact matching chose 'Angela Merkel' (words 3-4)"),
        ("margin", "0.33 ahead of 'Angela' (word 3); margin 0.33; 0.99 likely"),
    ]


def test_a_heuristic_adds_up_no_scores():
    assert told([(4, 5)], "heuristic", 1) == [
        ("links", "linked"),
        ("candidates", "1 span"),
        ("rule", "the heuristic runs chose 'Macron' (word 6)"),
        ("margin", "no other span"),
    ]


@pytest.mark.parametrize(
    ("told", "last"),
    [
        (told([]), ("DEAD links", "no word is linked")),
        (told([], unseen=(1, 2)), ("DEAD links", "the aligner did not see its words")),
        (told([], labels={"PER": "O"}), ("DEAD rule", "label PER is left out by the label map")),
        (
            told([(1, 2), (2, 5)], "ngram-exact", ngrams__stop_words="Angela Macron"),
            ("DEAD candidates", "no span holds the linked words"),
        ),
        (
            told([(1, 2)], exact__min_score=0.7),
            (
                "DEAD scores",
                "no span scores above 0.7, as the method asks; the best, word 3, 'Angela', "
                "scores 0.67",
            ),
        ),
        (
            told([(4, 5)], entity=1, exact__price=1.001),
            (
                "DEAD scores",
                "no span scores above 1.001, as the method asks; the best, word 6, 'Macron', "
                "scores 1.0000",
            ),
        ),
        (
            told([(1, 5), (2, 5), (4, 5)], "aligned-greedy", 1),
            ("DEAD rule", "'Angela Merkel' has the place of 'Macron' (word 6)"),
        ),
        (
            told([(1, 2)], "heuristic-thesis"),
            ("DEAD rule", "word 3, 'Angela': left out, too short for the entity"),
        ),
        (
            told([(1, 2)], "span-rule-filtered"),
            ("DEAD rule", "word 3, 'Angela': refused, a word of the entity is linked to nothing"),
        ),
        (
            told([(1, 2), (1, 5)], "vote", vote__min_share=1.0),
            ("DEAD rule", "no span has enough of the votes"),
        ),
    ],
)
def test_a_missing_entity_says_the_step_where_it_died(told, last):
    assert told[-1] == last
    assert [step for step, _ in told[:-1] if step.startswith("DEAD")] == []
    order = ["links", "candidates", "scores", "rule", "margin"]
    places = [order.index(step.removeprefix("DEAD ")) for step, _ in told]
    assert places == sorted(set(places))


def test_without_an_explanation_there_is_no_way_to_tell():
    world = Task(SOURCE, TARGET, Alignment.of(5, 6, [(1, 2)]))
    spec = METHODS["aligned-exact"]
    assert chain(project(world, spec)[0], spec, SOURCE, TARGET) == ()
