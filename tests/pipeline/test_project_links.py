"""What a project learned is kept with it, and other projects can be aligned by it."""

import json

import pytest

from core.aligners import statistical as statistical_module
from core.aligners.model import Model
from core.domain.alignment import Alignment
from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.errors import InputError, MissingInputError, UnknownNameError
from core.pipeline.align import align_pairs, aligner_spec
from core.pipeline.background import start_preparing
from core.pipeline.intake import store_typed
from core.pipeline.methods import METHODS
from core.pipeline.prepare import prepare
from core.pipeline.project_links import borrowed_from, check_offer, offers
from core.projection.resolve import with_aligner
from core.review.view import pair_view
from core.storage import Workspace
from core.storage.results import Results
from tests.aligners.worlds import corpus
from tests.kept import kept
from tests.tiny.encoders import make_bert

SAME_WORD = with_aligner(METHODS["heuristic"], "same-word")


def pair(name: str, source: str, target: str, langs: str = "en-de") -> Pair:
    left, _, right = langs.partition("-")
    words = tuple(source.split())
    given = Sentence(words, (Entity(0, 1, "ORG"),), left)
    return Pair(name, given, Sentence(tuple(target.split()), None, right))


def lesson(langs: str = "en-de") -> list[Pair]:
    """A corpus that teaches blorp = zuqqa and snarg = fimpo."""
    rows = []
    for who, verbs in (
        ("Anna", ("met", "traf")),
        ("Peter", ("saw", "sah")),
        ("Eva", ("hit", "schlug")),
    ):
        rows += [(f"{who} {verbs[0]} blorp .", f"{who} {verbs[1]} zuqqa .")]
        rows += [(f"{who} {verbs[0]} snarg .", f"{who} {verbs[1]} fimpo .")]
    return [pair(f"{langs} {k}", *row, langs) for k, row in enumerate(rows)]


TYPED = pair("1", "blorp met snarg", "fimpo traf zuqqa")


@pytest.fixture
def ws(tmp_path) -> Workspace:
    made = Workspace.open(f"sqlite:///{tmp_path}/w.sqlite")
    made.create_project("school", lesson())
    prepare(made, "school")
    made.create_project("typed", [TYPED])
    return made


def links(ws: Workspace, project: str, pair_id: str = "1") -> set[tuple[int, int]]:
    found = ws.alignment(project, pair_id, ws.project(project).aligner)
    assert found is not None
    return {(i, j) for i, j, _ in found.links}


def fits_counted(monkeypatch) -> list[int]:
    fits: list[int] = []
    fit = statistical_module.fit
    monkeypatch.setattr(statistical_module, "fit", lambda *a, **k: fits.append(1) or fit(*a, **k))
    return fits


def test_what_was_learned_is_kept_without_learning_twice(tmp_path, monkeypatch) -> None:
    fits = fits_counted(monkeypatch)
    ws = Workspace.open(f"sqlite:///{tmp_path}/w.sqlite")
    ws.create_project("two", [*lesson(), *lesson("fr-de")])
    prepare(ws, "two")
    assert len(fits) == 2
    known = [key for _, key in ws.models.all()]
    aligner = ws.project("two").aligner
    assert known == [f"{aligner} en-de", f"{aligner} fr-de"]
    body = ws.models.read("two", known[0])
    assert body is not None
    model = Model.from_bytes(body)
    stored = [ws.alignment("two", p.id, aligner) for p in lesson()]
    used = align_pairs(lesson(), aligner_spec(), models={("en", "de"): model})
    assert [[link[:2] for link in a.links] for a in stored] == [
        [link[:2] for link in a.links] for a in used
    ]


def test_a_pair_is_aligned_by_what_another_project_learned(ws, monkeypatch) -> None:
    prepare(ws, "typed")
    assert links(ws, "typed") == {(0, 0), (1, 1), (2, 2)}
    fits = fits_counted(monkeypatch)
    layers = prepare(ws, "typed", model_of="school")
    assert fits == []
    assert links(ws, "typed") == {(0, 2), (1, 1), (2, 0)}
    for layer in layers:
        assert layer.spec_hash == METHODS[layer.name].digest()
        assert json.loads(layer.spec)["alignments"].endswith(" learned in school")
    latest = {layer.name: outcome for layer, outcome in ws.layer_outcomes("typed", "1")}
    assert [p.picks[0].start for p in latest["heuristic"].projections] == [2]


def test_the_page_says_where_the_links_were_learned(ws) -> None:
    ws.create_project("new", [TYPED])
    prepare(ws, "new", model_of="school")
    told = pair_view(ws, "new", "1")["aligner"]
    assert told == {"name": "statistical, learned in school", "note": ""}


def test_a_typed_pair_is_stored_only_if_it_can_be_aligned(ws) -> None:
    def store(name: str, target_lang: str) -> int:
        more = {"name": name, "url": ws.url, "model_of": "school"}
        return store_typed("[ORG Blorp] met", "traf Zuqqa", "en", target_lang, **more)

    assert store("new", "de") == 1
    with pytest.raises(MissingInputError, match=r"English to French \(en-fr\)"):
        store("french", "fr")
    assert [info.name for info in ws.projects()] == ["new", "school", "typed"]


def test_the_project_is_named_to_the_process_that_prepares(ws) -> None:
    assert start_preparing(ws, "typed", model_of="school").wait() == 0
    assert borrowed_from(ws, "typed") == "school"


def test_a_pair_typed_alone_teaches_nothing(ws) -> None:
    prepare(ws, "typed")
    assert offers(ws, ("en", "de")) == ("school",)
    assert offers(ws, ("eng", "deu")) == ("school",)
    assert offers(ws, ("de", "en")) == ()


def test_the_project_that_was_borrowed_from_is_remembered(ws) -> None:
    prepare(ws, "typed", model_of="school")
    assert borrowed_from(ws, "typed") == "school"
    assert borrowed_from(ws, "school") == ""
    ws.delete_project("school")
    assert borrowed_from(ws, "typed") == ""


def test_the_model_behind_the_latest_links_is_taken(ws) -> None:
    other = with_aligner(METHODS["default"], {"part": "statistical", "threshold": 0.9})
    usual = ws.project("school").aligner
    prepare(ws, "school", methods=[other])
    assert len(ws.models.all()) == 2
    assert ws.project("school").aligner != usual
    prepare(ws, "school", methods=[SAME_WORD])
    assert len(ws.models.all()) == 2
    prepare(ws, "typed", model_of="school")
    assert links(ws, "typed") == {(0, 2), (1, 1), (2, 0)}


def test_imported_links_teach_nothing(ws) -> None:
    ws.create_project("brought", lesson())
    given = {p.id: Alignment(len(p.source), len(p.target)) for p in lesson()}
    prepare(ws, "brought", links=given)
    assert offers(ws, ("en", "de")) == ("school",)
    with pytest.raises(
        MissingInputError, match=r"'brought' has no model of English to German \(en"
    ):
        check_offer(ws, "brought", [("en", "de")])


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"model_of": "nix"}, UnknownNameError, "unknown project 'nix'"),
        ({"model_of": "typed"}, MissingInputError, "'typed' has no model of English to German"),
        ({"model_of": "school", "methods": [SAME_WORD]}, InputError, "same-word does not learn"),
    ],
)
def test_what_cannot_be_borrowed_fails_the_job(ws, given, error, message: str) -> None:
    with pytest.raises(error, match=message):
        prepare(ws, "typed", **given)
    job = ws.project("typed").job
    assert (job.state, ws.project("typed").layers) == ("failed", ())


def test_links_come_from_one_place(ws) -> None:
    with pytest.raises(InputError, match="from a file, from training text or from another"):
        prepare(ws, "typed", model_of="school", training=corpus(2))
    assert ws.project("typed").job is None


def test_what_an_encoder_found_is_kept_where_the_caller_says(ws, tmp_path) -> None:
    chosen = {"part": "embedding", "model": str(make_bert(tmp_path / "bert")), "layer": 2}
    method = with_aligner(METHODS["heuristic"], chosen)
    prepare(ws, "typed", methods=[method])
    with Results.open(tmp_path / "results.sqlite") as results:
        prepare(ws, "typed", methods=[method], results=results)
    assert kept(tmp_path / "results.sqlite", "links") == 1
