"""How well a tagger does on sentences whose tags are believed."""

from collections.abc import Sequence

from core.domain.entity import from_iob2
from core.evaluation.spans import Score, evaluate
from core.models.taggers import Predict
from core.training.decode import decode
from core.training.taggers.silver import Silver


def score(predict: Predict, labels: Sequence[str], rows: Sequence[Silver]) -> tuple[Score, int]:
    """Return strict span scores on the rows without a masked token, and how many those are."""
    whole = [row for row in rows if not row.masked]
    found = predict([row.tokens for row in whole])
    report = evaluate(
        [from_iob2(row.tags) for row in whole], [decode(labels, probs) for probs in found]
    )
    return report.overall, len(whole)
