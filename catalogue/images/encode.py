"""Pictures as files, for a browser to show."""

import base64
import io

import numpy as np
from numpy.typing import NDArray


def png(picture: NDArray[np.uint8]) -> bytes:
    """A picture, uint8 (height, width, 1 or 3), as the content of a PNG file, without loss."""
    from PIL import Image

    content = io.BytesIO()
    Image.fromarray(picture[..., 0] if picture.shape[2] == 1 else picture).save(content, "PNG")
    return content.getvalue()


def data_url(picture: NDArray[np.uint8]) -> str:
    """A picture as an address that holds it all, so that a browser fetches nothing."""
    return f"data:image/png;base64,{base64.b64encode(png(picture)).decode()}"
