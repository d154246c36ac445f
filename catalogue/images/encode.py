"""Images as files that a browser can show."""

import base64
import io

from PIL import Image

from catalogue.images import ImageArray


def as_pillow(image: ImageArray) -> Image.Image:
    """An image (height, width, 1 or 3) as Pillow's."""
    return Image.fromarray(image[..., 0] if image.shape[2] == 1 else image)


def png(image: ImageArray) -> bytes:
    """An image (height, width, 1 or 3) as the content of a PNG file, without loss."""
    content = io.BytesIO()
    as_pillow(image).save(content, "PNG")
    return content.getvalue()


def data_url(image: ImageArray) -> str:
    """An image as an address that contains the whole file, so that a browser fetches nothing."""
    return f"data:image/png;base64,{base64.b64encode(png(image)).decode()}"
