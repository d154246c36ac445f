"""From the page to the work: what was chosen for a visitor's images is done in a process of its own."""

import json
from dataclasses import asdict

from catalogue.entries import Progress
from uploads.child import outcome
from uploads.folder import Upload, Uploads
from uploads.limits import limits
from uploads.prepare import Choices


def compared(uploads: Uploads, upload: Upload, progress: Progress) -> None:
    """Find the images that show the same; UnusableUpload when that takes too long."""
    outcome("uploads.similar", _arguments(uploads, upload), "These images", limits().seconds, progress)


def prepared(uploads: Uploads, upload: Upload, choices: Choices, progress: Progress) -> Upload:
    """Make the arrays of the data set anew; UnusableUpload, one sentence, when that cannot be."""
    with uploads.alone(upload):
        uploads.check_space()
        uploads.choose(upload, version="")  # nobody may take the new arrays for the old ones
        folder, deliveries = _arguments(uploads, upload)
        arguments = [folder, json.dumps(asdict(choices)), deliveries]
        found = outcome("uploads.prepare", arguments, "These images", limits().seconds, progress)
        return uploads.choose(upload, **found)


def _arguments(uploads: Uploads, upload: Upload) -> list[str]:
    deliveries = [str(delivery.resolve()) for delivery in uploads.deliveries(upload)]
    return [str(upload.folder.resolve()), json.dumps(deliveries)]
