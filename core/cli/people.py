"""List who can sign in, add an account, give it a role in a project, or shut it out.

Without arguments it lists every account; with --project the members of that project. An account is
what somebody signs in with: the address that their provider verified, else `NUMBER at ISSUER`, as
the app says to whom it does not know. --name signs their decisions and never changes. --admin lets
an account make projects and manage accounts; it is an admin of every project then. Roles in a
project: viewer, annotator, curator, admin; each may do what those before it may. --json prints the
accounts, or the members, after what was asked.
"""

import argparse
from typing import TYPE_CHECKING

from core.cli import output
from core.domain.role import MAY, Role
from core.errors import InputError

if TYPE_CHECKING:
    from core.storage import Workspace
    from core.storage.accounts import Account

NAME = "people"
EXAMPLE = 'python -m core people ada@example.org --name "Ada" --project news --role annotator'


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "account", nargs="?", default="", metavar="ACCOUNT", help="whom; none lists everybody"
    )
    parser.add_argument("--name", default="", help="make the account, with this name")
    admin = parser.add_mutually_exclusive_group()
    admin.add_argument("--admin", action="store_true", help="may make projects, manage accounts")
    admin.add_argument("--no-admin", action="store_true", help="not any more")
    active = parser.add_mutually_exclusive_group()
    active.add_argument("--shut-out", action="store_true", help="let the account in no more")
    active.add_argument("--let-in", action="store_true", help="let it in again")
    parser.add_argument("--project", default="", help="project in which a role is given or listed")
    roles = "; ".join(f"{role}: {words}" for role, words in MAY.items())
    parser.add_argument("--role", choices=[*map(str, Role), "none"], default="", help=roles)
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument("--db", metavar="URL", help="database (default: SILVERLENS_DB)")


def run(args: argparse.Namespace) -> int:
    """Return 0 after doing what was asked, and listing where nothing was."""
    from core.storage import Workspace

    _check(args)
    workspace = Workspace.open(args.db)
    if args.account:
        _change(workspace, args)
    if args.json or not args.account:
        _list(workspace, args)
    return 0


def _check(args: argparse.Namespace) -> None:
    given = (args.name, args.admin, args.no_admin, args.shut_out, args.let_in, args.role)
    if any(given) and not args.account:
        raise InputError("say whom: name an ACCOUNT")
    if bool(args.role) != bool(args.project and args.account):
        raise InputError("a role is given with ACCOUNT --project NAME --role ROLE")
    if args.account and not any(given):
        raise InputError("say what: --name, --role, --admin, --no-admin, --shut-out or --let-in")


def _change(workspace: "Workspace", args: argparse.Namespace) -> None:
    accounts, who = workspace.accounts, args.account
    if args.project:
        workspace.project(args.project)
    if args.name:
        accounts.add(who, args.name, admin=args.admin)
    elif args.admin or args.no_admin:
        accounts.set_admin(who, on=args.admin)
    if args.shut_out or args.let_in:
        accounts.set_active(who, on=args.let_in)
    if args.role == "none":
        workspace.members.remove(args.project, who)
    elif args.role:
        workspace.members.give(args.project, who, Role(args.role))


def _list(workspace: "Workspace", args: argparse.Namespace) -> None:
    rows: list[dict[str, object]]
    if args.project:
        members = workspace.members.all(args.project)
        rows = [_record(member.account) | {"role": str(member.role)} for member in members]
    else:
        rows = [_record(account) for account in workspace.accounts.all()]
    if args.json:
        output.say_json(rows)
        return
    if not rows:
        output.say("nobody yet; add somebody: python -m core people ACCOUNT --name NAME --admin")
        return
    table = [[str(row["name"]), str(row["account"]), _words(row)] for row in rows]
    output.say(output.left_table([["name", "account", ""], *table]))


def _record(account: "Account") -> dict[str, object]:
    return {
        "account": account.account,
        "name": account.name,
        "admin": account.admin,
        "active": account.active,
        "created": account.created,
    }


def _words(row: dict[str, object]) -> str:
    role = str(row.get("role", ""))
    return ", ".join(
        filter(None, [role, "admin" * bool(row["admin"]), "" if row["active"] else "shut out"])
    )
