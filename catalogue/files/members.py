"""Every file of a folder or an archive, one after the other, in memory: nothing is unpacked to disk."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from catalogue.containers import tables
from catalogue.containers.pixels import is_pixel_table
from catalogue.containers.unpacked import kind_of, with_images_inside
from catalogue.entries import UnusableDataset
from catalogue.files.folder import folder_files
from catalogue.files.kinds import HEAD, is_archive, is_table, packing, what_instead
from catalogue.files.limits import Limits, sized
from catalogue.files.member import OUTSIDE, Damaged, FileEntry, Member, Source, refuse
from catalogue.files.names import Places, plain, refusal, spelt
from catalogue.files.tarred import Tar
from catalogue.files.unpacking import Unpacked
from catalogue.files.zipped import zip_files
from catalogue.formats import why_unsupported

MOST_STEPS = 40  # from a link to a link
LINK_OUT = "is a link that leads out of the images, which is not followed: please include the image itself."
LINK_LOST = "is a link to a file that is not here: please include the image itself."
TOO_LARGE = "has more than {most}: please make the image smaller."
INNER_ARCHIVE = "is an archive inside the archive: please unpack it first."


def members(path: Path, limits: Limits, title: str) -> Iterator[Member]:
    """Every file with its content, or with a sentence that refuses it; folders are left out, and links come later.

    A container of images is replaced by its images. Raises UnusableDataset, one sentence that calls the folder or
    archive `title`, if it cannot be read as a whole.
    """
    yield from with_images_inside(_files(path, limits, title))


def _files(path: Path, limits: Limits, title: str) -> Iterator[Member]:
    source, places, links = _source(path, limits, title), Places(), list[FileEntry]()
    for number, entry in enumerate(source(), 1):
        limits.check_files(number, title)
        if entry.target and entry.target != OUTSIDE and not refusal(entry.name):
            links.append(entry)
        else:
            yield _member(entry, places, limits)
    if links:
        yield from _follow(source, links, places, limits, title)


def _source(path: Path, limits: Limits, title: str) -> Source:
    if path.is_dir():
        return partial(folder_files, path)
    if path.stat().st_size > limits.arrived_bytes:
        raise UnusableDataset(f"{title} has more than {sized(limits.arrived_bytes)}: please upload fewer at once.")
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise UnusableDataset(f"{title} is empty: please pack the folders of images as a zip.")
    if is_table(head):
        return partial(_table, path, title, ".csv" if is_pixel_table(head) else ".parquet")
    kind = packing(head)
    if not kind or (kind == "zip" and why_unsupported(head, title)):
        raise UnusableDataset(f"{title} {what_instead(head, title)}")
    if kind == "zip":
        return partial(zip_files, path, limits, title)
    return Tar(partial(Unpacked, path, kind, limits, title)).files


def _table(path: Path, title: str, ending: str) -> Iterator[FileEntry]:
    """One table of images in place of a folder of files; a title without the ending of a table gets `ending`."""
    name = title if title.lower().endswith(ending) or tables.reads(title) else f"{title}{ending}"
    yield FileEntry(name, path.stat().st_size, path.read_bytes)


def _member(entry: FileEntry, places: Places, limits: Limits, target: str = "") -> Member:
    place = places.of(entry.name)
    if sentence := refusal(entry.name):
        return Member(place, None, sentence, entry.progress)
    if reason := entry.refused or (LINK_OUT if entry.target else ""):
        return refuse(place, reason, entry.progress)
    is_container = kind_of(place) is not None
    most = limits.container_bytes if is_container else limits.image_bytes
    if entry.n_bytes > most:
        return refuse(place, TOO_LARGE.format(most=sized(most)), entry.progress)
    try:
        content = entry.read()
    except Damaged as error:
        return refuse(place, str(error), entry.progress)
    if is_archive(content[:HEAD]) and not is_container:
        return refuse(place, why_unsupported(content[:HEAD], place) or INNER_ARCHIVE, entry.progress)
    return Member(place, content, "", entry.progress, target, spelt(entry.name, place))


def _follow(source: Source, links: list[FileEntry], places: Places, limits: Limits, title: str) -> Iterator[Member]:
    """The files that links lead to, read again, each under the place of its link."""
    targets = {plain(link.name): plain(link.target) for link in links}
    wanted = dict[str, list[str]]()  # the links by where they end
    for link in links:
        wanted.setdefault(_end(plain(link.target), targets), []).append(plain(link.name))
    found, n_bytes = set[str](), 0
    for entry in source():
        leading_here = [] if entry.target else _links_to(plain(entry.name), wanted)
        read_once = cache(entry.read)  # a stream cannot be read again, but several links may lead to one file
        for link_name, name in leading_here:
            n_bytes += entry.n_bytes
            if n_bytes > limits.unpacked_bytes or len(found) > limits.files:
                raise UnusableDataset(f"{title} has links to too many images: please upload fewer.")
            found.add(link_name)
            yield _member(replace(entry, name=name, read=read_once), places, limits, places.of(entry.name))
    for link in links:
        if plain(link.name) not in found:
            yield refuse(places.of(link.name), LINK_LOST, 1.0)


def _end(target: str, targets: dict[str, str]) -> str:
    """The place that is reached by following links from this target; "" if the links never end."""
    for _ in range(MOST_STEPS):
        if target not in targets:
            return target
        target = targets[target]
    return ""


def _links_to(name: str, wanted: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Each link to this file, or to a folder around it, and the file's place under the link."""
    ends = [match.start() for match in re.finditer("/", name)] + [len(name)]
    for end in ends:
        for link in wanted.get(name[:end], ()):
            if not f"{link}/".startswith(f"{name[:end]}/"):  # a link into itself would never end
                yield link, link + name[end:]
