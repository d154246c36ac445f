"""Visitors' uploads on disk: whose each is, when it expires, and where its files are."""

import hmac
import json
import math
import re
import secrets
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from catalogue.files.folder import bytes_under
from catalogue.files.names import harmless
from catalogue.sources.own import ABOUT, PREFIX, is_own, own_folder, whole
from settings import settings
from uploads.limits import UnusableUpload

DELIVERIES = "deliveries"
PARTIAL = ".partial"
BEING_REMOVED = rf"{PREFIX}[0-9a-f]{{32}}\.[0-9a-f]{{32}}\{PARTIAL}"
MOST_LETTERS = 60  # of a title
UNTITLED = "Your images"
LEFTOVER_SECONDS = 86_400
MISSING = (FileNotFoundError, NotADirectoryError, IsADirectoryError)
DAMAGED = (*MISSING, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)
PATIENCE_SECONDS = 60.0  # for another process that is writing down what a visitor chose
OLDER_NAMES = {"n_pictures": "n_images"}
"""What some choices were called when older versions wrote them down."""


@dataclass(frozen=True)
class Upload:
    """A visitor's data set: whose it is, its title, when it was created, and what was chosen for it."""

    name: str
    owner: str
    title: str
    created_at: float  # seconds since 1970
    choices: dict[str, Any]
    folder: Path

    @property
    def expires_at(self) -> float:
        """When the upload is to be deleted, in seconds since 1970, according to the present setting."""
        return self.created_at + 3600 * settings().keep_uploads_hours

    @property
    def is_expired(self) -> bool:
        """Whether the time of deletion has come."""
        return time.time() >= self.expires_at

    def deliveries(self) -> list[Path]:
        """The folder of each delivery, in the order of arrival."""
        with suppress(OSError):
            paths = [path for path in (self.folder / DELIVERIES).iterdir() if re.fullmatch("[1-9][0-9]*", path.name)]
            return sorted(paths, key=lambda path: int(path.name))
        return []

    def next_delivery(self) -> Path:
        """Where the next delivery will be; nothing is there yet."""
        numbers = [int(path.name) for path in self.deliveries()]
        return self.folder / DELIVERIES / str(max(numbers, default=0) + 1)

    def arguments(self) -> list[str]:
        """The folder and the list of deliveries, as the child processes take them."""
        deliveries = [str(delivery.resolve()) for delivery in self.deliveries()]
        return [str(self.folder.resolve()), json.dumps(deliveries)]

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep others, such as a second tab, from working on the upload; UnusableUpload if one is doing so already."""
        from filelock import FileLock, Timeout  # a sixth of a second to import

        try:
            with FileLock(self.folder / ".busy", timeout=0):
                yield
        except Timeout as busy:
            raise UnusableUpload("Another tab is working on these images: please wait until it is done.") from busy


class Uploads:
    """All uploads, each in a folder with an unguessable name; safe to use from several processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def begin(self, owner: str, title: str) -> Upload:
        """A new, empty upload; UnusableUpload when the visitor has too many, or the server has no room left."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # for no other user of this machine
        with self._locked():  # a second tab then sees what the first one began
            most = settings().upload_max_kept
            if len(self.of(owner)) >= most:
                raise UnusableUpload(
                    f"You have {most} sets of images here, and more are not possible; please delete one first."
                )
            self.check_space()
            folder = self.folder / f"{PREFIX}{secrets.token_hex(16)}"
            begun = Upload(folder.name, owner, harmless(title, MOST_LETTERS, UNTITLED), time.time(), {}, folder)
            partial = folder.with_name(folder.name + PARTIAL)
            (partial / DELIVERIES).mkdir(parents=True)
            _write(partial, begun)
            partial.rename(folder)  # a folder without a description would count as expired
        return begun

    def of(self, owner: str) -> list[Upload]:
        """The visitor's uploads, newest first, without damaged and expired ones."""
        owned = [upload for upload in map(self._upload, self.names()) if upload and _belongs(upload, owner)]
        current = [upload for upload in owned if not upload.is_expired]
        return sorted(current, key=lambda upload: (upload.created_at, upload.name), reverse=True)

    def open(self, name: str, owner: str) -> Upload:
        """The upload of this name, which may be that of one of its folds; KeyError unless it is this owner's."""
        upload = self._upload(name)
        if upload is None or upload.is_expired or not _belongs(upload, owner):
            raise KeyError(name)
        return upload

    def choose(self, upload: Upload, **choices: Any) -> Upload:
        """Add to what was chosen for the upload, and write it down; UnusableUpload when it was deleted meanwhile."""
        with self._locked():
            try:
                now = self.open(upload.name, upload.owner)
                chosen = replace(now, choices={**now.choices, **choices})
                _write(chosen.folder, chosen)
            except (KeyError, FileNotFoundError) as gone:
                if not (self.folder / upload.name / ABOUT).is_file():
                    self.remove(upload.name)  # a process that was still writing may have made a new folder
                raise UnusableUpload("These images were deleted meanwhile; please upload them again.") from gone
        return chosen

    def names(self) -> list[str]:
        """The name of every upload that has a folder, damaged ones too."""
        with suppress(OSError):
            return sorted(path.name for path in self.folder.iterdir() if is_own(path.name) and "." not in path.name)
        return []

    def expired(self) -> list[str]:
        """The names of expired uploads, and of damaged ones, which belong to nobody."""
        names = []
        for name in self.names():
            with suppress(OSError):  # what cannot be read just now is tried again the next time
                upload = _read(self.folder / name)
                if upload is None or upload.is_expired:
                    names.append(name)
        return names

    def remove(self, name: str) -> None:
        """Delete the upload, which disappears for all readers at once; does nothing if there is none of this name."""
        if not is_own(name):  # visitors send names, and "../" must not be one
            raise KeyError(name)
        folder = self.folder / whole(name)
        removed = folder.with_name(f"{folder.name}.{uuid.uuid4().hex}{PARTIAL}")
        with suppress(FileNotFoundError):
            folder.rename(removed)
        shutil.rmtree(removed, ignore_errors=True)

    def tidy(self) -> None:
        """Delete what is left of uploads whose removal was interrupted, and unfinished files over a day old."""
        for leftover in self.folder.glob(f"*{PARTIAL}"):
            with suppress(OSError):
                is_old = time.time() - leftover.stat().st_mtime > LEFTOVER_SECONDS
                if leftover.is_dir() and (is_old or re.fullmatch(BEING_REMOVED, leftover.name)):
                    shutil.rmtree(leftover, ignore_errors=True)
                elif is_old:
                    leftover.unlink()

    def check_space(self) -> None:
        """UnusableUpload when all uploads, and what was made from them, take as much space as this server allows."""
        if bytes_under(self.folder) >= settings().upload_max_total_bytes:
            raise UnusableUpload("This server has no room for more images now; please try again in some hours.")

    def _locked(self) -> AbstractContextManager[Any]:
        from filelock import FileLock

        return FileLock(self.folder / ".lock", timeout=PATIENCE_SECONDS)

    def _upload(self, name: str) -> Upload | None:
        """The upload of this name; None if there is none, or if it is damaged or cannot be read just now."""
        with suppress(OSError):
            return _read(self.folder / whole(name)) if is_own(name) else None
        return None


def uploads() -> Uploads:
    """The uploads in this home."""
    return Uploads(settings().home / "uploads")


def is_gone(dataset: str) -> bool:
    """Whether this is the name of an upload, or of one of its folds, that no longer exists."""
    return is_own(dataset) and not (own_folder(dataset) / ABOUT).is_file()


def _belongs(upload: Upload, owner: str) -> bool:
    return hmac.compare_digest(upload.owner.encode(), owner.encode())


def _write(folder: Path, upload: Upload) -> None:
    about = {"owner": upload.owner, "title": upload.title, "brought_at": upload.created_at, "choices": upload.choices}
    partial = folder / f"{ABOUT}.{uuid.uuid4().hex}{PARTIAL}"
    try:
        partial.write_text(json.dumps(about), encoding="utf-8")
        partial.replace(folder / ABOUT)
    finally:
        partial.unlink(missing_ok=True)


def _read(folder: Path) -> Upload | None:
    """The upload in this folder, None when it is damaged; OSError when it cannot be read just now."""
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        owner, title, created_at = about["owner"], about["title"], float(about["brought_at"])
        choices = {OLDER_NAMES.get(name, name): value for name, value in about["choices"].items()}
    except DAMAGED:
        return None
    if not (isinstance(owner, str) and isinstance(title, str) and owner and math.isfinite(created_at)):
        return None
    return Upload(folder.name, owner, title, created_at, choices, folder)
