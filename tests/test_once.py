"""What is done once for all tests is what each would have done."""

import sqlite3
from pathlib import Path

import pytest

from core.storage import Workspace, migrate
from tests import once


def made(file: Path) -> list[str]:
    Workspace.open(f"sqlite:///{file}").close()
    database = sqlite3.connect(file)
    try:
        return [*database.iterdump(), *map(str, database.execute("PRAGMA journal_mode"))]
    finally:
        database.close()


@pytest.mark.usefixtures("anew")
def test_a_copy_is_what_the_migrations_make(tmp_path: Path, monkeypatch) -> None:
    migrated = []

    def upgrade(*given: object) -> None:
        migrated.append(given)
        really(*given)

    really = migrate.upgrade
    monkeypatch.setattr(migrate, "upgrade", upgrade)
    with once.files_are_migrated_once() as migrations:
        migrations.copies = False
        real = made(tmp_path / "real.sqlite")
        assert len(migrated) == 2
        migrations.copies = True
        assert made(tmp_path / "copy.sqlite") == real
        assert len(migrated) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.sqlite", "real.sqlite"]
