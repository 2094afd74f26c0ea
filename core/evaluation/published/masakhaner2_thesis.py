"""MasakhaNER 2, the full pipeline of the thesis: heuristic, single scores and fused scores."""

from core.evaluation.published.systems import AWESOME, THESIS
from core.evaluation.published.table import System, Table, by_language

MASAKHANER2_THESIS = Table(
    "thesis",
    "masakhaner2",
    THESIS,
    "NLLB-200-3.3B and mDeBERTa-v3-base, exact matching, DATE ignored",
    by_language(
        (
            System("model transfer", "model-transfer"),
            System("heuristic", "heuristic-thesis", AWESOME),
            System("alignment score", "align ngram-exact", AWESOME),
            System("NER score", "ner"),
            System("translation score", "nmt"),
            System("alignment and NER scores", "align-ner", AWESOME),
            System("alignment and NER span scores", "align-ner-spans", AWESOME),
            System("alignment and translation scores", "align-nmt", AWESOME),
            System("NER span and translation scores", "ner-spans-nmt"),
            System("all three scores", "all-fusion", AWESOME),
        ),
        """
        bam .295 .492 .471 .386 .245 .477 .499 .310 .319 .370
        ewe .776 .756 .733 .782 .760 .791 .784 .771 .780 .786
        fon .542 .624 .616 .683 .612 .651 .652 .644 .668 .684
        hau .721 .709 .695 .727 .713 .719 .716 .718 .713 .712
        ibo .618 .714 .736 .635 .623 .668 .641 .657 .660 .697
        kin .673 .658 .652 .687 .665 .689 .681 .674 .676 .685
        lug .755 .790 .808 .781 .778 .806 .800 .788 .797 .798
        luo .542 .742 .727 .610 .641 .723 .712 .672 .686 .693
        mos .522 .428 .436 .518 .401 .502 .523 .446 .504 .508
        nya .802 .761 .757 .759 .729 .761 .754 .739 .749 .755
        sna .365 .678 .673 .621 .713 .704 .698 .722 .722 .745
        swa .883 .792 .785 .826 .812 .817 .812 .811 .817 .817
        tsn .646 .796 .787 .703 .763 .778 .763 .772 .771 .776
        twi .482 .742 .706 .602 .682 .683 .667 .692 .707 .711
        wol .442 .583 .574 .541 .596 .617 .638 .631 .651 .661
        xho .244 .526 .517 .527 .642 .585 .585 .646 .654 .654
        yor .394 .489 .506 .459 .532 .536 .519 .565 .552 .566
        zul .437 .641 .638 .535 .739 .652 .648 .741 .740 .745
        @f1 .563 .662 .656 .632 .647 .675 .672 .667 .676 .687
        """,
        whole=1.0,
    ),
    step=0.001,
)
