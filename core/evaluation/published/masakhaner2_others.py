"""MasakhaNER 2, other systems as the thesis quotes them; their set-ups differ from ours."""

from core.evaluation.published.systems import THESIS
from core.evaluation.published.table import System, Table, by_language

_TRAINED = "a tagger trained on projected data"
_DATE = "DATE counted"

MASAKHANER2_OTHERS = Table(
    "quoted in the thesis",
    "masakhaner2",
    f"quoted in: {THESIS}",
    "other set-ups, as each row says",
    by_language(
        (
            System("EasyProject", note=_TRAINED),
            System("CODEC", note=_TRAINED),
            System("GPT-4, few examples", note=_DATE),
            System("GoLLIE-TF", note=_DATE),
            System("CLaP", note=f"{_TRAINED}, {_DATE}"),
        ),
        """
        bam .458 .458 .422 .548 -
        ewe .785 .791 .722 .732 -
        fon .614 .655 .394 .579 -
        hau .722 .724 .659 .671 .699
        ibo .656 .709 .422 .566 .605
        kin .710 .712 .475 .585 -
        lug .767 .772 .625 .755 -
        luo .502 .496 .472 .517 -
        mos .531 .556 .432 .488 -
        nya .753 .768 .711 .782 .587
        sna .559 .724 .395 .574 .597
        swa .836 .831 .792 .735 .807
        tsn .740 .747 .563 .710 -
        twi .653 .646 .442 .742 -
        wol .589 .631 .526 .619 -
        xho .711 .704 .498 .499 .613
        yor .368 .414 .547 .544 .306
        zul .730 .748 .369 .528 .544
        @f1 .649 .671 .526 .621 -
        """,
        whole=1.0,
    ),
    step=0.001,
)
