"""Starting the child process that makes the arrays of an upload, as the visitor chose on the page."""

import json
from dataclasses import asdict, dataclass

from catalogue.entries import Progress
from catalogue.images.decode import LARGEST, SMALLEST
from uploads.child import run_child
from uploads.folder import Upload, uploads
from uploads.limits import UnusableUpload

SIZES = (32, 64, 96)


@dataclass(frozen=True)
class Choices:
    """How the images are resized and split; side 0 leaves images that all have one size as they are."""

    side: int = 64
    together: bool = True  # copies of an image stay on one side of the split
    own_parts: bool = True  # the visitor's folders train and test define the split
    mirror: bool | None = None  # whether to train on mirror images too; None: the training images decide
    classes_at: int | None = None  # the level of the class folders, from 1; None: found out from the folders

    def __post_init__(self) -> None:
        if self.side != 0 and not SMALLEST <= self.side <= LARGEST:
            raise UnusableUpload(
                f"The side must be from {SMALLEST} to {LARGEST} pixels, or 0 to leave images as they are, "
                f"not {self.side}."
            )


def prepare(upload: Upload, choices: Choices, progress: Progress) -> Upload:
    """Make the arrays of the upload; UnusableUpload, one sentence, when that cannot be done."""
    with upload.alone():
        uploads().check_space()
        uploads().choose(upload, version="")  # nobody may take the new arrays for the old ones
        arguments = [*upload.arguments(), json.dumps(asdict(choices))]
        made = run_child("uploads.children.arrays", arguments, "These images", progress)
        return uploads().choose(upload, **made)
