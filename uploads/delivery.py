"""One delivery of an upload on disk: a line for each file, the original images, and a thumbnail of each."""

import hashlib
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from catalogue.images.one_image import Glimpse
from catalogue.layout.labels import Said

FILES, ORIGINALS, THUMBNAILS = "files.jsonl", "originals.zip", "thumbnails.npy"
SIDE = 64  # of a thumbnail


class Delivery:
    """A folder that appears when it is complete: `files.jsonl`, `originals.zip` and `thumbnails.npy`.

    The originals are the members "0", "1", ... in the order of the accepted files; the thumbnails are uint8
    (n_accepted, 64, 64, 3). Each file is written as soon as it is read, so that memory holds one image.
    """

    def __init__(self, folder: Path, title: str) -> None:
        self.folder, self.partial, self.title = folder, partial_of(folder), title
        self.n_taken = 0

    def __enter__(self) -> "Delivery":
        shutil.rmtree(self.partial, ignore_errors=True)  # what a killed process left
        self.partial.mkdir(parents=True)
        self.files = (self.partial / FILES).open("w", encoding="utf-8")
        self.originals = zipfile.ZipFile(self.partial / ORIGINALS, "w", zipfile.ZIP_STORED)
        self.thumbnails = (self.partial / THUMBNAILS).open("wb")
        self._write_header()
        return self

    def __exit__(self, *_fault: object) -> None:
        self.files.close()
        self.originals.close()
        self.thumbnails.close()
        shutil.rmtree(self.partial, ignore_errors=True)

    def take(self, place: str, content: bytes, glimpse: Glimpse, target: str = "", spelt: str = "") -> None:
        """Add an accepted image; `target` is the place that it links to, `spelt` its own place as it is stored."""
        self.originals.writestr(str(self.n_taken), content)
        self.thumbnails.write(glimpse.pixels.tobytes())
        self.n_taken += 1
        about = {"width": glimpse.width, "height": glimpse.height, "mode": glimpse.mode}
        about |= {"bits": glimpse.seen.bits, "hidden_on": glimpse.seen.hidden_on, "colour": glimpse.colour}
        digest = hashlib.sha256(content).hexdigest()
        about |= {"spelt": spelt} if spelt else {}
        self._note(place, "", **about, n_bytes=len(content), digest=digest, target=target)

    def refuse(self, place: str, sentence: str, said: Said) -> None:
        """Note a file that is not taken, and why; of a table, also what it says of others."""
        self._note(place, sentence, **said)

    def finish(self) -> None:
        """Make the complete folder appear."""
        self.thumbnails.seek(0)
        self._write_header()
        for file in (self.files, self.originals, self.thumbnails):
            file.close()
        self.partial.replace(self.folder)

    def _note(self, place: str, sentence: str, **about: Any) -> None:
        self.files.write(json.dumps({"place": place, "refused": sentence, "title": self.title, **about}) + "\n")

    def _write_header(self) -> None:
        # numpy leaves room in a header for the first axis to grow, so the second header is as long as the first
        header = {"descr": "|u1", "fortran_order": False, "shape": (self.n_taken, SIDE, SIDE, 3)}
        np.lib.format.write_array_header_1_0(self.thumbnails, header)


def partial_of(folder: Path) -> Path:
    """The folder in which a delivery is written before it appears."""
    return folder.with_name(folder.name + ".partial")
