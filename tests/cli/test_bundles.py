"""Bundles and releases from the command line."""

import json

import pytest

PROJECT = "--project news"


@pytest.fixture
def database_of_commands(database_or_soak: str) -> str:
    return database_or_soak


def imported(shell) -> None:
    assert shell(f"import @pairs.jsonl --links @links.pharaoh {PROJECT}") == 0


def test_a_bundle_goes_out_is_opened_and_merged_back(shell) -> None:
    imported(shell)
    assert shell(f"bundle {PROJECT} -o @out.silverlens.zip") == 0
    assert shell.err.startswith("bundle ")
    assert shell("unbundle @out.silverlens.zip --project copy") == 0
    assert "project 'copy': 3 pairs, 0 decisions" in shell.err
    assert shell(f"merge @out.silverlens.zip {PROJECT} --dry-run") == 0
    assert shell.out == "0 decisions new, 0 known already, on 0 pairs; 0 pairs in conflict\n"
    assert shell(f"bundle {PROJECT} -o @again.silverlens.zip") == 0
    folder = shell.folder
    out, again = (folder / f"{name}.silverlens.zip" for name in ("out", "again"))
    assert out.read_bytes() == again.read_bytes()


def test_what_is_no_bundle_is_refused_with_exit_2(shell) -> None:
    imported(shell)
    assert shell("unbundle @pairs.jsonl --project other") == 2
    assert "pairs.jsonl: broken zip archive" in shell.err
    assert shell("unbundle @nowhere.zip --project other") == 2
    assert "cannot read" in shell.err
    assert shell(f"bundle {PROJECT} -o @out.zip") == 2
    assert "a bundle is called *.silverlens.zip" in shell.err
    assert shell(f"bundle {PROJECT} --assigned ann -o @a.silverlens.zip") == 2
    assert "no pair of project 'news' is of that part" in shell.err
    assert "a.silverlens.zip" not in shell.names()


def test_a_release_is_made_listed_shown_and_rebuilt(shell) -> None:
    imported(shell)
    assert shell(f"release {PROJECT}") == 0
    assert shell.out == "no release yet\n"
    assert shell(f"release {PROJECT} --name v1 --status unreviewed --licence CC0") == 0
    assert "release 'v1': " in shell.out
    assert shell(f"release {PROJECT} --name v1") == 2
    assert "releases are never changed" in shell.err
    assert shell(f"release {PROJECT} --name v1 --show") == 0
    manifest = json.loads(shell.out)
    assert (manifest["licence"], manifest["statuses"]) == ("CC0", ["unreviewed"])
    for option, wanted in (("methods", "Release v1 of project news"), ("latex", r"\toprule")):
        assert shell(f"release {PROJECT} --name v1 --{option}") == 0
        assert wanted in shell.out
    assert shell(f"release {PROJECT} --name v1 --bibtex") == 0
    assert "@inproceedings{" in shell.out
    assert shell(f"release {PROJECT} --name v1 --file @v1.zip") == 0
    assert shell("rebuild @v1.zip -o @v1.conll --check --project-again") == 0
    assert shell(f"export {PROJECT} --status unreviewed -o @now.conll") == 0
    assert shell.read("v1.conll") == shell.read("now.conll")


def test_a_release_that_is_not_there_is_refused(shell) -> None:
    imported(shell)
    assert shell(f"release {PROJECT} --name v9 --show") == 2
    assert "unknown release 'v9'; known: none" in shell.err
    assert shell(f"release {PROJECT} --show") == 2
    assert "say which release with --name" in shell.err
    assert shell("rebuild @pairs.jsonl --check") == 2
    assert shell("rebuild @pairs.jsonl") == 2
    assert "say what is wanted" in shell.err
