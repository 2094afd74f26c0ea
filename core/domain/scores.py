"""Score matrices: how well each candidate suits each entity."""

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
"""Shape (entities, candidates); higher is better."""
