"""The systems of the paper (Politov et al. 2025), which its three tables have in common."""

from core.evaluation.published.table import System

SIMALIGN = "SimAlign itermax, mBERT"
AWESOME = "AWESoME, mBERT"
_BACK = "on a back-translation"
_GREEDY = "greedy, ours is exact"

SOURCE_TO_TARGET = (
    System("model transfer", "model-transfer"),
    System("heuristic, SimAlign", "heuristic-paper", SIMALIGN),
    System("heuristic, AWESoME", "heuristic-paper", AWESOME),
    System("n-grams, SimAlign", "ngram-greedy", SIMALIGN),
    System("n-grams, AWESoME", "ngram-greedy", AWESOME),
    System("NER candidates, SimAlign", "ner-candidates", SIMALIGN, _GREEDY),
    System("NER candidates, AWESoME", "ner-candidates", AWESOME, _GREEDY),
)
"""What projects from the source to the target, and model transfer."""

BACK_TRANSLATED = (
    System("back-translated, heuristic, SimAlign", "", SIMALIGN, _BACK),
    System("back-translated, heuristic, AWESoME", "", AWESOME, _BACK),
    System("back-translated, n-grams, SimAlign", "", SIMALIGN, _BACK),
    System("back-translated, n-grams, AWESoME", "", AWESOME, _BACK),
    System("back-translated, NER candidates, SimAlign", "", SIMALIGN, _BACK),
    System("back-translated, NER candidates, AWESoME", "", AWESOME, _BACK),
)

PAPER = "Politov et al. 2025, arxiv.org/abs/2501.18750, from the released result files"
THESIS = "Shkalikov 2025, master's thesis, github.com/ShkalikovOleh/master-thesis"
