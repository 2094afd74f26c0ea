"""The shelf of scores.

A part may promise `bonus`: it tells some candidates apart and is nothing for most, so that it is
fused with other scores and never the only one.
"""

from collections.abc import Callable

from core.domain.scores import Matrix
from core.registry import Shelf

SCORES: Shelf[Callable[..., Matrix]] = Shelf("score")

Account = Callable[..., list[str]]
"""Says why: `(task, candidates, [(entity, candidate), ...], **options)`, one sentence a cell."""

ACCOUNTS: dict[str, Account] = {}
"""By name of a score, for those that have more to say than their number."""


def accounts_for(name: str) -> Callable[[Account], Account]:
    """Return a decorator that lets a function say why the score of that name is what it is."""

    def put(account: Account) -> Account:
        ACCOUNTS[name] = account
        return account

    return put
