"""The three doors for images: a path, the operator's folder, and an upload; each tells what it made of them."""

import shutil
from pathlib import Path

import catalogue
from catalogue.arrays import about_of
from catalogue.entries import UnknownDataset, UnusableDataset, silent
from catalogue.layout.report import fault
from catalogue.register import _find
from settings import settings
from uploads.children.arrays import make_arrays
from uploads.children.read import read
from uploads.images import read_files
from uploads.limits import limits
from uploads.prepare import Choices

TOLD = ("understood", "found", "taken", "levels", "tree")


def by_path(path, folder):
    """What `--dataset PATH` makes of it."""
    return _loaded(str(path))


def by_data(path, folder):
    """What the operator's folder offers it as."""
    place = settings().data / path.name
    if not place.exists():
        shutil.copytree(path, place, symlinks=True) if path.is_dir() else shutil.copy(path, place)
    return _loaded(catalogue.name_at(place) or str(place))


def by_upload(path, folder, prepared=True):
    """What the page and `python -m uploads` make of it; not `prepared`, only what they understand."""
    try:
        read(path, folder / "1", path.name, limits(), silent)
        told = read_files([folder / "1"])[1]
        if sentence := fault(path.name, told) or " ".join([*told.losses, *told.gaps]):
            raise UnusableDataset(sentence)
        if prepared:
            make_arrays(folder, [folder / "1"], Choices(), silent)
    except UnusableDataset as problem:
        return str(problem)
    return vars(told)


def _loaded(name):
    try:
        catalogue.load(name)
    except (UnknownDataset, UnusableDataset) as problem:
        return str(problem)
    return about_of(_find(name).folder()).get("report") or {}


def through_all(path: Path, folder: Path):
    """What each door tells: the facts of its report, or that it refuses; and the sentences."""
    came = [door(path, folder / door.__name__) for door in (by_path, by_data, by_upload)]
    for made in came:
        if not isinstance(made, str):
            made["levels"] = {int(level): names for level, names in made["levels"].items()}
    return [made if isinstance(made, str) else {name: made[name] for name in TOLD} for made in came], came
