"""The documented API: what a notebook does, with the names that `core` gives."""

import core
from core import Bitext, MethodSpec, Pair, Sentence, from_iob2


def test_every_public_name_is_there() -> None:
    assert [name for name in core.__all__ if getattr(core, name, None) is None] == []


def test_a_notebook_aligns_projects_and_scores() -> None:
    source = Sentence(("Ada", "met", "Bob", "."), from_iob2(["B-PER", "O", "B-PER", "O"]), "en")
    gold = from_iob2(["B-PER", "O", "B-PER", "O"])
    pair = Pair("1", source, Sentence(("Ada", "traf", "Bob", "."), gold, "de"))
    aligner = core.ALIGNERS.get("same-word").make()
    [links] = aligner.align([Bitext(pair.source.tokens, pair.target.tokens, "en", "de")])
    spec: MethodSpec = core.METHODS["heuristic"]
    [outcome] = core.project_pairs([pair], {"1": links}, spec)
    assert isinstance(outcome, core.Projected)
    assert core.evaluate([gold], [outcome.entities()]).overall.f1 == 1.0
    [first, _] = core.project(core.Task(source, pair.target.tokens, links), spec, explain=True)
    words = core.in_words(first, source, pair.target.tokens)
    assert "Ada" in " ".join(words)
