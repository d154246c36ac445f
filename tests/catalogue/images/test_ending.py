"""JPEG files without their last bytes: what browsers show is read, and what is half there is damaged."""

import io

import numpy as np
import pytest
from PIL import Image
from skimage import data

from catalogue.images.decode import at_size, decode
from catalogue.images.ending import with_end
from catalogue.images.one_image import UnusableImage, glimpse

KINDS = {
    "plain": {},
    "progressive": {"progressive": True},
    "in parts": {"restart_marker_blocks": 4},
    "with a small image in its notes": {"exif": b"Exif\0\0 \xff\xd8 \xff\xda \xff\xd9"},
    "with a comment": {"comment": b"\xff\xd9"},
}


def photograph(mode="RGB", side=200, **how):
    """The bytes of a JPEG."""
    content = io.BytesIO()
    Image.fromarray(data.cat()).resize((side, side)).convert(mode).save(content, "JPEG", **how)
    return content.getvalue()


def test_without_its_last_bytes_an_image_is_read():
    """By every door, with the same pixels but for the last few."""
    for kind in KINDS:
        for mode in ("RGB", "L", "CMYK"):
            whole = photograph(mode, **KINDS[kind])
            expected = decode(whole).astype(int)
            for n_bytes in (1, 2, 3):
                cut = whole[:-n_bytes]
                for found in (decode(cut), at_size(cut, 64)):
                    assert (np.abs(found - expected) > 8).mean() < 0.02, (mode, n_bytes)
                assert glimpse(cut, "a.jpg", 64).pixels.shape == (64, 64, 3)


def test_an_image_of_which_a_quarter_is_missing_is_damaged():
    """Grey where there should be an animal would teach something else."""
    for kind in KINDS:
        whole = photograph(**KINDS[kind])
        for share in (0.25, 0.5, 0.75):
            cut = whole[: int((1 - share) * len(whole))]
            with pytest.raises(OSError, match="truncated"):
                decode(cut)
            with pytest.raises(UnusableImage, match="damaged or not complete"):
                glimpse(cut, "a.jpg", 64)


def test_what_is_whole_or_no_image_stays_as_it_is():
    """Bytes after the end do no harm, and nonsense stays nonsense."""
    for content in [photograph(), photograph() + b"\0" * 99, b"", b"\xff\xd8", b"\xff\xd8\xff\xda", b"x"]:
        assert with_end(content) is content
