"""Classes that the names of the files tell, where neither folders nor tables do: `cat.0.jpg`, `0001_airplane.png`."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath

from catalogue.layout import names
from catalogue.layout.levels import NO_CLASS, NO_LABEL, Path, Place, with_test_part
from catalogue.layout.names import TRAIN, UNLABELLED

NO_NAME = "Its name tells no class, unlike those of the others."
MOST_UNNAMED = 0.05
"""The largest share of a part's names that may tell no class; with more, no name of that part counts."""
MOST_ALONE = 0.05
"""If more than this share of the images would be alone in their class, names tell no classes."""

SIGN = r"[\s_.,;:#+~=&@!'()\[\]{}–—-]"
AT_END = rf"(.*?)(?:{SIGN}+\d+)+{SIGN}*|(.*?)\d+{SIGN}*"
"""The `cat` of `cat_1 (2)`, where signs separate the numbers, and of `cat12`, where none does."""
AT_BEGINNING = rf"\d+{SIGN}*(.*)"
DIGEST = r"(?i)(?=[0-9a-f]*\d[a-f])[0-9a-f]{8,}"
NUMBERED_BY_CAMERA = r"(?i)[a-z]\d{6,}"
"""The camera's own names: `P1010001`, `R0010002`."""

SILENT = {
    *("img", "imgp", "dsc", "dscn", "dscf", "dsci", "pxl", "mvi", "cimg", "gopr", "gp", "gh", "gx", "dji", "kif"),
    *("sdc", "hpim", "mg", "pict", "pano", "burst", "vid", "mov", "wa", "wp", "fb", "received", "whatsapp", "telegram"),
    *("snapchat", "pic", "pics", "frame", "frames", "video", "screen", "shot", "screenshot", "capture", "snapshot"),
    *("snap", "scan", "webcam", "cam", "download", "untitled", "unnamed", "copy", "foto", "fotos", "bild", "bilder"),
    *("bildschirmfoto", "aufnahme", "kopie", "imagen", "imagem", "immagine", "captura", "pantalla", "tela", "écran"),
    *("afbeelding", "schermafbeelding", "snímek", "zdjęcie", "zrzut", "ekranu", "obraz", "изображение", "фото"),
    *("снимок", "экрана", "图片", "照片", "截图", "图像", "画像", "写真", "スクリーンショット", "사진"),
}
"""Words with which cameras and programs name images, in several languages."""

BETWEEN = {"at", "on", "of", "um", "om", "de", "da", "di", "do", "no", "às", "à", "a", "alle", "o", "am", "pm", "uhr"}
"""Words that tell no class beside one of the words above; alone they may."""

DOUBTFUL = {
    *("sam", "camera", "signal", "unknown"),
    *("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
}
"""Words of programs and of dates that may also be classes; they count only if there are other classes beside them."""


def places_by_names(paths: Sequence[Path]) -> list[Place]:
    """The place of each image by its own name, in the parts that folders name; empty if the names tell no two classes.

    The level of a class is that of the file itself.
    """
    parts = [next(filter(None, map(names.part, reversed(path[:-1]))), "") for path in paths]
    stems = [PurePosixPath(path[-1]).stem for path in paths]
    for rule in (_without_end, _without_beginning, _without_both):
        labels = _with_unnumbered(stems, list(map(rule, stems)))
        named = _named_parts(labels, parts)
        if _are_classes([label for label, part in zip(labels, parts, strict=True) if label and part in named]):
            every = zip(paths, labels, parts, strict=True)
            return with_test_part([_place(path, label, part, named) for path, label, part in every])
    return []


def _without_end(stem: str) -> str:
    """The class in `american_bulldog_12`, `n02123045_123`, `cat (3)` and `cat1`; "" if there is none."""
    match = re.fullmatch(AT_END, stem)
    if not match or re.fullmatch(NUMBERED_BY_CAMERA, stem) or _has_digest(stem):
        return ""
    return _telling(match[1] or match[2] or "")


def _without_beginning(stem: str) -> str:
    """The class in `0001_airplane`."""
    match = re.fullmatch(AT_BEGINNING, stem)
    return _telling(match[1]) if match and not _has_digest(stem) else ""


def _without_both(stem: str) -> str:
    """The class in `0001_airplane_2`."""
    rest = _without_beginning(stem)
    return _without_end(rest) or rest


def _telling(rest: str) -> str:
    """What is left of a name, without the signs around it; "" if cameras and programs write such words."""
    label = re.sub(rf"^{SIGN}+|{SIGN}+$", "", rest)
    words = {re.sub(r"\d", "", word) for word in re.split(f"{SIGN}+", names.same(label))} - {""}
    silent = words & (SILENT | names.FILLERS)
    return label if words - silent - (BETWEEN if silent else set()) else ""


def _has_digest(stem: str) -> bool:
    return any(re.fullmatch(DIGEST, word) for word in re.split(f"{SIGN}+", stem))


def _with_unnumbered(stems: Sequence[str], labels: list[str]) -> list[str]:
    """The classes, such that `cat.jpg` beside `cat (2).jpg` has the same class."""
    known = set(map(names.same, labels))
    return [
        label or (_telling(stem) if names.same(stem) in known else "")
        for stem, label in zip(stems, labels, strict=True)
    ]


def _named_parts(labels: Sequence[str], parts: Sequence[str]) -> set[str]:
    """The parts in which nearly every name tells a class, if they share a class with the training images."""
    n, n_named = Counter(parts), Counter(part for label, part in zip(labels, parts, strict=True) if label)
    named = {part for part in n if part != UNLABELLED and n[part] - n_named[part] <= MOST_UNNAMED * n[part]}
    classes = {part: set[str]() for part in named}
    for label, part in zip(labels, parts, strict=True):
        if label and part in named:
            classes[part].add(names.same(label))
    if TRAIN in named:
        named.discard("")  # images beside the parts
    of_training = classes.get(TRAIN, classes.get(""))
    return {part for part in named if of_training is None or classes[part] & of_training}


def _are_classes(labels: Sequence[str]) -> bool:
    counts = Counter(map(names.same, labels))
    n_alone = sum(n == 1 for n in counts.values())
    are_few = n_alone <= max(1, MOST_ALONE * len(labels))
    return len(counts) - n_alone > 1 and are_few and not all(names.part(name) or name in DOUBTFUL for name in counts)


def _place(path: Path, label: str, part: str, named_parts: set[str]) -> Place:
    """The place of one image; without a folder of training images, the images outside the parts are for training."""
    if part in named_parts:
        return Place(part or TRAIN, label, level=len(path)) if label else Place(left_out=NO_NAME)
    depth = max((depth for depth in range(1, len(path)) if names.part(path[depth - 1])), default=0)
    return Place(left_out=NO_LABEL.format(folder="/".join(path[:depth]) + "/") if depth else NO_CLASS)
