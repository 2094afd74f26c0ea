"""A release: frozen, counted on its own copy, rebuilt to the byte on a fresh machine."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import pytest

from core.domain.decision import Kind, PairStatus, Side
from core.errors import ConflictError, FormatError, InputError
from core.pipeline.bundle import read_bundle
from core.pipeline.bundle.archive import RELEASE
from core.pipeline.bundle.archive import write as write_archive
from core.pipeline.prepare import prepare
from core.pipeline.release import Citation, again, bibtex, freeze, methods, rebuild, table
from core.pipeline.sample import sample_pairs
from core.review.export import export
from core.review.sampling import random_order
from core.storage import Workspace
from core.storage.releases import Release
from tests.pipeline.release.build import rebuilt
from tests.storage.build import decision, filled


@pytest.fixture
def ws(database_or_soak: str) -> Iterator[Workspace]:
    found = Workspace.open(database_or_soak)
    yield found
    found.close()


@pytest.fixture
def made(ws) -> Release:
    """The release of a project with two pairs done, one entity deleted."""
    filled(ws, "one")
    ws.append_decisions(
        "one",
        [
            decision(1, "p1", Kind.ACCEPT_PAIR, side=Side.PAIR),
            decision(2, "p2", Kind.DELETE, entity="s1.0"),
            decision(3, "p2", Kind.ACCEPT_PAIR, side=Side.PAIR),
        ],
    )
    return freeze(ws, "one", "v1", person="ann", citation=Citation("CC BY 4.0", "Us 2030"))[0]


def test_a_manifest_counts_the_project(ws, made) -> None:
    said = ws.releases.one("one", "v1").manifest
    assert said == made.manifest
    assert (said["pairs"], said["counts"]["pairs"]["done"], said["seq"]) == (5, 2, 3)
    assert said["counts"]["target"]["rejected"] == {"LOC": 1}
    assert said["counts"]["decisions"] == {"accept-pair": 2, "delete": 1}
    assert said["counts"]["people"] == {"ann": 3}
    assert said["quality"] == {
        "pairs": 0,
        "words": "no random part: no unbiased figure",
        "layers": {},
    }
    conll = export(ws, "one", format="conll")
    assert said["exports"]["conll"]["sha256"] == hashlib.sha256(conll.data).hexdigest()
    assert ws.events.read("one")[-1].kind == "released"


def test_a_release_is_never_changed_and_equal_content_is_told(ws, made) -> None:
    with pytest.raises(ConflictError, match="releases are never changed"):
        freeze(ws, "one", "v1")
    second, equal = freeze(ws, "one", "v2")
    assert (equal, second.digest) == (("v1",), made.digest)
    ws.append_decisions("one", [decision(4, "p3", Kind.ACCEPT_PAIR, side=Side.PAIR)])
    third, equal = freeze(ws, "one", "v3")
    assert equal == ()
    assert third.digest != made.digest
    assert [release.name for release in ws.releases.all("one")] == ["v1", "v2", "v3"]


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "a\nb"])
def test_a_name_that_is_none_is_refused(ws, name) -> None:
    filled(ws, "one")
    with pytest.raises(InputError, match="a release needs a name"):
        freeze(ws, "one", name)


def test_a_fresh_machine_rebuilds_the_conll_to_the_byte(ws, made, tmp_path) -> None:
    body = ws.releases.body("one", "v1")
    wanted = export(ws, "one", format="conll").data
    for seed in ("0", "4711"):
        code, data, told = rebuilt(tmp_path, body, seed=seed)
        assert (code, data) == (0, wanted), told
        assert "every export equal to the byte" in told


def changed(body: bytes, **said: object) -> bytes:
    """Return a release whose manifest says something else, in a file that fits itself."""
    with zipfile.ZipFile(io.BytesIO(body)) as held:
        members = {n: held.read(n) for n in held.namelist() if n != "manifest.json"}
    manifest = json.loads(members["release.json"]) | said
    members["release.json"] = json.dumps(manifest).encode()
    out = io.BytesIO()
    write_archive(out, ((n, [members[n]]) for n in sorted(members)), kind=RELEASE)
    return out.getvalue()


def test_what_comes_out_otherwise_is_told(ws, made) -> None:
    exports = {**made.manifest["exports"]}
    exports["conll"] = exports["conll"] | {"sha256": "0" * 64}
    body = changed(ws.releases.body("one", "v1"), exports=exports)
    assert rebuild(io.BytesIO(body), file="v1.zip").off == ("conll",)


def test_a_release_that_says_nothing_is_refused(ws, made) -> None:
    body = changed(ws.releases.body("one", "v1"), statuses=["asleep"])
    with pytest.raises(FormatError, match="it does not say what it holds"):
        rebuild(io.BytesIO(body), file="v1.zip")
    whole = io.BytesIO(ws.releases.body("one", "v1"))
    with pytest.raises(FormatError, match="no silverlens-bundle"):
        read_bundle(whole, file="v1.zip")


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> tuple[Workspace, Release]:
    """The sample with the first twelve pairs of a random order settled."""
    ws = Workspace.open(f"sqlite:///{tmp_path_factory.mktemp('release')}/ws.sqlite")
    ws.create_project("s", sample_pairs())
    prepare(ws, "s")
    places = random_order(7, ws.project("s").pairs)[:12].tolist()
    ids = [ws.search.ids("s", [place])[0] for place in places]
    done = [
        decision(k, pair, Kind.ACCEPT_PAIR, side=Side.PAIR, via="random:7")
        for k, pair in enumerate(ids, 1)
    ]
    ws.append_decisions("s", done)
    return ws, freeze(ws, "s", "v1 & co_")[0]


def test_every_layer_has_figures_with_intervals_on_the_random_part(sample) -> None:
    ws, release = sample
    quality = release.manifest["quality"]
    assert quality["pairs"] == 12
    assert "random order, seed 7" in quality["words"]
    assert set(quality["layers"]) == {layer.content_hash for layer in ws.project("s").layers}
    for figures in quality["layers"].values():
        f1 = figures["f1"]
        assert 0 <= f1["low"] <= f1["value"] <= f1["high"] <= 1
    base = quality["layers"][ws.project("s").base]
    assert base["f1"]["value"] == 1


def test_methods_run_again_give_equal_layers(sample) -> None:
    ws, release = sample
    body = ws.releases.body("s", release.name)
    assert again(io.BytesIO(body), file="v1.zip") == ()


def test_every_number_of_the_methods_paragraph_stands_in_the_manifest(sample) -> None:
    _, release = sample
    words = methods(release.manifest)
    plain = json.dumps(release.manifest) + release.manifest["layers"][0]["spec"]
    known = set(re.findall(r"\d+(?:\.\d+)?", plain.replace("\\", "")))
    known |= {f"{float(n) * 100:.1f}" for n in known if 0 <= float(n) <= 1}
    counts = release.manifest["counts"]["target"]
    known |= {str(sum(counts.get(k, {}).values())) for k in counts}
    known |= {"0", "1", "95", str(sum(release.manifest["counts"]["people"].values()))}
    before_papers = words.split("The parts of the methods are after")[0]
    found = re.findall(r"\d+(?:\.\d+)?", before_papers.replace(",", ""))
    assert [n for n in found if n not in known and not re.search(n, plain)] == []


def test_the_papers_of_all_parts_used_are_cited(sample) -> None:
    _, release = sample
    found = re.findall(r"@\w+\{([^,]+),", bibtex(release.manifest))
    assert {"politov-etal-2025-revisiting", "liang-etal-2006-alignment"} <= set(found)
    assert found == sorted(set(found))


def test_hostile_text_is_escaped_in_the_table(sample) -> None:
    _, release = sample
    manifest = {**release.manifest, "project": r"\input{x} & 100% $y_1^2$ #~<"}
    text = table(manifest)
    wanted = r"\textbackslash{}input\{x\} \& 100\% \$y\_1\textasciicircum{}2\$ \#\textasciitilde{}"
    assert wanted in text
    assert r"\input" not in text
    assert text.count("{") - text.count(r"\{") == text.count("}") - text.count(r"\}")


def test_a_layer_whose_links_changed_is_told(sample) -> None:
    ws, _ = sample
    layer = ws.project("s").base_layer()
    outcomes = [
        (stored.pair.id, found)
        for stored, _, found in ws.iter_layer("s", ws.project("s").layers[-1].content_hash)
    ]
    odd = ws.write_layer(
        "s", outcomes, name="odd", spec=replace(layer).spec, spec_hash=layer.spec_hash
    )
    release, _ = freeze(ws, "s", "odd", statuses=[PairStatus.DONE])
    told = again(io.BytesIO(ws.releases.body("s", "odd")), file="odd.zip")
    assert len(told) == 1
    assert f"layer 'odd' is {odd.content_hash}, and made again" in told[0]
    assert release.manifest["layers"][-1]["name"] == "odd"
