"""Europarl-NER as it lies beside the project, against the anchors of the published methods."""

import json
import os
from pathlib import Path

import pytest

from core.cli import main

DATA = Path(__file__).parents[4] / "shared" / "data" / "dev"


@pytest.mark.soak
def test_where_we_stand_on_europarl(tmp_path, capsys) -> None:
    if not DATA.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail("../shared/data is missing")
        pytest.skip("../shared/data is not here")
    out = tmp_path / "out"
    command = ["benchmark", "europarl-ner", "--data", str(DATA / "ner"), "-o", str(out)]
    command += ["--train", str(DATA / "parallel" / "{source}-{lang}" / "*.tsv.gz")]
    assert main(command) == 0
    found = json.loads((out / "results.json").read_text(encoding="utf-8"))
    averages = {name: row["average"] for name, row in found["methods"].items()}
    published = {(row["table"], row["name"]): row["average"] for row in found["published"]}
    assert averages["default"] > published["thesis", "translation score, exact"] + 0.02
    assert averages["ngram-exact"] >= published["thesis", "alignment score, exact"]
    assert averages["heuristic-paper"] >= published["paper", "heuristic, AWESoME"]
    assert "less the best published" in capsys.readouterr().out
