"""Europarl-NER, projection alone, as the paper released it."""

from core.evaluation.published.systems import PAPER, SOURCE_TO_TARGET
from core.evaluation.published.table import Table, by_language

EUROPARL_PAPER = Table(
    "paper",
    "europarl-ner",
    PAPER,
    "gold source entities, MISC counted",
    by_language(
        SOURCE_TO_TARGET,
        """
        de 67.5 80.1 81.9 89.8 92.0 74.5 74.7
        es 74.1 90.7 90.3 89.2 88.6 79.8 80.0
        it 69.6 87.0 87.3 87.8 87.2 72.3 72.0
        @f1 70.39 85.90 86.47 88.90 89.27 75.55 75.57
        @precision 73.41 91.09 94.36 88.98 89.83 84.81 85.17
        @recall 67.68 81.50 80.02 88.81 88.72 68.21 68.01
        @ratio 0.917 0.938 0.913 0.993 0.990 0.895 0.893
        """,
    ),
    step=0.001,
)
