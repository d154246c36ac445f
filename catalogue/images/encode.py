"""Images as files that a browser can show."""

import base64
import io
from typing import TYPE_CHECKING

from catalogue.images import ImageArray

if TYPE_CHECKING:
    from PIL.Image import Image


def as_pillow(image: ImageArray) -> "Image":
    """An image (height, width, 1 or 3) as Pillow's."""
    from PIL import Image

    return Image.fromarray(image[..., 0] if image.shape[2] == 1 else image)


def png(image: ImageArray) -> bytes:
    """An image (height, width, 1 or 3) as the content of a PNG file, without loss."""
    content = io.BytesIO()
    as_pillow(image).save(content, "PNG")
    return content.getvalue()


def data_url(image: ImageArray) -> str:
    """An image as an address that contains the whole file, so that a browser fetches nothing."""
    return f"data:image/png;base64,{base64.b64encode(png(image)).decode()}"
