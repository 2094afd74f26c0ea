"""One method has one hash, wherever it is met."""

import argparse

import pytest

import core
from core.cli import methods as cli_methods
from core.cli.commands import build_parser
from core.cli.prepare import chosen
from core.domain.spec import MethodSpec
from core.pipeline.methods import METHODS, in_full
from core.pipeline.prepare import FIRST_METHODS, prepare
from core.projection import METHODS as OPEN
from core.review.methods import links_key, spec_of
from core.storage import Workspace
from tests.storage.build import corpus


def asked(line: str) -> argparse.Namespace:
    return build_parser().parse_args(line.split())


@pytest.mark.parametrize("name", OPEN)
def test_commands_and_notebooks_mean_the_same_spec(name: str) -> None:
    spec = METHODS[name]
    assert dict(spec.aligner.options)["threshold"] == 0.5
    assert in_full(spec) == spec == in_full(OPEN[name])
    (of_project,) = cli_methods.chosen(asked(f"project p --method {name} -o o")).values()
    (of_evaluate,) = cli_methods.chosen(asked(f"evaluate p --method {name}")).values()
    (named,) = cli_methods.chosen(
        asked(f"project p --method {name} --aligner default -o o")
    ).values()
    (of_prepare,) = chosen([name])
    every: list[MethodSpec] = [of_project, of_evaluate, named, of_prepare, core.METHODS[name]]
    assert {other.digest() for other in every} == {spec.digest()}


@pytest.mark.parametrize("methods", [METHODS, OPEN])
def test_a_layer_has_the_hash_that_project_computes(tmp_path, methods) -> None:
    ws = Workspace.open(f"sqlite:///{tmp_path}/w.sqlite")
    ws.create_project("one", corpus())
    layers = prepare(ws, "one", methods=[methods["default"], methods["heuristic"]])
    for layer in layers:
        args = asked(f"project p --method {layer.name} -o o")
        (spec,) = cli_methods.chosen(args).values()
        assert layer.spec_hash == spec.digest() == spec_of(layer).digest()
        assert spec_of(layer) == spec


def test_what_every_project_starts_with_is_in_full_too(tmp_path) -> None:
    ws = Workspace.open(f"sqlite:///{tmp_path}/w.sqlite")
    ws.create_project("one", corpus())
    layers = prepare(ws, "one")
    assert [layer.spec_hash for layer in layers] == [METHODS[n].digest() for n in FIRST_METHODS]
    assert len({links_key(layer, "") for layer in layers}) == 1
