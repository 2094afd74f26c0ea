"""What a newer version of texts comes to."""

from dataclasses import dataclass, field

from core.text.plural import counted

NAMED = 20
"""Ids of each kind that are named; the others are counted."""


@dataclass(slots=True)
class Updated:
    """What a newer version comes to, in counts, with the ids of the first of each kind.

    Args:
        same: pairs that are as they were.
        changed: pairs whose words, tags or metadata are others.
        words: those of them whose words are.
        new: pairs that are appended.
        missing: pairs of the project that the newer version does not have; they stay.
        carried: entities decided on that stand as they stood, on changed pairs.
        moot: rejected entities there that nothing proposes any more; they stay rejected.
        stale: entities decided on that do not fit.
        reopened: pairs that were done and are in progress then.
        supplied: changed pairs of whose old words something was supplied besides links.
        mates: other pairs that were projected together in a group that changed or got a pair.
        first: ids of the first pairs that are `changed`, `new` and `missing`.
    """

    same: int = 0
    changed: int = 0
    words: int = 0
    new: int = 0
    missing: int = 0
    carried: int = 0
    moot: int = 0
    stale: int = 0
    reopened: int = 0
    supplied: int = 0
    mates: int = 0
    first: dict[str, list[str]] = field(default_factory=dict)

    @property
    def nothing(self) -> bool:
        """Return whether all is as it was."""
        return not (self.changed or self.new)

    @property
    def words_for_people(self) -> str:
        """Return it for people."""
        parts = [
            f"{counted(self.changed, 'pair')} changed ({self.words:,} in their words)",
            f"{self.new:,} new",
            f"{self.same:,} as they were",
        ]
        if self.missing:
            parts.append(f"{self.missing:,} not in the file, which stay")
        if self.changed:
            kept = counted(self.carried + self.moot, "decided entity", "decided entities")
            parts += [f"{kept} kept", f"{self.stale:,} stale"]
            parts.append(f"{counted(self.reopened, 'pair')} reopened")
        if self.supplied:
            of = counted(self.supplied, "pair")
            parts.append(f"scores and tags supplied of {of} put away with the old words")
        if self.mates:
            others = counted(self.mates, "other pair")
            parts.append(f"{others} of their groups projected before that, which come first")
        return ", ".join(parts)

    def name(self, what: str, pair_id: str) -> None:
        """Keep the id of one of the first pairs of a kind."""
        known = self.first.setdefault(what, [])
        if len(known) < NAMED:
            known.append(pair_id)
