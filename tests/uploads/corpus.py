"""Everything bad, broken, lying or strange that a visitor might bring, written when it is asked for."""

from tests.uploads.bad_images import IMAGES
from tests.uploads.bad_tars import TARS
from tests.uploads.bad_zips import ZIPS
from tests.uploads.odd_names import NAMES

CORPUS = {bad.title: bad for bad in (*ZIPS, *TARS, *IMAGES, *NAMES)}
