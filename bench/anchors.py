"""Published figures that ours stand beside, as data, each with where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass

THESIS = "Shkalikov 2025, github.com/ShkalikovOleh/master-thesis"
PAPER = "Shkalikov 2025, arxiv.org/abs/2501.18750, computed from the released runs"
T_PROJECTION = "García-Ferrero et al. 2023, arxiv.org/abs/2212.10548"
UNCHECKED = f"{T_PROJECTION}; recalled, only its average checked"


@dataclass(frozen=True, slots=True)
class Anchor:
    """F1 of a published system, by corpus.

    Args:
        name: the system.
        f1: by corpus as `bench.quality` names them, in [0, 1].
        source: where it was published.
        same: whether it was measured on the same sentences with the same source entities. If not,
            it is the nearest there is, and no bar.
    """

    name: str
    f1: Mapping[str, float]
    source: str
    same: bool = True


def _europarl(de: float, es: float, it: float) -> dict[str, float]:
    return {"europarl.en-de": de, "europarl.en-es": es, "europarl.en-it": it}


EUROPARL = (
    Anchor("heuristic, gap 1, longest run (AWESOME)", _europarl(0.916, 0.875, 0.846), THESIS),
    Anchor("heuristic, gap 1, ratio 0.8 (AWESOME)", _europarl(0.819, 0.903, 0.873), THESIS),
    Anchor("n-grams, alignment score, ILP (AWESOME)", _europarl(0.921, 0.883, 0.864), THESIS),
    Anchor("n-grams, translation score, ILP", _europarl(0.886, 0.916, 0.879), THESIS),
    Anchor("n-grams, NER model score, ILP", _europarl(0.714, 0.734, 0.705), THESIS),
    Anchor("model transfer", _europarl(0.621, 0.653, 0.657), THESIS),
    Anchor("model transfer", _europarl(0.675, 0.741, 0.696), PAPER),
    Anchor("heuristic (SimAlign itermax)", _europarl(0.801, 0.907, 0.870), PAPER),
    Anchor("heuristic (AWESOME)", _europarl(0.819, 0.903, 0.873), PAPER),
    Anchor("n-grams, greedy (SimAlign itermax)", _europarl(0.898, 0.892, 0.878), PAPER),
    Anchor("n-grams, greedy (AWESOME)", _europarl(0.920, 0.886, 0.872), PAPER),
    Anchor("NER candidates, greedy (SimAlign itermax)", _europarl(0.745, 0.798, 0.723), PAPER),
    Anchor("NER candidates, greedy (AWESOME)", _europarl(0.747, 0.800, 0.720), PAPER),
    Anchor("fast_align", _europarl(0.770, 0.702, 0.670), UNCHECKED),
    Anchor("GIZA++", _europarl(0.753, 0.733, 0.684), UNCHECKED),
    Anchor("SimAlign", _europarl(0.874, 0.854, 0.813), UNCHECKED),
    Anchor("AWESOME", _europarl(0.907, 0.873, 0.831), UNCHECKED),
    Anchor("T-Projection", _europarl(0.940, 0.936, 0.872), UNCHECKED),
)


def _masakha(lug: float, twi: float, ewe: float, yor: float) -> dict[str, float]:
    return {
        "masakhav2.en-lug": lug,
        "masakhav2.en-twi": twi,
        "masakhav2.fr-ewe": ewe,
        "masakhav1.en-yor": yor,
        "yogv.en-yor": yor,
    }


# MasakhaNER 2 and PAN-X, the full pipeline: the target machine-translated into English, entities
# predicted there and carried back. Other sentences, other source entities, errors of both models.
FULL_PIPELINE = (
    Anchor("model transfer", _masakha(0.616, 0.464, 0.714, 0.322), PAPER, same=False),
    Anchor("heuristic (SimAlign)", _masakha(0.784, 0.718, 0.778, 0.573), PAPER, same=False),
    Anchor("heuristic (AWESOME)", _masakha(0.808, 0.746, 0.759, 0.509), PAPER, same=False),
    Anchor("n-grams, greedy (SimAlign)", _masakha(0.803, 0.695, 0.775, 0.595), PAPER, same=False),
    Anchor("n-grams, greedy (AWESOME)", _masakha(0.827, 0.709, 0.737, 0.521), PAPER, same=False),
    Anchor("all scores fused", _masakha(0.798, 0.711, 0.786, 0.566), THESIS, same=False),
    Anchor("model transfer, PAN-X", {"ensita.en-ta": 0.537}, PAPER, same=False),
    Anchor("heuristic (SimAlign), PAN-X", {"ensita.en-ta": 0.436}, PAPER, same=False),
    Anchor("n-grams, greedy (SimAlign), PAN-X", {"ensita.en-ta": 0.471}, PAPER, same=False),
    Anchor("NER candidates, greedy (SimAlign), PAN-X", {"ensita.en-ta": 0.482}, PAPER, same=False),
)

ANCHORS = EUROPARL + FULL_PIPELINE


def beside(corpus: str) -> list[Anchor]:
    """Return the anchors of a corpus, those on the same data first, best first."""
    found = [anchor for anchor in ANCHORS if corpus in anchor.f1]
    return sorted(found, key=lambda a: (not a.same, -a.f1[corpus]))
