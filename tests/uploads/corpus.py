"""Everything bad, broken, lying or strange that a visitor might upload, written when it is needed."""

from tests.uploads.bad_images import IMAGES
from tests.uploads.bad_tars import TARS
from tests.uploads.bad_zips import ZIPS
from tests.uploads.odd_names import NAMES

CORPUS = {bad.title: bad for bad in (*ZIPS, *TARS, *IMAGES, *NAMES)}

EXHAUSTING = (
    *("says less.zip", "300 MB.zip", "bzip2 bomb.zip", "300 MB.tar.gz", "hungry.tar.xz", "zeros.gz"),
    *("bomb.tar.gz", "bomb.tar.bz2", "bomb.tar.xz", "bomb.tar.zst"),
    *("large.png.zip", "large and clear.png.zip", "large and deep.png.zip", "large palette.png.zip", "large.heic.zip"),
)
"""Those that may exhaust or kill the process that reads them, and so are read in processes of their own."""
