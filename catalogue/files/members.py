"""Every file of a folder or an archive, one after the other, in memory: nothing is unpacked to disk."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from catalogue.containers.pixels import is_pixel_table
from catalogue.containers.unpacked import kind_of, with_images_inside
from catalogue.entries import UnusableDataset
from catalogue.files.alone import Alone
from catalogue.files.entry import OUTSIDE, Damaged, FileEntry, Source
from catalogue.files.folder import Folder
from catalogue.files.kinds import HEAD, is_table, packing, what_instead
from catalogue.files.limits import Limits, sized
from catalogue.files.member import LINK_LOST, LINK_OUT, Member, refuse, take, too_large
from catalogue.files.names import Places, refusal, spelt
from catalogue.files.tarred import Tar
from catalogue.files.zipped import Zip
from catalogue.formats import why_unsupported

MOST_STEPS = 40  # from a link to a link


def members(path: Path, limits: Limits, title: str) -> Iterator[Member]:
    """Every file with its content, or with a sentence that refuses it; folders are left out, and links come later.

    A container of images is replaced by its images. Raises UnusableDataset, one sentence that calls the folder or
    archive `title`, if it cannot be read as a whole.
    """
    yield from with_images_inside(_files(path, limits, title))


def _files(path: Path, limits: Limits, title: str) -> Iterator[Member]:
    source, places, links = _source(path, limits, title), Places(), list[FileEntry]()
    for number, entry in enumerate(source.entries(), 1):
        if number > limits.files:
            raise UnusableDataset(f"{title} holds more than {limits.files:,} files: please upload fewer.")
        if entry.target and entry.target != OUTSIDE and not refusal(entry.name):
            links.append(entry)
        else:
            yield _member(entry, places, limits)
    if links:
        yield from _follow(source, links, places, limits, title)


def _source(path: Path, limits: Limits, title: str) -> Source:
    if path.is_dir():
        return Folder(path)
    if path.stat().st_size > limits.arrived_bytes:
        raise UnusableDataset(f"{title} has more than {sized(limits.arrived_bytes)}: please upload fewer at once.")
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise UnusableDataset(f"{title} is empty: please pack the folders of images as a zip.")
    if is_table(head):
        return Alone(path, title, ".csv" if is_pixel_table(head) else ".parquet")
    kind = packing(head)
    if not kind or (kind == "zip" and why_unsupported(head, title)):
        raise UnusableDataset(f"{title} {what_instead(head, title)}")
    return Zip(path, limits, title) if kind == "zip" else Tar(path, kind, limits, title)


def _member(entry: FileEntry, places: Places, limits: Limits, target: str = "") -> Member:
    place = places.of(entry.name)
    if sentence := refusal(entry.name):
        return Member(place, None, sentence, entry.progress)
    if reason := entry.refused or (LINK_OUT if entry.target else ""):
        return refuse(place, reason, entry.progress)
    is_container = kind_of(place) is not None
    most = limits.container_bytes if is_container else limits.image_bytes
    if entry.n_bytes > most:
        return refuse(place, too_large(most), entry.progress)
    try:
        member = take(place, entry.read(), entry.progress, target, is_container)
        return replace(member, spelt=spelt(entry.name, place))
    except Damaged as error:
        return refuse(place, str(error), entry.progress)


def _follow(source: Source, links: list[FileEntry], places: Places, limits: Limits, title: str) -> Iterator[Member]:
    """The files that links lead to, read again, each under the place of its link."""
    targets = {_plain(link.name): _plain(link.target) for link in links}
    wanted = dict[str, list[str]]()  # the links by where they end
    for link in links:
        wanted.setdefault(_end(_plain(link.target), targets), []).append(_plain(link.name))
    found, n_bytes = set[str](), 0
    for entry in source.entries():
        leading_here = [] if entry.target else _links_to(_plain(entry.name), wanted)
        read_once = cache(entry.read)  # a stream cannot be read again, but several links may lead to one file
        for link_name, name in leading_here:
            n_bytes += entry.n_bytes
            if n_bytes > limits.unpacked_bytes or len(found) > limits.files:
                raise UnusableDataset(f"{title} has links to too many images: please upload fewer.")
            found.add(link_name)
            yield _member(replace(entry, name=name, read=read_once), places, limits, places.of(entry.name))
    for link in links:
        if _plain(link.name) not in found:
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


def _plain(name: str) -> str:
    return "/".join(part for part in name.replace("\\", "/").split("/") if part not in ("", "."))
