"""What was loaded stays: modules and what they made at the start are looked at no more as garbage.

Streamlit collects garbage whenever a page has run, after each pressed key too. With all that
packages bring, that took longer than most runs.
"""

import gc
import sys
from functools import cache


def keep() -> None:
    """Have the collector pass over what is there; to be called at the beginning of a run.

    It counts once for every number of modules, so that what runs leave behind is collected as ever.
    """
    _keep(len(sys.modules))


@cache
def _keep(_modules: int) -> None:
    gc.freeze()
