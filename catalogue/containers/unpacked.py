"""The images inside containers among the files of a folder or an archive."""

import re
from collections.abc import Iterator
from types import ModuleType

from catalogue.containers import arrays, batches, idx, pixels, tables
from catalogue.containers.boxed import Unreadable
from catalogue.files.member import Member, refuse
from catalogue.files.names import Places, spelt
from catalogue.layout.rows import IMAGE

BESIDE = "holds images in rows of numbers, but there are image files beside it: please bring one or the other."
KINDS: tuple[ModuleType, ...] = (idx, batches, tables, arrays, pixels)


def kind_of(place: str) -> ModuleType | None:
    """The module that reads a container of this name; None for any other file."""
    return next((kind for kind in KINDS if kind.reads(place)), None)


def with_images_inside(members: Iterator[Member]) -> Iterator[Member]:
    """The files, with each container replaced by its images; these come last, as another file may hold their labels."""
    held = dict[tuple[str, ModuleType], dict[str, bytes]]()
    has_images = False
    for member in members:
        kind = kind_of(member.place)
        if kind and member.content is not None and (kind is not pixels or pixels.is_pixel_table(member.content)):
            folder, _, name = member.place.rpartition("/")
            held.setdefault((folder, kind), {})[name] = member.content
        else:
            has_images |= re.fullmatch(IMAGE, member.place) is not None and not member.refused
            yield member
    places = Places()
    for (folder, kind), files in held.items():
        above = f"{folder}/" if folder else ""
        if has_images and kind in (arrays, pixels):  # perhaps the same images once more
            yield from (refuse(above + name, BESIDE, 1.0) for name in files)
            continue
        try:
            for inner, content in kind.images(files):
                place = places.of(above + inner)
                yield Member(place, content, "", 1.0, spelt=spelt(above + inner, place))
        except MemoryError:
            raise
        except Exception as error:  # on hostile bytes the readers raise almost anything
            problem = error if isinstance(error, Unreadable) else "it is damaged or not complete"
            for name in files:
                yield refuse(above + name, f"cannot be read as a container of images, because {problem}.", 1.0)
