"""Which folders and archives on this computer are data sets, and by what names they are offered."""

import re
from itertools import islice
from pathlib import Path

from catalogue.containers import tables
from catalogue.entries import UnusableDataset
from catalogue.files.encodings import decoder, stored_bytes
from catalogue.files.kinds import ARCHIVE_ENDING, HEAD, is_table, packing, what_instead
from catalogue.files.limits import OPERATOR_LIMITS
from catalogue.files.names import harmless, short_name
from catalogue.files.unpacking import Unpacked
from catalogue.formats import SAVE
from catalogue.layout import names
from catalogue.layout.files import IMAGE_ENDINGS
from settings import settings

MOST_LOOKED_AT = 20  # files of a folder that are enough to see whether it is a class


def stem(path: Path) -> str:
    """The name of a folder, or of an archive without its ending ("cifar10-jpeg")."""
    return path.name if path.is_dir() else re.sub(ARCHIVE_ENDING, "", path.name) or path.name


def is_readable(path: Path) -> bool:
    """Whether there is a folder at this path, or an archive or table of a known kind, whatever its name."""
    try:
        return path.is_dir() or (path.is_file() and _is_archive(path))
    except (OSError, ValueError):  # a name that no file system accepts, or a file that may not be read
        return False


def local_paths() -> dict[str, Path]:
    """The data sets in the folder that the settings name, by name; none is opened, so a damaged one does no harm.

    If the folder holds class folders or parts, it is itself the only data set. Beside a folder x, an archive x.zip is
    listed under its full name.
    """
    folder, inside = settings().data, _inside_data_folder()
    if folder and is_one_set(inside):
        return {folder.resolve().name: folder}
    paths, decode = dict[str, Path](), decoder(stored_bytes(path.name) for path in inside)
    for path in inside:
        if not path.name.startswith((".", "__MACOSX")) and is_readable(path):
            short, full = (harmless(decode(stored_bytes(name))) for name in (stem(path), path.name))
            paths[full if short in paths else short] = path
    return paths


def _inside_data_folder() -> list[Path]:
    """What lies in the folder that the settings name; empty if it cannot be listed, which `problem` reports."""
    folder = settings().data
    try:
        return sorted(folder.iterdir()) if folder else []
    except OSError:
        return []


def is_one_set(paths: list[Path]) -> bool:
    """Whether these are the parts (folders or tables) or class folders of one data set, rather than a data set each."""
    folders = [path for path in paths if not path.name.startswith(".") and path.is_dir()]
    pieces = [path.name for path in folders]
    pieces += [tables.part_name(path.name) for path in paths if tables.reads(path.name)]
    return (names.TRAIN in map(names.part, pieces) and len(pieces) > 1) or sum(map(_is_class, folders)) > 1


def problem() -> str:
    """What is wrong with the folder that the settings name, in one sentence; "" if nothing is."""
    if reason := why_closed():
        return reason
    if settings().data and not local_paths():
        return f"The folder of data sets, {settings().data} (CROSSOVER_DATA), holds no folder and no archive of images."
    return ""


def why_closed() -> str:
    """Why the folder that the settings name cannot be listed, in one sentence; "" if it can."""
    folder = settings().data
    if folder is None:
        return ""
    if not folder.is_dir():
        what = "is a file, not a folder" if folder.is_file() else "does not exist"
        return f"The folder of data sets, {folder} (CROSSOVER_DATA), {what}: please name a folder that holds data sets."
    try:
        next(folder.iterdir(), None)
    except OSError as error:
        reason = (error.strerror or "unknown").lower()
        return f"The folder of data sets, {folder} (CROSSOVER_DATA), cannot be opened ({reason})."
    return ""


def refused_file(path: Path) -> str:
    """What a file is that is neither an archive nor a table, in one sentence; "" if there is no such file."""
    try:
        if not path.is_file() or is_readable(path):
            return ""
        with path.open("rb") as file:
            head = file.read(HEAD)
    except (OSError, ValueError):
        return ""
    return f"{short_name(path.name)} {what_instead(head, path.name)}"


def other_archives() -> list[str]:
    """A sentence for each file whose images cannot be read, in the folder that the settings name."""
    sentences = map(refused_file, _inside_data_folder())
    return [sentence for sentence in sentences if "which cannot be opened here" in sentence or sentence.endswith(SAVE)]


def _is_archive(path: Path) -> bool:
    """Whether a file is an archive or a table by its content, or is meant as an archive by its name."""
    if re.search(ARCHIVE_ENDING, path.name):
        return True
    with path.open("rb") as file:
        head = file.read(HEAD)
    if is_table(head):
        return True
    kind = packing(head)
    try:
        with Unpacked(path, kind, OPERATOR_LIMITS, path.name) as stream:
            return kind in ("zip", "tar") or (bool(kind) and packing(stream.read_some(HEAD)) == "tar")
    except UnusableDataset:
        return False


def _is_class(folder: Path) -> bool:
    """Whether a folder holds images and no folders."""
    try:
        first = list(islice(folder.iterdir(), MOST_LOOKED_AT))
    except OSError:
        return False
    return any(path.suffix.lower() in IMAGE_ENDINGS for path in first) and not any(path.is_dir() for path in first)
