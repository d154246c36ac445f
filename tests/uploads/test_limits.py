"""The limits are said before anything is sent, as people say numbers, and are those that the operator set."""

import dataclasses

from catalogue.files.limits import Limits, sized
from settings import settings, variables
from uploads.limits import counted, in_words, limits


def test_every_limit_is_said():
    """Bytes, unpacked bytes, files, images, pixels and classes, formats and archives, in two sentences."""
    said = in_words(limits())
    for word in ("200 MB", "2 GB unpacked", "50,000 files", "20,000 images", "65 million pixels", "100 classes"):
        assert word in said
    for kind in ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP", "zip", "tar", "tar.gz", "tar.bz2", "tar.xz"):
        assert f" {kind}" in said
    assert said.count(". ") == 1
    assert said.endswith(".")


def test_the_operator_sets_them(monkeypatch):
    """Each limit of an upload is a setting; only the bytes of one image and of one container are ours."""
    monkeypatch.setenv("CROSSOVER_UPLOAD_MAX_IMAGES", "7")
    settings.cache_clear()
    assert limits().images == 7
    assert len(dataclasses.fields(Limits)) == 2 + sum(
        name.startswith("upload_max_") and name not in ("upload_max_kept", "upload_max_total_bytes")
        for name in variables()
    )


def test_numbers_are_said_as_people_say_them():
    """Bytes in the largest unit and millions as a word, to one digit after the point."""
    sizes = {0: "0 bytes", 1023: "1023 bytes", 1024: "1 kB", 1536: "1.5 kB", 200 * 2**20: "200 MB", 2**31: "2 GB"}
    assert {n: sized(n) for n in sizes} == sizes
    numbers = {999_999: "999,999", 50_000_000: "50 million", 2_500_000: "2.5 million"}
    assert {n: counted(n) for n in numbers} == numbers
