"""Looking pairs up by what stands in them, over a whole project, for what is done to many."""

from collections.abc import Iterator, Mapping, Sequence

import sqlalchemy as sa

from core.domain.alignment import Alignment
from core.domain.decision import Decision, PairStatus
from core.storage import alignments
from core.storage.conditions import contains
from core.storage.engine import reading
from core.storage.names import find_id, find_on
from core.storage.needs import guarded
from core.storage.pairs import search_key
from core.storage.records import read, read_logs
from core.storage.schema import layers, outcomes, pairs, projects, signals, texts
from core.storage.schema import states as states_table
from core.storage.values import PairRecord
from core.text.languages import joined

_BATCH = 500


def needle(tokens: Sequence[str], lang: str) -> str:
    """Return what stands in the search text of every sentence that holds these tokens in a row."""
    return search_key(joined(tokens, lang))


@guarded
class Lookup:
    """Finds pairs of a database; `project` is always the name of one."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def logs(self, project: str, ids: Mapping[int, str]) -> dict[int, list[Decision]]:
        """Return the shared decisions on some hundred pairs, by place.

        Args:
            project: name of the project.
            ids: id of the pair at each place.

        Raises:
            RoleError: who reads may not see the shared track.
        """
        with reading(self._engine) as connection:
            return read_logs(connection, find_on(connection, project, ""), ids)

    def holding(self, project: str, needles: Sequence[str]) -> tuple[int, ...]:
        """Return the places of pairs in whose search text all needles stand, in corpus order.

        The search text is the id and both sentences, so that some of them hold a needle elsewhere
        than it was meant.
        """
        with reading(self._engine) as connection:
            number = find_id(connection, project)
            found = [contains(connection, texts.c["keys"], one) for one in needles if one]
            query = sa.select(texts.c.position).where(texts.c.project_id == number, *found)
            return tuple(connection.execute(query.order_by(texts.c.position)).scalars().all())

    def records(
        self, project: str, places: Sequence[int], *, track: str = ""
    ) -> Iterator[PairRecord]:
        """Yield the pairs at these places as they stand, all of one moment, in the order given.

        Args:
            project: name of the project.
            places: from 1.
            track: that they are read on, "" for the one that all share.

        Raises:
            RoleError: who reads may not see that track.
        """
        with reading(self._engine) as connection:
            number = find_on(connection, project, track)
            for k in range(0, len(places), _BATCH):
                some = places[k : k + _BATCH]
                wanted = pairs.c.position.in_(some)
                found = {
                    r.stored.position: r for r in read(connection, number, wanted, track=track)
                }
                yield from (found[place] for place in some)

    def links(self, project: str, record: PairRecord) -> Alignment | None:
        """Return the links that the base of a pair was made from; None where it was not aligned."""
        with reading(self._engine) as connection:
            number = find_id(connection, project)
            of_base = (layers.c.project_id == number) & (layers.c.content_hash == record.base)
            spec = connection.execute(sa.select(layers.c.spec).where(of_base)).scalar() or ""
            usual = sa.select(projects.c.aligner).where(projects.c.id == number)
            key = alignments.key_in(spec) or connection.execute(usual).scalar_one()
            return alignments.read(connection, number, record.stored.position, key)

    def plain(self, project: str) -> tuple[str, ...]:
        """Return the ids of pairs without entities that nothing speaks against, in corpus order.

        They are unreviewed, the base method found no entity on either side, and they were judged
        and are suspicious for no reason. A pair whose source nobody annotated is not among them.
        """
        with reading(self._engine) as connection:
            number = find_on(connection, project, "")
            base = (
                sa.select(layers.c.id)
                .join(projects, projects.c.base == layers.c.content_hash)
                .where(layers.c.project_id == number, projects.c.id == number)
                .scalar_subquery()
            )
            query = (
                sa.select(pairs.c.pair_id)
                .join(states_table, _same_place(states_table))
                .join(signals, _same_place(signals))
                .join(
                    outcomes,
                    (outcomes.c.layer_id == base) & (outcomes.c.position == pairs.c.position),
                )
                .where(
                    pairs.c.project_id == number,
                    states_table.c.status == PairStatus.UNREVIEWED.value,
                    states_table.c.labels == "",
                    sa.func.trim(signals.c.reasons) == "",
                    outcomes.c.state == "projected",
                )
                .order_by(pairs.c.position)
            )
            return tuple(connection.execute(query).scalars().all())


def _same_place(table: sa.Table) -> sa.ColumnElement[bool]:
    return (table.c.project_id == pairs.c.project_id) & (table.c.position == pairs.c.position)
