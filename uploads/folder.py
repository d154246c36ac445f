"""Visitors' data sets on disk: whose each is, until when it is kept, and where what was brought lies."""

import hmac
import json
import math
import os
import re
import secrets
import shutil
import time
import unicodedata
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from catalogue.sources.own import ABOUT, PREFIX, is_own, own_folder, whole
from settings import settings
from uploads.limits import UnusableUpload

DELIVERIES = "deliveries"
BUSY = ".busy"
PARTIAL = ".partial"
GOING = rf"{PREFIX}[0-9a-f]{{32}}\.[0-9a-f]{{32}}\{PARTIAL}"
MOST_LETTERS = 60
UNTITLED = "Your images"
LEFTOVER_SECONDS = 86_400
MISSING = (FileNotFoundError, NotADirectoryError, IsADirectoryError)
DAMAGED = (*MISSING, ValueError, KeyError, TypeError, OverflowError, RecursionError)
PATIENCE_SECONDS = 60.0  # for another process that is writing down what a visitor chose


@dataclass(frozen=True)
class Upload:
    """A visitor's data set: whose it is, what it is called, when it was brought, and what was chosen for it."""

    name: str
    owner: str
    title: str
    brought_at: float  # seconds since 1970
    choices: dict[str, Any]
    folder: Path

    @property
    def expires_at(self) -> float:
        """When it is to be forgotten, in seconds since 1970, as the setting is now."""
        return self.brought_at + 3600 * settings().keep_uploads_hours

    @property
    def is_over(self) -> bool:
        """Whether its time is over."""
        return time.time() >= self.expires_at


class Uploads:
    """Data sets in a folder, each in one of its own with its unguessable name; safe to use from several processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def begin(self, owner: str, title: str) -> Upload:
        """A new, empty data set; UnusableUpload when the visitor has too many, or no room is left for anybody's."""
        from filelock import FileLock

        self.folder.mkdir(parents=True, exist_ok=True)
        with FileLock(self.folder / ".lock", timeout=PATIENCE_SECONDS):  # of two tabs, one sees what the other began
            self._check_room(owner)
            folder = self.folder / f"{PREFIX}{secrets.token_hex(16)}"
            begun = Upload(folder.name, owner, cleaned(title), time.time(), {}, folder)
            partial = folder.with_name(folder.name + PARTIAL)
            (partial / DELIVERIES).mkdir(parents=True)
            _write(partial, begun)
            partial.rename(folder)  # a folder that says nothing of itself would count as expired
        return begun

    def of(self, owner: str) -> list[Upload]:
        """The visitor's data sets, newest first; damaged and expired ones are left out."""
        found = [upload for upload in map(self._read, self.names()) if upload and _belongs(upload, owner)]
        return sorted((one for one in found if not one.is_over), key=lambda one: (one.brought_at, one.name))[::-1]

    def open(self, name: str, owner: str) -> Upload:
        """The data set of this name, or of this name of one of its divisions; KeyError unless it is this owner's."""
        upload = self._read(name)
        if upload is None or upload.is_over or not _belongs(upload, owner):
            raise KeyError(name)
        return upload

    def choose(self, upload: Upload, **choices: Any) -> Upload:
        """Add to what was chosen for the data set, and write it down; UnusableUpload when it was deleted meanwhile."""
        from filelock import FileLock

        with FileLock(self.folder / ".lock", timeout=PATIENCE_SECONDS):
            try:
                now = self.open(upload.name, upload.owner)
                chosen = replace(now, choices={**now.choices, **choices})
                _write(chosen.folder, chosen)
            except (KeyError, FileNotFoundError) as gone:
                if not (self.folder / upload.name / ABOUT).is_file():
                    self.remove(upload.name)  # what was still being written may have made the folder anew
                raise UnusableUpload("These images were deleted meanwhile; please bring them again.") from gone
        return chosen

    def next_delivery(self, upload: Upload) -> Path:
        """Where the next thing that is brought goes; nothing is there yet."""
        numbers = [int(path.name) for path in self.deliveries(upload)]
        return upload.folder / DELIVERIES / str(max(numbers, default=0) + 1)

    def deliveries(self, upload: Upload) -> list[Path]:
        """What was brought, in its order."""
        with suppress(OSError):
            found = [path for path in (upload.folder / DELIVERIES).iterdir() if re.fullmatch("[1-9][0-9]*", path.name)]
            return sorted(found, key=lambda path: int(path.name))
        return []

    def names(self) -> list[str]:
        """Every data set that has a folder, damaged ones too."""
        with suppress(OSError):
            return sorted(path.name for path in self.folder.iterdir() if is_own(path.name) and "." not in path.name)
        return []

    def expired(self) -> list[str]:
        """Those whose time is over, and damaged ones, which belong to nobody."""
        found = []
        for name in self.names():
            with suppress(OSError):  # what cannot be looked at just now is looked at the next time
                upload = _read(self.folder / name)
                found += [name] if upload is None or upload.is_over else []
        return found

    def remove(self, name: str) -> None:
        """Take the data set away, at once for whoever looks; nothing happens where there is none."""
        if not is_own(name):  # visitors send names, and "../" is none
            raise KeyError(name)
        folder = self.folder / whole(name)
        going = folder.with_name(f"{folder.name}.{uuid.uuid4().hex}{PARTIAL}")
        with suppress(FileNotFoundError):
            folder.rename(going)
        shutil.rmtree(going, ignore_errors=True)

    def tidy(self) -> None:
        """Take away what is left of data sets that were being removed, and what killed processes began long ago."""
        for left in self.folder.glob(f"*{PARTIAL}"):
            with suppress(OSError):
                old = time.time() - left.stat().st_mtime > LEFTOVER_SECONDS
                if left.is_dir() and (old or re.fullmatch(GOING, left.name)):
                    shutil.rmtree(left, ignore_errors=True)
                elif old:
                    left.unlink()

    def n_bytes(self) -> int:
        """Bytes of everything that all visitors brought, and of what was made of it."""
        n_bytes = 0
        for folder, _, names in os.walk(self.folder):
            for name in names:
                with suppress(OSError):  # it may be going away
                    n_bytes += (Path(folder) / name).lstat().st_size
        return n_bytes

    def _read(self, name: str) -> Upload | None:
        with suppress(OSError):
            return _read(self.folder / whole(name)) if is_own(name) else None
        return None

    @contextmanager
    def alone(self, upload: Upload) -> Iterator[None]:
        """Keep all others, such as a second tab, from working on the data set; UnusableUpload when one does already."""
        from filelock import FileLock, Timeout

        try:
            with FileLock(upload.folder / BUSY, timeout=0):
                yield
        except Timeout as busy:
            raise UnusableUpload("Another tab works on these images: please wait until it is done.") from busy

    def _check_room(self, owner: str) -> None:
        most = settings().upload_max_kept
        if len(self.of(owner)) >= most:
            raise UnusableUpload(f"You have {most} sets of images here, which is the most; please delete one first.")
        self.check_space()

    def check_space(self) -> None:
        """UnusableUpload when all visitors together have brought as much as this server keeps."""
        if self.n_bytes() >= settings().upload_max_total_bytes:
            raise UnusableUpload("This server has no room for more images now; please try again in some hours.")


def uploads() -> Uploads:
    """The data sets of this home's visitors."""
    return Uploads(settings().home / "uploads")


def is_gone(dataset: str) -> bool:
    """Whether this names a visitor's data set, or a division of one, that is no longer there."""
    return is_own(dataset) and not (own_folder(dataset) / ABOUT).is_file()


def cleaned(title: str) -> str:
    """What a visitor calls a data set, on one line, without invisible letters, at most 60 of them."""
    spaced = " ".join(unicodedata.normalize("NFC", title[:5_000]).split())
    # The category C is control, direction marks, other invisible letters, and halves of letters.
    visible = "".join(letter for letter in spaced if unicodedata.category(letter)[0] != "C")
    return " ".join(visible.split())[:MOST_LETTERS].strip() or UNTITLED


def _belongs(upload: Upload, owner: str) -> bool:
    return hmac.compare_digest(upload.owner.encode(), owner.encode())


def _write(folder: Path, upload: Upload) -> None:
    kept = ("owner", "title", "brought_at", "choices")
    partial = folder / f"{ABOUT}.{uuid.uuid4().hex}{PARTIAL}"
    try:
        partial.write_text(json.dumps({name: getattr(upload, name) for name in kept}), encoding="utf-8")
        partial.replace(folder / ABOUT)
    finally:
        partial.unlink(missing_ok=True)


def _read(folder: Path) -> Upload | None:
    """What a folder says of itself, None when it is damaged; OSError when that cannot be told just now."""
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        owner, title, choices = about["owner"], about["title"], about["choices"]
        brought_at = float(about["brought_at"])
    except DAMAGED:
        return None
    whole_one = isinstance(owner, str) and isinstance(title, str) and isinstance(choices, dict)
    if not (whole_one and owner and math.isfinite(brought_at)):
        return None
    return Upload(folder.name, owner, title, brought_at, choices, folder)
