"""A delivery made by hand: what reading an archive leaves on disk, for images drawn here."""

import hashlib
import io
import json
import zipfile

import numpy as np
from PIL import Image


def drawn(seed, size=(40, 40), mode="RGB"):
    """An image of noise, as the bytes of a PNG file."""
    width, height = size
    noise = np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)
    content = io.BytesIO()
    Image.fromarray(noise).convert(mode).save(content, "PNG")
    return content.getvalue()


def deliver(folder, files):
    """Write the delivery of `files`, a list of (place, bytes), or (place, sentence) for a refused one."""
    folder.mkdir(parents=True)
    lines, thumbnails = [], []
    with zipfile.ZipFile(folder / "originals.zip", "w") as originals:
        for place, content in files:
            line = {"place": place, "refused": content if isinstance(content, str) else ""}
            if isinstance(content, bytes):
                image = Image.open(io.BytesIO(content))
                digest = hashlib.sha256(content).hexdigest()
                line |= {"width": image.width, "height": image.height, "mode": image.mode}
                line |= {"n_bytes": len(content), "digest": digest}
                originals.writestr(str(len(thumbnails)), content)
                thumbnails.append(np.asarray(image.convert("RGB").resize((64, 64))))
            lines.append(json.dumps(line))
    (folder / "files.jsonl").write_text("\n".join(lines), encoding="utf-8")
    np.save(folder / "thumbnails.npy", np.array(thumbnails, np.uint8).reshape(-1, 64, 64, 3))
    return folder
