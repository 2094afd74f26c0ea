"""What only a server does: order by bytes, errors in words, a server that goes and comes back."""

import threading
import time

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from core.domain.decision import Decision, Kind, Side
from core.domain.pair import Pair, Sentence
from core.errors import CoreError, InputError, StorageError
from core.storage import Workspace, remedies
from core.storage.engine import home, open_engine, reading, writing
from core.storage.schema import metadata
from tests.databases import empty_on_server
from tests.postgres import Server
from tests.storage.build import TIME, corpus, filled

SECRET = "pa%2Fss"


@pytest.fixture
def team(server_url: str) -> Workspace:
    """A workspace on the server."""
    made = Workspace.open(server_url)
    yield made
    made.close()


def test_names_stand_in_the_order_of_their_bytes(team: Workspace, tmp_path) -> None:
    names = ("a", "B", "Z", "ä", "_x", "Ω", "b a", "ba", "😀", "￿")
    file = Workspace.open(f"sqlite:///{tmp_path}/x.sqlite")
    for ws in (team, file):
        for name in names:
            ws.create_project(name, corpus(1))
    assert team.names() == file.names() == tuple(sorted(names))
    file.close()


def test_the_server_itself_would_order_otherwise(team: Workspace) -> None:
    with reading(team._engine) as connection:
        said = connection.exec_driver_sql("SELECT 'a' < 'B'").scalar()
        ours = """SELECT count(*) FROM information_schema.columns
            WHERE table_schema = current_schema() AND data_type = 'text' AND collation_name = 'C'"""
        texts = sum(
            isinstance(c.type, sa.Text) for t in metadata.tables.values() for c in t.columns
        )
        assert connection.exec_driver_sql(ours).scalar() == texts
    assert said is True


def test_the_steps_lead_to_the_schema_of_today(server: Server) -> None:
    ws = Workspace.open(empty_on_server(server))
    with reading(ws._engine) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    ws.close()


def test_several_open_a_new_database_at_once(server: Server) -> None:
    url, ready = empty_on_server(server), threading.Barrier(4)
    seen: list[tuple[object, ...]] = []

    def work() -> None:
        ready.wait()
        ws = Workspace.open(url)
        seen.append(ws.projects())
        ws.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [()] * 4


def test_reading_sees_one_moment_and_cannot_write(team: Workspace) -> None:
    filled(team)
    with reading(team._engine) as connection:
        count = sa.text("SELECT count(*) FROM projects")
        assert connection.execute(count).scalar() == 1
        team.create_project("two", corpus())
        assert connection.execute(count).scalar() == 1
    with pytest.raises(StorageError, match="takes no writes"), reading(team._engine) as connection:
        connection.execute(sa.text("DELETE FROM projects"))
    assert team.names() == ("one", "two")


def test_a_writer_that_does_not_let_go(team: Workspace, monkeypatch) -> None:
    monkeypatch.setattr(remedies, "BUSY_S", 0.05)
    team.create_project("one", corpus())
    with writing(team._engine):
        with pytest.raises(StorageError, match="try again"):
            team.delete_project("one")
        assert team.project("one").pairs == 5  # reading goes on meanwhile
    team.delete_project("one")


def test_words_may_hold_what_text_of_a_server_cannot(database: str) -> None:
    ws = Workspace.open(database)
    words = Pair("p1", Sentence(("a",), None, "en"), Sentence(("b",), None, "de"), doc="d\0")
    ws.create_project("one", [words])
    assert ws.pair("one", "p1").pair == words
    with pytest.raises(InputError, match="without TAB, line break or NUL"):
        ws.create_project("two", [Pair("p\0", words.source, words.target)])
    said = Decision("c", 1, TIME, "an\0n", "p1", Side.PAIR, Kind.SKIP)
    with pytest.raises(InputError, match=r"U\+0000"):
        ws.append_decisions("one", [said])
    for name in ("\0", "one\0"):
        with pytest.raises(CoreError):
            ws.project(name)
    assert ws.names() == ("one",)
    ws.close()


def test_a_lost_connection_is_told_and_found_again(team: Workspace, server: Server) -> None:
    filled(team)
    with reading(team._engine) as connection:
        number = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
        server.execute(f"SELECT pg_terminate_backend({number})")
        time.sleep(0.1)
        with pytest.raises(sa.exc.DBAPIError):
            connection.exec_driver_sql("SELECT 1")
    with pytest.raises(StorageError, match="connection to the server was lost"):
        _lose_while_writing(team, server)
    assert team.names() == ("one",)


def _lose_while_writing(team: Workspace, server: Server) -> None:
    with writing(team._engine) as connection:
        number = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
        connection.execute(sa.text("DELETE FROM projects"))
        server.execute(f"SELECT pg_terminate_backend({number})")
        time.sleep(0.1)
        connection.exec_driver_sql("SELECT 1")


def test_a_url_without_its_driver(monkeypatch) -> None:
    def gone(*_args: object, **_more: object) -> None:
        raise ModuleNotFoundError("No module named 'psycopg'")

    monkeypatch.setattr(sa, "create_engine", gone)
    with pytest.raises(StorageError, match=r"requirements-postgres\.txt"):
        open_engine("postgresql://host/db")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_urls_that_mean_the_same(scheme: str) -> None:
    engine = open_engine(f"{scheme}://me@host/db")
    assert engine.url.drivername == "postgresql+psycopg"
    assert home(f"{scheme}://me:x@host/db").name == "postgresql-db-at-host"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me:top@secret@host/db",
        "postgresql://me@host/db?password=topsecret",
        "postgresql+psycopg2://me:topsecret@host/db",
        "postgresql://me:topsecret@host:port/db",
        "mysql://me:topsecret@host/db",
    ],
)
def test_a_url_that_is_refused_tells_no_password(url: str) -> None:
    with pytest.raises(StorageError, match="not usable") as caught:
        Workspace.open(url)
    assert "secret" not in str(caught.value)
    assert "top" not in str(caught.value)


def test_a_server_that_is_not_there(tmp_path) -> None:
    url = f"postgresql://me:{SECRET}@/db?host={tmp_path}"
    with pytest.raises(StorageError, match="check that the server runs") as caught:
        Workspace.open(url)
    assert "pa/ss" not in str(caught.value)
    assert SECRET not in str(caught.value)


def test_a_database_that_is_not_there(server: Server) -> None:
    url = server.url("x").replace("/postgres?", "/nowhere?")
    with pytest.raises(StorageError, match="createdb"):
        Workspace.open(url)


def test_what_the_server_holds_of_something_else_is_left_alone(server: Server) -> None:
    url = empty_on_server(server)
    schema = url.rpartition("%3D")[2]
    server.execute(f"CREATE TABLE {schema}.recipes (name text)")
    with pytest.raises(StorageError, match="something else"):
        Workspace.open(url)
