"""The shelf of symmetrisers."""

from collections.abc import Callable, Iterator, Set

from core.registry import Shelf

Cell = tuple[int, int]
Cells = Set[Cell]
Symmetriser = Callable[[Cells, Cells], frozenset[Cell]]


class Symmetrisers(Shelf[Symmetriser]):
    """The shelf, which also gives the function itself by its name."""

    def __getitem__(self, name: str) -> Symmetriser:
        """Return the function; raise UnknownNameError, listing the known ones."""
        return self.get(name).make

    def __iter__(self) -> Iterator[str]:
        """Yield the names in alphabetical order."""
        return (part.name for part in self.parts())

    def __contains__(self, name: object) -> bool:
        """Return whether a symmetriser has this name."""
        return name in set(self)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.parts())


SYMMETRISERS = Symmetrisers("symmetriser")
