"""The commands people and sign-in."""

import json
from pathlib import Path

import pytest

from core.cli.commands import main
from core.domain.role import Role
from core.storage import Workspace
from tests.storage.build import corpus


@pytest.fixture
def database_of_commands(database_or_soak: str) -> str:
    return database_or_soak


@pytest.fixture
def db(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path}/ws.sqlite"
    ws = Workspace.open(url)
    ws.create_project("news", corpus())
    ws.close()
    return url


def said(capsys, *argv: str) -> list[dict]:
    assert main(["people", *argv, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_an_account_is_made_given_a_role_shut_out_and_listed(db: str, capsys) -> None:
    ada = ("ada@x.example", f"--db={db}")
    made = said(capsys, *ada, "--name", "Ada", "--project", "news", "--role", "annotator")
    assert [(row["name"], row["role"], row["active"]) for row in made] == [
        ("Ada", "annotator", True)
    ]
    said(capsys, *ada, "--project", "news", "--role", "curator")
    assert main(["people", "--project", "news", f"--db={db}"]) == 0
    assert "curator" in capsys.readouterr().out
    assert said(capsys, *ada, "--admin")[0]["admin"]
    assert not said(capsys, *ada, "--no-admin")[0]["admin"]
    assert not said(capsys, *ada, "--shut-out")[0]["active"]
    assert said(capsys, *ada, "--let-in")[0]["active"]
    assert said(capsys, *ada, "--project", "news", "--role", "none") == []
    ws = Workspace.open(db)
    roles = [e.body["role"] for e in ws.events.read("news") if e.kind == "role"]
    assert roles == [Role.ANNOTATOR, Role.CURATOR, ""]
    ws.close()


def test_nobody_yet_is_said(db: str, capsys) -> None:
    assert main(["people", f"--db={db}"]) == 0
    assert "nobody yet" in capsys.readouterr().out


@pytest.mark.parametrize(
    "argv",
    [
        ["--name", "Ada"],
        ["ada@x.example"],
        ["ada@x.example", "--role", "viewer"],
        ["ada@x.example", "--project", "news"],
        ["ada@x.example", "--role", "owner", "--project", "news"],
        ["ada@x.example", "--name", "Ada", "--project", "nowhere", "--role", "viewer"],
        ["ada@x.example", "--admin", "--no-admin"],
    ],
    ids=" ".join,
)
def test_bad_usage_changes_nothing(argv, db: str, capsys) -> None:
    assert main(["people", *argv, f"--db={db}"]) == 2
    capsys.readouterr()
    assert said(capsys, f"--db={db}") == []


def test_sign_in_takes_the_secret_from_the_environment(tmp_path, monkeypatch, capsys) -> None:
    file = tmp_path / "secrets.toml"
    argv = ["sign-in", "--client-id=x", "--client-secret-env=OIDC_SECRET", f"--file={file}"]
    argv += ["--metadata=https://i.example.org/.well-known/openid-configuration"]
    argv += ["--redirect=http://localhost:8501/oauth2callback"]
    monkeypatch.delenv("OIDC_SECRET", raising=False)
    assert main(argv) == 2
    assert "there is no variable 'OIDC_SECRET'" in capsys.readouterr().err
    monkeypatch.setenv("OIDC_SECRET", "kq3x8V1nZrT0pLw7YbGd")
    assert main(argv) == 0
    told = capsys.readouterr()
    assert "kq3x8V1nZrT0pLw7YbGd" not in told.out + told.err
    assert main(argv) == 2
    assert main([*argv, "--replace"]) == 0
