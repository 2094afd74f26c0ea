"""The links of a project: imported, learned from it, or made by what another project learned."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from core.aligners import Bitext, Keep, Progress, keys
from core.aligners.model import Model
from core.aligners.saved import Languages, listed
from core.domain.alignment import Alignment
from core.domain.pair import Pair
from core.domain.spec import PartSpec
from core.errors import InputError, MissingInputError
from core.pipeline.align import align_pairs, check_learns, learns
from core.storage import Workspace
from core.storage.results import Results
from core.text.languages import canonical

_ENOUGH_PAIRS = 2
"""What is learned of a single pair is of no use for another."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the links of a project come from; nothing given means learning from its own pairs.

    Args:
        training: more text for an aligner that learns.
        links: imported links by pair id, used instead of any aligner.
        model_of: another project; links are made by what was learned there, and nothing is learned.
        words: on where `links` come from, such as the name of a model; "" for imported ones.
    """

    training: Sequence[Bitext] = ()
    links: Mapping[str, Alignment] | None = None
    model_of: str | None = None
    words: str = ""

    def __post_init__(self) -> None:
        """Check that only one of links, training text and another project is given."""
        if sum(map(bool, (self.training, self.links is not None, self.model_of))) > 1:
            raise InputError("links come from a file, from training text or from another project")


class ProjectLinks:
    """The links of one project, by aligner; each made once, and kept in the database.

    What an aligner learns from the project is kept as well, one model a pair of languages.

    Args:
        workspace: where the project is.
        project: its name.
        origin: where the links come from.
        progress: of aligning.
        results: what models found before; None keeps nothing of it.
    """

    def __init__(
        self,
        workspace: Workspace,
        project: str,
        origin: Origin,
        progress: Progress,
        results: Results | None = None,
    ) -> None:
        self._workspace = workspace
        self._project = project
        self._origin = origin
        self._progress = progress
        self._results = results
        self.since = workspace.revisions.moment(project)
        self._made: dict[PartSpec, tuple[str, Mapping[str, Alignment]]] = {}

    def of(self, aligner: PartSpec) -> tuple[str, Mapping[str, Alignment]]:
        """Return the key and the links, by pair id, of an aligner with all its options."""
        if aligner not in self._made:
            key, found = self._make(aligner)
            self._workspace.write_alignments(self._project, key, found.items(), since=self.since)
            self._made[aligner] = key, found
        return self._made[aligner]

    def _make(self, aligner: PartSpec) -> tuple[str, Mapping[str, Alignment]]:
        origin = self._origin
        if origin.links is not None:
            return keys.imported(origin.links, origin.words or keys.IMPORTED), origin.links
        pairs = [_bare(stored.pair) for stored in self._workspace.iter_pairs(self._project)]
        if origin.model_of:
            check_learns(aligner.part)
            bodies = borrow(self._workspace, origin.model_of, _languages(pairs))
            models = {pair: Model.from_bytes(body) for pair, body in bodies.items()}
            key = keys.borrowed(aligner, origin.model_of, bodies.values())
            found = align_pairs(pairs, aligner, progress=self._progress, models=models)
        else:
            key = keys.learned(aligner, origin.training)
            enough = len(pairs) + len(origin.training) >= _ENOUGH_PAIRS
            keep = self._keep(key) if learns(aligner.part) and enough else None
            found = align_pairs(
                pairs,
                aligner,
                origin.training,
                self._progress,
                keep=keep,
                results=self._results,
            )
        return key, {pair.id: links for pair, links in zip(pairs, found, strict=True)}

    def _keep(self, key: str) -> Keep:
        def keep(model: Model) -> None:
            of_model = keys.of_model(key, model.languages)
            self._workspace.models.write(self._project, of_model, model.to_bytes())

        return keep


def offers(workspace: Workspace, languages: Languages) -> tuple[str, ...]:
    """Return the projects that learned something of two languages, in alphabetical order."""
    wanted = _canonical(languages)
    found = (name for name, key in workspace.models.all() if keys.is_model_of(key, wanted))
    return tuple(dict.fromkeys(found))


def check_offer(workspace: Workspace, project: str, languages: Iterable[Languages]) -> None:
    """Raise MissingInputError if a project learned nothing of one of these pairs of languages."""
    _key_of_each(workspace, project, languages)


def borrowed_from(workspace: Workspace, project: str) -> str:
    """Return the project whose model a project was aligned by, "" for none or none that is left."""
    info = workspace.project(project)
    name = keys.origin(info.aligner)
    if name is None:
        return ""
    known = [set(offers(workspace, (source, target))) for source, target, _ in info.languages]
    return name if all(name in found for found in known) else ""


def borrow(
    workspace: Workspace, project: str, languages: Iterable[Languages]
) -> dict[Languages, bytes]:
    """Return what a project learned of each pair of languages, as `Model.to_bytes`.

    Of several models that behind the project's latest links is taken, else the first by its key.

    Raises:
        UnknownNameError: there is no such project.
        MissingInputError: it learned nothing of one of the languages.
    """
    found = {}
    for pair, key in _key_of_each(workspace, project, languages).items():
        body = workspace.models.read(project, key)
        if body is None:
            raise _nothing(project, [pair])
        found[pair] = body
    return found


def _key_of_each(
    workspace: Workspace, project: str, languages: Iterable[Languages]
) -> dict[Languages, str]:
    info = workspace.project(project)
    known = [key for name, key in workspace.models.all() if name == project]
    found = {}
    for pair in sorted(set(map(_canonical, languages))):
        usual = keys.of_model(info.aligner, pair)
        fitting = [key for key in known if keys.is_model_of(key, pair)]
        if not fitting:
            raise _nothing(project, [pair])
        found[pair] = usual if usual in fitting else fitting[0]
    return found


def _nothing(project: str, languages: Iterable[Languages]) -> MissingInputError:
    return MissingInputError(
        f"project {project!r} has no model of {listed(languages)}; "
        f"run `prepare --project {project}` if it has such pairs, or take another project"
    )


def _languages(pairs: Iterable[Pair]) -> set[Languages]:
    return {(pair.source.lang, pair.target.lang) for pair in pairs}


def _canonical(languages: Languages) -> Languages:
    source, target = languages
    return canonical(source), canonical(target)


def _bare(pair: Pair) -> Pair:
    """Return the pair without what an aligner has no use for, so that a big corpus stays small."""
    return replace(pair, extra={})
