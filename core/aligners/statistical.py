"""The embedded aligner: learns from the text it is given, and needs no weights and no network."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from core.aligners import lexicon as lexicons
from core.aligners.base import ALIGNERS, Bitext, Progress, by_language
from core.aligners.corpus import index
from core.aligners.evidence import evidence
from core.aligners.fit import Settings, decode, fit
from core.aligners.links import CALIBRATED, alignments, too_long, unseen
from core.aligners.model import Model, model_of
from core.aligners.saved import Keep, Models, models_for
from core.domain.alignment import Alignment
from core.registry import Between


@dataclass(frozen=True, slots=True)
class Statistical:
    """An aligner that learns word and order probabilities anew for each language pair."""

    threshold: float
    settings: Settings
    lexicon: bool
    links: str = CALIBRATED

    def align(
        self,
        pairs: Sequence[Bitext],
        *,
        training: Sequence[Bitext] = (),
        progress: Progress | None = None,
    ) -> list[Alignment]:
        """Return one alignment per pair, in order; learns from `training` and from the pairs."""
        return self.learn(pairs, training=training, progress=progress)

    def learn(
        self,
        pairs: Sequence[Bitext],
        *,
        training: Sequence[Bitext] = (),
        progress: Progress | None = None,
        keep: Keep | None = None,
    ) -> list[Alignment]:
        """Return what `align` returns, handing over one model for each pair of languages."""
        out = [unseen(pair) for pair in pairs]
        more = by_language(training)
        for languages, group in by_language(pairs).items():
            places = [k for k in group if not too_long(pairs[k])]
            own = [pairs[k] for k in places]
            extra = [training[k] for k in more.get(languages, ()) if not too_long(training[k])]
            found = self._group(own, extra, languages, progress, keep)
            for k, alignment in zip(places, found, strict=True):
                out[k] = alignment
        return out

    def use(self, pairs: Sequence[Bitext], models: Models) -> list[Alignment]:
        """Return one alignment per pair, in order, by models that were learned before."""
        out = [unseen(pair) for pair in pairs]
        for languages, group in models_for(pairs, models).items():
            given = [pairs[k] for k in group]
            found = models[languages].align_all(given, threshold=self.threshold, links=self.links)
            for k, alignment in zip(group, found, strict=True):
                out[k] = alignment
        return out

    def _group(
        self,
        own: list[Bitext],
        extra: list[Bitext],
        languages: tuple[str, str],
        progress: Progress | None,
        keep: Keep | None,
    ) -> list[Alignment]:
        text = sample([*own, *extra])
        corpus = index(text)
        known = lexicons.load(*languages) if self.lexicon else None
        prior = evidence(corpus, known)
        learned = fit(corpus, prior, self.settings, progress=progress)
        part = len(text) < len(own) + len(extra)
        if keep is not None or part:
            model = model_of(corpus, learned, self.settings, languages, known)
            if keep is not None:
                keep(model)
            if part:
                return model.align_all(own, threshold=self.threshold, links=self.links)
            del model
        last = len(own)
        decoded = decode(corpus, learned, prior.form, last=last)
        return alignments(corpus, *decoded, threshold=self.threshold, links=self.links, last=last)


def sample(pairs: list[Bitext], *, most_cells: int = 12_000_000) -> list[Bitext]:
    """Return as many pairs, evenly spread, as can be learned from within a gigabyte of memory."""
    cells = sum(len(pair.source) * len(pair.target) for pair in pairs)
    share = min(1.0, most_cells / max(1, cells))
    return [p for k, p in enumerate(pairs) if int((k + 1) * share) > int(k * share)]


@ALIGNERS.register("statistical", learns=True)
def statistical(
    *,
    threshold: Annotated[float, Between(0.01, 0.99)] = 0.5,
    links: Literal[
        "calibrated",
        "intersection",
        "union",
        "grow",
        "grow-diag",
        "grow-diag-final",
        "grow-diag-final-and",
    ] = "calibrated",
    max_distortion: Annotated[int, Between(1, 200)] = 20,
    rounds: Annotated[int, Between(1, 20)] = 3,
    spelling: Annotated[float, Between(0.0, 20.0)] = 2.0,
    families: Annotated[float, Between(0.0, 100.0)] = 20.0,
    frequency: Annotated[float, Between(0.0, 100.0)] = 5.0,
    hold_out: Annotated[float, Between(0.0, 1.0)] = 0.9,
    lexicon: bool = True,
) -> Statistical:
    """Learn which words belong together from the text itself; no model and no network needed.

    Args:
        threshold: least probability of calibrated links; higher is more precise, lower finds more.
        links: calibrated takes all links that are probable enough; the others put together the
            best links from source to target and from target to source.
        max_distortion: jumps in word order beyond this many tokens all count alike.
        rounds: passes over the text that learn word order, after the passes that learn words.
        spelling: how much alike spelling counts, in sightings of the two words together.
        families: how much words that share a beginning, an end or all but a prefix count
            for each other, in sightings together.
        frequency: how much a word's mere frequency counts, in sightings together; more trusts
            less in what was seen once.
        hold_out: how much of what a pair taught itself is left aside when it is judged; lower
            links more of the words that stand in few pairs, and errs more.
        lexicon: start from the word pairs that come with the project, where there are any.

    Source: Liang, Taskar and Klein 2006, aclanthology.org/N06-1014; Asuncion et al. 2009,
    arxiv.org/abs/1205.2662 (leaving out what is judged); priors and calibration are ours.
    """
    settings = Settings(
        hmm_rounds=rounds,
        reach=max_distortion,
        form_weight=spelling,
        family_weight=families,
        frequency_weight=frequency,
        hold_out=hold_out,
    )
    return Statistical(threshold, settings, lexicon, links)


def train(
    pairs: Sequence[Bitext],
    *,
    settings: Settings | None = None,
    lexicon: bool = True,
    progress: Progress | None = None,
) -> Model:
    """Return a model learned from pairs of one language pair, to save or to use on new pairs.

    Of very much text an even share is learned from.
    """
    languages = next(iter(by_language(pairs)), ("und", "und"))
    known = lexicons.load(*languages) if lexicon else None
    corpus = index(sample([pair for pair in pairs if not too_long(pair)]))
    chosen = settings or Settings()
    learned = fit(corpus, evidence(corpus, known), chosen, progress=progress)
    return model_of(corpus, learned, chosen, languages, known)
