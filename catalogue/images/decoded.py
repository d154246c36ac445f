"""The images of a data set, decoded one after the other with the look that they share."""

import hashlib
from collections.abc import Iterable

from catalogue.entries import UnusableDataset
from catalogue.images import ImageArray
from catalogue.images.decode import UNREADABLE, decode, stack
from catalogue.images.look import NOTHING_TO_LEARN, Glance, common_look, glance, is_flat
from catalogue.images.one_image import UnusableImage, open_checked
from catalogue.images.opening import open_image

ORDINARY = Glance()


class Decoded:
    """Images by number; an image whose look depends on the others waits as the bytes of its file."""

    def __init__(self) -> None:
        self._images = dict[int, ImageArray]()
        self._waiting = dict[int, tuple[bytes, Glance]]()
        self._digests = dict[int, bytes]()

    @property
    def n(self) -> int:
        """How many images there are."""
        return len(self._images) + len(self._waiting)

    def take(self, number: int, content: bytes, name: str) -> str:
        """Add an image file; returns the sentence that refuses it, or an empty one."""
        try:
            with open_image(content) as opened:
                seen = glance(opened)
            image = decode(content)
        except UNREADABLE:
            return _sentence(content, name)
        self._digests[number] = hashlib.blake2b(content, digest_size=16).digest()
        if seen == ORDINARY:
            self._images[number] = image
        else:
            self._waiting[number] = content, seen
        return ""

    def stacked(self, numbers: Iterable[int]) -> ImageArray:
        """The images with these numbers, with the look that they share; UnusableDataset if all are of one colour."""
        chosen = list(numbers)
        seen = [self._waiting[number][1] for number in chosen if number in self._waiting]
        look = common_look([one.bits for one in seen], [one.hidden_on for one in seen])
        X = stack(
            [
                decode(self._waiting[number][0], look) if number in self._waiting else self._images[number]
                for number in chosen
            ]
        )
        if is_flat(X.reshape(-1, *X.shape[2:])):
            raise UnusableDataset(NOTHING_TO_LEARN)
        return X

    def digests(self, numbers: Iterable[int]) -> list[bytes]:
        """A digest of the file of each of these images, equal for copies."""
        return [self._digests[number] for number in numbers]


def _sentence(content: bytes, name: str) -> str:
    """Why a file cannot be read as an image, in the words with which an upload is refused."""
    try:
        open_checked(content, name)
    except UnusableImage as problem:
        return str(problem)
    return f"{name} is damaged or not complete: please save or send it again."
