"""Accounts of those who sign in, and the roles that they have in projects."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from core.domain.role import Actor, Role
from core.errors import ConflictError, InputError, UnknownNameError
from core.storage import actors, codec, events
from core.storage.clock import now
from core.storage.engine import reading, writing
from core.storage.names import find_id
from core.storage.needs import guarded
from core.storage.schema import accounts, members
from core.text.key import comparison_key

_MAX_ACCOUNT, _MAX_NAME = 320, 80
_JOINERS = {0x200C: None, 0x200D: None}
"""Signs that some scripts need within a word; they do not tell two names apart."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can sign in.

    Args:
        account: what they sign in with: a verified address, else their number at the issuer.
        name: what signs their decisions; it never changes and is never given again.
        admin: whether they may make projects and manage accounts.
        active: whether they may do anything at all.
        created: when the account was made, UTC, ISO 8601.
    """

    account: str
    name: str
    admin: bool
    active: bool
    created: str

    @property
    def actor(self) -> Actor:
        """Return them as who acts."""
        return Actor(self.account, self.name)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with a role in a project."""

    account: Account
    role: Role


@guarded
class Accounts:
    """The accounts of a database."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def find(self, account: str) -> Account | None:
        """Return the account, None where there is none or it is not active."""
        with reading(self._engine) as connection:
            found = _find(connection, account)
        return found if found is not None and found.active else None

    def all(self) -> tuple[Account, ...]:
        """Return every account, in the order of their names."""
        with reading(self._engine) as connection:
            rows = connection.execute(sa.select(accounts).order_by(accounts.c.name)).all()
        return tuple(map(_account, rows))

    def add(self, account: str, name: str, *, admin: bool = False) -> Account:
        """Return a new account.

        Raises:
            InputError: the account or the name cannot be used.
            ConflictError: there is one like it.
        """
        account = checked_account(account)
        key = _key(checked_name(name))
        with writing(self._engine) as connection:
            rows = connection.execute(sa.select(accounts)).all()
            if any(row.account == account for row in rows):
                raise ConflictError(f"there is an account {account!r} already")
            if taken := next((r.name for r in rows if _key(r.name) == key), None):
                raise ConflictError(f"the name {taken!r} is taken; give one that reads otherwise")
            connection.execute(
                sa.insert(accounts).values(
                    account=account, name=name, admin=admin, active=True, created=now()
                )
            )
            return _need(connection, account)

    def set_admin(self, account: str, *, on: bool) -> None:
        """Let an account make projects and manage accounts, or not any more."""
        self._set(account, "made admin" if on else "no admin any more", admin=on)

    def set_active(self, account: str, *, on: bool) -> None:
        """Let an account in, or not any more; its roles and decisions stay."""
        self._set(account, "let in again" if on else "shut out", active=on)

    def require_admin(self) -> None:
        """Raise RoleError where who acts may not make projects and manage accounts."""

    def _set(self, account: str, told: str, **values: bool) -> None:
        with writing(self._engine) as connection:
            found = _need(connection, account)
            row = accounts.c.account == found.account
            connection.execute(sa.update(accounts).where(row).values(**values))
            for project in connection.execute(_projects_of(found.account)).scalars().all():
                _tell(connection, project, "account", name=found.name, change=told)


@guarded
class Members:
    """Who has which role in the projects of a database."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def all(self, project: str) -> tuple[Member, ...]:
        """Return the members of a project, in the order of their names."""
        with reading(self._engine) as connection:
            number = find_id(connection, project)
            rows = connection.execute(
                sa.select(accounts, members.c.role)
                .join(members, members.c.account_id == accounts.c.id)
                .where(members.c.project_id == number)
                .order_by(accounts.c.name)
            ).all()
        return tuple(Member(_account(row), Role(row.role)) for row in rows)

    def own(self, project: str) -> Role:
        """Return the role of who acts; the owner of the database is an admin."""
        with reading(self._engine) as connection:
            role = actors.role_in(connection, find_id(connection, project))
        assert role is not None  # else the project would be unknown
        return role

    def may(self, project: str, need: Role) -> bool:
        """Return whether who acts has at least this role in a project."""
        return self.own(project).covers(need)

    def require(self, project: str, need: Role) -> None:
        """Raise RoleError where who acts has a lesser role in a project than this."""
        with reading(self._engine) as connection:
            actors.check(connection, find_id(connection, project), need)

    def give(self, project: str, account: str, role: Role) -> None:
        """Give an account a role in a project, instead of the one that it has there."""
        with writing(self._engine) as connection:
            number = find_id(connection, project)
            found = _need(connection, account)
            before = _drop(connection, number, found.account)
            owner = sa.select(accounts.c.id).where(accounts.c.account == found.account)
            connection.execute(
                sa.insert(members).values(
                    project_id=number,
                    account_id=connection.execute(owner).scalar_one(),
                    role=role.value,
                )
            )
            _tell(connection, number, "role", name=found.name, before=before, role=role.value)

    def remove(self, project: str, account: str) -> None:
        """Take the role that an account has in a project away."""
        with writing(self._engine) as connection:
            number = find_id(connection, project)
            found = _need(connection, account)
            before = _drop(connection, number, found.account)
            if not before:
                raise ConflictError(f"{found.name} is no member of project {project!r}")
            _tell(connection, number, "role", name=found.name, before=before, role="")


def account_of(claims: Mapping[str, object]) -> str:
    """Return the account of somebody who signed in: their address where the issuer verified it.

    Else it is their number at the issuer, which no address can be. "" where there is neither.
    """
    address, number, issuer = (claims.get(key) for key in ("email", "sub", "iss"))
    if claims.get("email_verified") is True and isinstance(address, str) and "@" in address:
        return _kept(address)
    if isinstance(number, str) and number and isinstance(issuer, str) and issuer:
        return f"{number} at {issuer}"
    return ""


def checked_account(account: str) -> str:
    """Return an account as it is kept: of an address in ASCII the letters are made small.

    Letters beyond ASCII stay as they are, since some become an ASCII letter when made small.
    """
    if not (0 < len(account) <= _MAX_ACCOUNT and account.isprintable() and account.strip()):
        raise InputError(
            f"an account is 1 to {_MAX_ACCOUNT} printed characters: the address that a person "
            f"signs in with, got {account[:80]!r}"
        )
    return codec.writable(_kept(account))


def checked_name(name: str) -> str:
    """Return a name; raise InputError where it cannot sign decisions."""
    hidden = any(unicodedata.category(c)[0] == "C" for c in name.translate(_JOINERS))
    if not (0 < len(name) <= _MAX_NAME) or hidden or name != " ".join(name.split()):
        raise InputError(
            f"a name is 1 to {_MAX_NAME} characters that can be seen, with single spaces between "
            f"words, got {name[:80]!r}"
        )
    return codec.writable(name)


def _kept(account: str) -> str:
    return account.lower() if account.isascii() and " at " not in account else account


def _key(name: str) -> str:
    return comparison_key(name.translate(_JOINERS))


def _find(connection: sa.Connection, account: str) -> Account | None:
    query = sa.select(accounts).where(accounts.c.account == _kept(account))
    row = connection.execute(query).one_or_none()
    return None if row is None else _account(row)


def _need(connection: sa.Connection, account: str) -> Account:
    found = _find(connection, account)
    if found is None:
        known: list[str] = []
        if actors.is_admin(connection):
            known = list(connection.execute(sa.select(accounts.c.account)).scalars())
        raise UnknownNameError("account", account, known)
    return found


def _account(row: "sa.Row[tuple[object, ...]]") -> Account:
    return Account(row.account, row.name, row.admin, row.active, row.created)


def _projects_of(account: str) -> "sa.Select[int]":
    return (
        sa.select(members.c.project_id)
        .join(accounts, accounts.c.id == members.c.account_id)
        .where(accounts.c.account == account)
    )


def _drop(connection: sa.Connection, project: int, account: str) -> str:
    """Return the role that an account had in a project, after taking it away; "" for none."""
    owner = sa.select(accounts.c.id).where(accounts.c.account == account).scalar_subquery()
    here = (members.c.project_id == project) & (members.c.account_id == owner)
    role = connection.execute(sa.select(members.c.role).where(here)).scalar()
    connection.execute(sa.delete(members).where(here))
    return role or ""


def _tell(connection: sa.Connection, project: int, kind: str, **body: object) -> None:
    events.add(connection, project, kind, person=actors.name_of(connection), **body)
