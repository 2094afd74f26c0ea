"""Weights from agreement over a corpus, and that every way of running uses the same ones."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from core.domain.alignment import Alignment
from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.errors import FormatError
from core.pipeline.prepare import prepare
from core.pipeline.run import Failed, Projected, Skipped, project_pairs
from core.pipeline.weigh import is_open, weigh
from core.projection import METHODS, project
from core.projection.resolve import spec_from_dict, with_joint, with_label_map, with_options
from core.review.methods import spec_of
from core.storage import Workspace

OPEN = with_options(METHODS["vote"], {"vote.weights": "agreement"})
JOINED = with_joint(METHODS["heuristic"], {"part": "vote", "weights": "agreement"})


def pair(name: str, n: int, lang: str = "en", group: str = "") -> Pair:
    """Return a pair of `n` words a side with one entity over all words of the source."""
    source = Sentence(tuple(f"S{i}" for i in range(n)), (Entity(0, n, "LOC"),), lang)
    target = Sentence(tuple(f"T{j}" for j in range(n)), None, "de")
    return Pair(name, source, target, group=group)


def corpus() -> tuple[list[Pair], dict[str, Alignment]]:
    """Return pairs on half of which span-rule differs from the members that agree otherwise."""
    pairs = [pair(f"p{k}", 4) for k in range(8)]
    gapped, whole = [(0, 0), (3, 3)], [(i, i) for i in range(4)]
    return pairs, {
        p.id: Alignment.of(4, 4, gapped if k % 2 else whole) for k, p in enumerate(pairs)
    }


def test_weights_stand_in_the_spec_that_comes_back() -> None:
    pairs, links = corpus()
    known = weigh(pairs, links, OPEN)
    assert (is_open(OPEN), is_open(known)) == (True, False)
    weights = [m.weight for m in known.members]
    assert sum(weights) / 3 == pytest.approx(1.0, abs=1e-4)
    assert len(set(weights)) > 1
    assert dict(known.combiner.options)["weights"] == "given"
    assert known.digest() != OPEN.digest()
    assert spec_from_dict(known.to_dict()).digest() == known.digest()
    assert weigh(pairs, links, known) is known


def test_one_pair_alone_comes_out_as_in_its_corpus() -> None:
    pairs, links = corpus()
    known = weigh(pairs, links, OPEN)
    outcomes = list(project_pairs(pairs, links, OPEN, explain=True))
    assert outcomes == list(project_pairs(pairs, links, known, explain=True))
    for outcome in outcomes:
        (alone,) = project_pairs([outcome.pair], links, known, explain=True)
        assert alone == outcome


def test_streams_are_weighed_as_lists_are() -> None:
    pairs, links = corpus()
    asked: list[str] = []

    def look(pair: Pair) -> Alignment:
        assert pair.id not in asked, "links of a stream can be asked for once only"
        asked.append(pair.id)
        return links[pair.id]

    streamed = list(project_pairs(iter(pairs), look, OPEN))
    assert streamed == list(project_pairs(pairs, links, OPEN))


def test_the_order_of_pairs_is_irrelevant() -> None:
    pairs, links = corpus()
    assert weigh(pairs[::-1], links, OPEN) == weigh(pairs, links, OPEN)


def test_pairs_that_cannot_be_projected_say_nothing() -> None:
    pairs, links = corpus()
    bare = replace(pairs[0], id="bare", source=Sentence(("x",)))
    lost = replace(pairs[0], id="lost")
    assert weigh([*pairs, bare, lost], links, OPEN) == weigh(pairs, links, OPEN)
    outcomes = list(project_pairs([bare, *pairs, lost], links, OPEN))
    assert isinstance(outcomes[0], Skipped)
    assert isinstance(outcomes[-1], Failed)
    assert all(isinstance(o, Projected) for o in outcomes[1:-1])


def test_nothing_to_learn_from_leaves_members_alike() -> None:
    assert [m.weight for m in weigh([], {}, OPEN).members] == [1.0] * 3
    assert list(project_pairs([], {}, OPEN)) == []
    assert dict(weigh([], {}, JOINED).joint.options)["weights"] == "equal"


def test_labels_that_are_left_out_are_not_asked_about() -> None:
    pairs, links = corpus()
    known = weigh(pairs, links, with_label_map(OPEN, {"LOC": "O"}))
    assert [m.weight for m in known.members] == [1.0] * 3


def test_a_broken_file_is_let_through() -> None:
    def look(pair: Pair) -> Alignment:
        raise FormatError("broken", file="links.jsonl")

    with pytest.raises(FormatError):
        weigh(corpus()[0], look, OPEN)
    with pytest.raises(FormatError):
        list(project_pairs(iter(corpus()[0]), look, OPEN))


def sources() -> tuple[list[Pair], dict[str, Alignment]]:
    """Return groups of three sources, of which Italian always says something else."""
    pairs, links = [], {}
    for k in range(6):
        for lang in ("de", "es", "it"):
            made = pair(f"p{k} {lang}", 4, lang, f"g{k}")
            pairs.append(made)
            wrong = [(0, 0), (1, 1)] if k % 2 else [(2, 2), (3, 3)]
            right = [(i, i) for i in range(4)]
            links[made.id] = Alignment.of(4, 4, wrong if lang == "it" else right)
    return pairs, links


def test_sources_are_weighed_by_their_language() -> None:
    pairs, links = sources()
    said = str(dict(weigh(pairs, links, JOINED).joint.options)["weights"])
    weights = {k: float(v) for k, v in (item.split("=") for item in said.split())}
    assert sorted(weights) == ["de", "es", "it"]
    assert weights["it"] < weights["de"] == weights["es"]
    assert weigh(pairs[::-1], links, JOINED) == weigh(pairs, links, JOINED)


def test_members_and_sources_can_both_be_weighed_from_a_stream() -> None:
    pairs, links = sources()
    both = with_joint(OPEN, {"part": "vote", "weights": "agreement"})
    assert weigh(iter(pairs), links, both) == weigh(pairs, links, both)
    assert not is_open(weigh(pairs, links, both))


def test_a_layer_keeps_the_weights_it_was_made_with(tmp_path) -> None:
    pairs, links = corpus()
    ws = Workspace.open(f"sqlite:///{tmp_path}/w.sqlite")
    ws.create_project("one", pairs)
    (layer,) = prepare(ws, "one", methods=[OPEN], links=links)
    spec = spec_of(layer)
    assert layer.name == "vote"
    assert not is_open(spec)
    assert layer.spec_hash == spec.digest() == weigh(pairs, links, spec).digest()
    assert [m.weight for m in spec.members] == [m.weight for m in weigh(pairs, links, OPEN).members]
    for outcome in project_pairs(pairs, links, OPEN):
        stored = {a.name: o for a, o in ws.layer_outcomes("one", outcome.pair.id)}
        assert [p.picks for p in stored["vote"].projections] == [
            p.picks for p in outcome.projections
        ]


def test_a_method_that_is_still_to_be_weighed_says_so() -> None:
    from core.domain.task import Task
    from core.errors import SpecError

    one = pair("a", 2)
    task = Task(one.source, one.target.tokens, Alignment.of(2, 2, [(0, 0)]))
    with pytest.raises(SpecError, match="use project_pairs"):
        project(task, OPEN)


def test_a_stream_is_read_once() -> None:
    pairs, links = corpus()
    read: list[str] = []

    def stream() -> Iterator[Pair]:
        for made in pairs:
            read.append(made.id)
            yield made

    list(project_pairs(stream(), links, OPEN))
    assert read == [p.id for p in pairs]
