"""Images: decoded, converted to one size and mode, drawn, changed, and encoded for a browser."""

import numpy as np
from numpy.typing import NDArray

ImageArray = NDArray[np.uint8]
"""One image (height, width, 1 or 3 channels), or (height, width) where it is grey and not yet part of a data set."""
