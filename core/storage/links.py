"""Links beyond those that a project goes by: of several aligners, changed by hand, and gold."""

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from core.domain.alignment import Alignment
from core.storage import alignments, bundles, pairs
from core.storage.bundles import Bundle
from core.storage.engine import reading, writing
from core.storage.extras import NONE
from core.storage.names import find_id
from core.storage.needs import guarded


@guarded
class Links:
    """The links of a database; `project` is always the name of one."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def of_pair(self, project: str, pair_id: str, keys: Iterable[str]) -> dict[str, Alignment]:
        """Return the links of a pair under each of these keys that has some."""
        with reading(self._engine) as connection:
            number = find_id(connection, project)
            position = pairs.position_of(connection, number, pair_id)
            return alignments.read_several(connection, number, position, keys)

    def at(self, project: str, places: Sequence[int], key: str) -> dict[int, Alignment]:
        """Return the links under a key of the pairs at some hundred places, by place, from 1."""
        with reading(self._engine) as connection:
            number = find_id(connection, project)
            return alignments.read_places(connection, number, places, key)

    def edit(self, project: str, pair_id: str, key: str, links: Alignment) -> str:
        """Return the key of the links of a key with those of one pair changed to these.

        The links of all other pairs are read from what stands under the key.

        Raises:
            InputError: those links were changed too often already.
        """
        edited = alignments.edited_key(key, pair_id, links)
        number = self._number(project)
        alignments.write(self._engine, number, edited, [(pair_id, links)], beside=True)
        return edited

    def drop_unused(self, project: str, key: str) -> None:
        """Delete changed links under a key that no layer was made from."""
        with writing(self._engine) as connection:
            number = find_id(connection, project)
            alignments.drop_unused(connection, number, key)

    def write_gold(self, project: str, given: Iterable[tuple[str, Alignment, Alignment]]) -> int:
        """Return of how many pairs gold links were written: pair id, sure ones, possible ones."""
        return alignments.write_gold(self._engine, self._number(project), given)

    def bundles(
        self,
        project: str,
        key: str,
        hashes: Sequence[str],
        supplied: Mapping[str, str] = NONE,
        *,
        after: int = 0,
        limit: int = 50,
    ) -> tuple[Bundle, ...]:
        """Return up to `limit` pairs behind a position, in corpus order.

        Args:
            project: name of the project.
            key: of the links.
            hashes: content hashes of the layers whose outcomes are wanted.
            supplied: for each kind of what was supplied besides the key of what is wanted.
            after: position of the pair before the first.
            limit: how many pairs at most.
        """
        with reading(self._engine) as connection:
            number = find_id(connection, project)
            return bundles.read_some(
                connection, number, key, hashes, supplied, after=after, limit=limit
            )

    def _number(self, project: str) -> int:
        with reading(self._engine) as connection:
            return find_id(connection, project)
