"""What was taken from a data set's files, what was left out, by class and by reason, and what would then be missing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.files.folder import UNREADABLE
from catalogue.files.names import IS_SYSTEM
from catalogue.formats import IS_TEXT
from catalogue.layout.files import ALONE, FileRow
from catalogue.layout.labels import OF_OTHERS
from catalogue.layout.levels import NO_CLASS, NO_LABEL
from catalogue.layout.names import TEST, TRAIN, natural
from catalogue.layout.understood import Understood, inside_sentence, listed

INSTEAD = "please put the images of each class into a folder of its own."
OR_ELSE = (
    f"{INSTEAD[:-1]}, begin the name of each file with its class (cat1.jpg, dog1.jpg), or name each file and its class "
    "in the columns filename and label of a table."
)
NO_NAMES = "the names of its files tell no two classes of several images each"
MOST_LOST = 0.5  # the largest share of the images that may be lost without being allowed explicitly
MOST_REASONS = 20
MOST_NAMED = 10  # classes, in one sentence


@dataclass(frozen=True)
class Report:
    """What a person should know before trusting a data set that was read."""

    understood: str
    tree: list[str]
    levels: dict[int, list[str]]  # where the classes could be instead
    found: int
    taken: dict[str, int]  # images by class
    left_out: dict[str, dict[str, int]]  # files by reason, and by class ("" where that is unknown)
    losses: list[str]  # sentences: what would silently be missing, unless it is allowed
    gaps: list[str]  # sentences: classes without training or test images, where folders divide them

    @property
    def n_taken(self) -> int:
        """How many images were taken."""
        return sum(self.taken.values())

    def lines(self) -> list[str]:
        """The report in words, from the most important to the details."""
        n_left_out = self.found - self.n_taken
        found, left_out = (f"{n:,} {'file' if n == 1 else 'files'}" for n in (self.found, n_left_out))
        return [self.understood, f"{found} found, {self.n_taken:,} images taken, {left_out} left out.", *self.details()]

    def details(self) -> list[str]:
        """What was left out, by reason, and what would be missing."""
        lines = []
        reasons = sorted(self.left_out.items(), key=lambda item: -sum(item[1].values()))
        for reason, by_class in reasons[:MOST_REASONS]:
            where = ", ".join(f"{label} {n:,}" for label, n in by_class.items() if label)
            lines.append(f"  {sum(by_class.values()):,} left out{f' ({where})' if where else ''}: {reason}")
        if len(reasons) > MOST_REASONS:
            lines.append(f"  … and for {len(reasons) - MOST_REASONS:,} more reasons")
        return [*lines, *self.losses, *self.gaps]


def report(files: Sequence[FileRow], understood: Understood) -> Report:
    """The report on files that were settled."""
    left_out = dict[str, Counter[str]]()
    for file in files:
        if file.left_out:
            left_out.setdefault(_reason(file), Counter())[file.label] += 1
    taken = Counter(file.label for file in files if file.is_usable)
    return Report(
        understood.sentence,
        understood.tree(),
        understood.levels(),
        len(files),
        {label: taken[label] for label in sorted(taken, key=natural)},
        {reason: dict(by_class) for reason, by_class in left_out.items()},
        [*_missing_classes(files, taken), *_many_lost(files), *_closed_folders(files)],
        _gaps(files),
    )


def fault(name: str, report: Report) -> str:
    """Why two learners cannot be compared on these images, in one sentence; "" if they can."""
    if len(report.taken) > 1:
        return ""
    if report.losses:
        return f"{name}: {report.losses[0]}"
    if report.taken:
        return f'{name} holds only one class, "{next(iter(report.taken))}": please add a folder of images of another.'
    if not report.found:
        return f"{name} holds no files: {INSTEAD}"
    counts = {reason: sum(by_class.values()) for reason, by_class in report.left_out.items()}
    unlabelled = [reason for reason in counts if reason == NO_CLASS or reason.startswith(NO_LABEL.partition("{")[0])]
    # Images without a class say more than texts beside them.
    candidates = unlabelled or [reason for reason in counts if not reason.endswith((IS_TEXT, IS_SYSTEM))] or counts
    reason = max(candidates, key=counts.__getitem__)
    if reason == NO_CLASS:
        of_others = next((reason for reason in report.left_out if OF_OTHERS.partition("{")[0] in reason), "")
        table = f"the table beside them{of_others.removeprefix('It').rstrip('.')}"
        why = ["holds no images in folders", NO_NAMES, *([table] if of_others else [])]
        return f"{name} {listed(why)}: {OR_ELSE}"
    return f"{name} holds nothing that can be used: {reason[0].lower()}{reason[1:]}"


def _reason(file: FileRow) -> str:
    """Why the file is left out, without the file's name at the beginning, which may be cut short with "…"."""
    name = file.path[-1]
    for length in range(len(name), 3, -1):
        if file.left_out.startswith(name[:length]):
            rest = file.left_out[length:].lstrip("… ")
            return f"It {rest}" if rest else file.left_out
    return file.left_out


def _missing_classes(files: Sequence[FileRow], taken: Counter[str]) -> list[str]:
    lost = dict[str, list[FileRow]]()
    for file in files:
        if file.label and not taken[file.label]:
            lost.setdefault(file.label, []).append(file)
    why = dict[str, list[str]]()
    for label, gone in sorted(lost.items(), key=lambda item: natural(item[0])):
        why.setdefault(_first_reason(gone), []).append(label)
    sentences = []
    if alone := why.pop(inside_sentence(ALONE), []):
        have = "has only one image" if len(alone) == 1 else "have only one image each"
        sentences.append(f"{_quoted(alone)} {have}, and each class needs two or more.")
    for reason, labels in why.items():
        which = "this class" if len(labels) == 1 else "these classes"
        sentences.append(f"No image of {_quoted(labels)} can be used ({reason}): {which} would be missing.")
    return sentences


def _gaps(files: Sequence[FileRow]) -> list[str]:
    filled = {(file.label, file.part) for file in files if file.is_usable}
    labels = sorted({label for label, _ in filled}, key=natural) if any(part for _, part in filled) else []
    sentences = []
    for part, name in ((TRAIN, "training"), (TEST, "test")):
        missing = [label for label in labels if (label, part) not in filled]
        if missing:
            have, which = ("has", "the class") if len(missing) == 1 else ("have", "these classes")
            sentences.append(f"{_quoted(missing)} {have} no {name} images: please add some, or leave {which} out.")
    return sentences


def _quoted(labels: Sequence[str]) -> str:
    """The names of classes in quotation marks; if there are many, only the first ones and how many more there are."""
    quoted, more = [f"“{label}”" for label in labels], len(labels) - MOST_NAMED
    return listed([*quoted[:MOST_NAMED], f"{more:,} more"] if more > 1 else quoted)


def _many_lost(files: Sequence[FileRow]) -> list[str]:
    lost = [file for file in files if file.is_lost_image and file.label]
    n = len(lost) + sum(file.is_usable for file in files)
    if len(lost) <= MOST_LOST * n or not any(file.is_usable for file in files):
        return []
    return [f"{len(lost):,} of {n:,} images cannot be used ({_first_reason(lost)})."]


def _closed_folders(files: Sequence[FileRow]) -> list[str]:
    unreadable = UNREADABLE.partition("{")[0]
    return [f"The folder {file.left_out}" for file in files if unreadable in file.left_out]


def _first_reason(files: Sequence[FileRow]) -> str:
    return inside_sentence(Counter(map(_reason, files)).most_common(1)[0][0])
