"""Models listed, shown and fetched; the hub is a small server on this machine."""

import json
import os
import subprocess
import sys

import pytest

from core.cli.commands import main
from tests.tiny.hub import COMMIT, hub_of

GOOD = {
    "config.json": b'{"architectures": ["BertModel"]}',
    "model.safetensors": b"weights",
    "tokenizer.json": b"{}",
    "pytorch_model.bin": b"pickled",
    "README.md": b"about",
    "code.py": b"raise SystemExit",
}
NESTED = {"onnx/config.json": b"{}", "onnx/model.safetensors": b"weights"}
PICKLED = {k: v for k, v in GOOD.items() if k != "model.safetensors"}
MODELS = {
    "owner/good": {**GOOD, **NESTED, "a[b].json": b"{}", "*.json": b"{}"},
    "owner/pickled": PICKLED,
    "owner/nested": {**PICKLED, **NESTED},
    "owner/spacy": {"config.cfg": b"", "model.safetensors": b"weights"},
}


@pytest.fixture(scope="module")
def hub():
    with hub_of(MODELS) as address:
        yield address


def at(endpoint, home, *command):
    """Return what a process said that asks the hub at an address."""
    given = {"HF_ENDPOINT": endpoint, "HF_HOME": str(home), "HF_HUB_DISABLE_PROGRESS_BARS": "1"}
    inherited = {key: value for key, value in os.environ.items() if key != "HF_HUB_OFFLINE"}
    return subprocess.run(
        [sys.executable, *command],
        env={**inherited, **given},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def fetch(name, endpoint, home):
    return at(endpoint, home, "-m", "core", "models", "--fetch", name)


def test_a_model_is_fetched_with_size_and_licence_told(hub, tmp_path):
    done = fetch("owner/good", hub, tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"owner/good@{COMMIT}: 0 MB, licence cc-by-nc-4.0" in done.stderr
    # What was not told does not come: nothing nested, whatever signs a name has.
    folder = tmp_path / "hub" / "models--owner--good" / "snapshots" / COMMIT
    came = sorted(path.name for path in folder.iterdir())
    assert came == ["*.json", "a[b].json", "config.json", "model.safetensors", "tokenizer.json"]
    newest = tmp_path / "hub" / "models--owner--good" / "refs" / "main"
    assert newest.read_text() == COMMIT


def test_what_is_not_fetched(hub, tmp_path):
    no_weights = "has no weights as safetensors on the hub, and no other form is read"
    refused = {
        "owner/pickled": no_weights,
        "owner/nested": no_weights,
        "owner/spacy": "has no config.json on the hub",
        "owner/nothing": "the hub has no such model, or it is private",
    }
    code = (
        "from core.cli.commands import main; import sys; print([main(['models', '--fetch', name])"
    )
    done = at(hub, tmp_path, "-c", f"{code} for name in sys.argv[1:]])", *refused)
    assert done.stdout == "[2, 2, 2, 2]\n", done.stderr
    lines = done.stderr.splitlines()
    for name, words in refused.items():
        assert any(name in line and words in line for line in lines), done.stderr
    assert not list(tmp_path.rglob("*.bin"))


def test_no_network_is_said(tmp_path):
    done = fetch("owner/good", "http://127.0.0.1:9", tmp_path)
    assert done.returncode == 2
    assert "the hub cannot be reached" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_address_is_no_name(capsys):
    assert main(["models", "--fetch", "http://127.0.0.1/x"]) == 2
    assert "is no model of the hub; write owner/name" in capsys.readouterr().err


def test_the_list(capsys):
    assert main(["models", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    nllb = next(row for row in rows if row["name"] == "facebook/nllb-200-distilled-600M")
    assert (nllb["licence"], nllb["commercial"]) == ("CC-BY-NC-4.0", False)
    assert main(["models"]) == 0
    assert "CC-BY-NC-4.0 (non-commercial)" in capsys.readouterr().out


def test_show(tmp_path, capsys):
    for name, body in GOOD.items():
        (tmp_path / name).write_bytes(body)
    assert main(["models", "--show", str(tmp_path)]) == 0
    told = capsys.readouterr().out
    assert "BertModel" in told
    assert "commit none (a folder), identity" in told
