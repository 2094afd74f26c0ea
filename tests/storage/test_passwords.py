"""The password in the URL of a database: it is used to connect, and stands nowhere else."""

import logging
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from core.cli import main
from core.errors import CoreError
from core.storage import Workspace
from core.storage.engine import home
from tests.storage.build import filled

SECRET = "topsecret"
BROKEN = [
    f"postgresql+psycopg://me:{SECRET}@127.0.0.1:1/lens",
    f"postgresql+psycopg://me:12/{SECRET}@127.0.0.1:1/lens",
    f"postgresql+psycopg://me:a@{SECRET}@127.0.0.1:1/lens",
    f"postgresql+psycopg://me:a:{SECRET}/b@127.0.0.1:1/lens",
    f"postgresql+psycopg://me:a?{SECRET}@127.0.0.1:1/lens",
    f"postgresql+psycopg://me:a#{SECRET}@127.0.0.1:1/lens",
    f"postgresql+psycopg://me@127.0.0.1:1/lens?password={SECRET}",
    f"postgresql+psycopg://me@127.0.0.1:1/lens?passwrd={SECRET}",
    f"postgres://me:{SECRET}@127.0.0.1:1/lens",
    f"mysql://me:{SECRET}@127.0.0.1/lens",
    f"oracle+nothing://me:{SECRET}@127.0.0.1/lens",
    f"sqlite://me:{SECRET}@127.0.0.1/lens",
    f"me:{SECRET}@127.0.0.1/lens",
    f"postgresql+psycopg:/me:{SECRET}@127.0.0.1/lens",
]
"""Each goes wrong in its own way, and people mistype passwords in all of them."""


@pytest.mark.parametrize("url", BROKEN)
def test_a_database_that_cannot_be_opened_tells_no_password(url, capsys, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(CoreError) as wrong:
        Workspace.open(url)
    said = [str(wrong.value)]
    assert main(["history", "--project", "one", "--db", url]) == 2
    said += [*capsys.readouterr(), caplog.text]
    assert not any(SECRET in one for one in said), said


@pytest.mark.soak
def test_a_server_is_used_with_its_password_which_nobody_reads(
    server_url: str, caplog, tmp_path: Path, monkeypatch
) -> None:
    url = make_url(server_url).set(password=SECRET).render_as_string(hide_password=False)
    assert SECRET in url
    monkeypatch.setenv("SILVERLENS_HOME", str(tmp_path))
    caplog.set_level(logging.DEBUG)
    ws = Workspace.open(url)
    filled(ws)
    ws.team.set("one", "blind", True, by="Ann")
    said: list[str] = []
    kept, bundle, out = (str(tmp_path / name) for name in ("a.jsonl.gz", "b.zip", "c.conll"))
    for words in (
        ["backup", "-o", kept],
        ["restore", kept],
        ["restore", kept, "--replace"],
        ["doctor"],
        ["people", "ann@x.example", "Ann"],
        ["bundle", "--project", "one", "-o", bundle],
        ["export", "--project", "one", "--status", "unreviewed", "-o", out],
        ["export", "--project", "two", "-o", out],
        ["history", "--project", "one"],
    ):
        run = [sys.executable, "-m", "core", *words, "--db", url]
        done = subprocess.run(run, capture_output=True, text=True, check=False)
        said += [done.stdout, done.stderr]
    said += [caplog.text, repr(ws), repr(ws._engine), str(home(url))]
    said += [str(event) for event in ws.events.read("one")]
    said += [str(path) for path in tmp_path.rglob("*")]
    assert len(list(tmp_path.rglob("*.jsonl.gz"))) == 2  # what was there before, put aside
    assert not any(SECRET in one for one in said)
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(SECRET.encode() in body for body in files)
    ws.close()
