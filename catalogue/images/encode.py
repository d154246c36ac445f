"""Images as files, for a browser to show."""

import base64
import io

import numpy as np
from numpy.typing import NDArray


def png(image: NDArray[np.uint8]) -> bytes:
    """An image, uint8 (height, width, 1 or 3), as the content of a PNG file, without loss."""
    from PIL import Image

    content = io.BytesIO()
    Image.fromarray(image[..., 0] if image.shape[2] == 1 else image).save(content, "PNG")
    return content.getvalue()


def data_url(image: NDArray[np.uint8]) -> str:
    """An image as an address that holds it all, so that a browser fetches nothing."""
    return f"data:image/png;base64,{base64.b64encode(png(image)).decode()}"
