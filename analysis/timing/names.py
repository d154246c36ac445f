"""What timed operations, their sizes, seconds and ratios are called."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Operation:
    """An operation's name in a list and in a sentence, what its size counts, and the size's unit."""

    title: str
    clause: str
    counted: str
    unit: str

    def at(self, size: float) -> str:
        """`2,048 rows`."""
        return f"{size:,.0f} {self.unit}"


OPERATIONS = {
    "matrix_product": Operation("Matrix product", "a matrix product", "Rows of each matrix", "rows"),
    "convolution": Operation("Convolution, by batch", "a convolution", "Images at a time", "images"),
    "convolution_by_side": Operation(
        "Convolution, by side", "a convolution", "Side of the images (pixels)", "pixels a side"
    ),
    "forward": Operation("Forward pass", "the forward pass", "Images at a time", "images"),
    "training_step": Operation("Training step", "one training step", "Images at a time", "images"),
    "training": Operation("Whole training", "a whole training", "Training images", "images"),
}
"""The machine's and the network's work, from the smallest piece to the whole, by the name in the rows."""

OTHERS = {
    "svm_predict": Operation("SVM's answers", "the SVM's answers", "Training images", "images"),
    "svm_fit": Operation("SVM's fit", "fitting the SVM", "Training images", "images"),
}

FORMATS = ("float32", "tf32", "bfloat16", "float16")


def named(operation: str) -> Operation:
    """The names of an operation; one without an entry has its own."""
    own = operation.replace("_", " ")
    return (OPERATIONS | OTHERS).get(operation) or Operation(own.capitalize(), own, "Size", "")


def duration(seconds: float) -> str:
    """Seconds in the unit that people would use: µs, ms, s, min or h."""
    for least, factor, unit in ((3600, 3600, "h"), (120, 60, "min"), (1, 1, "s"), (1e-3, 1e-3, "ms")):
        if seconds >= least * 0.9995:
            return f"{figures(seconds / factor)} {unit}"
    return f"{figures(seconds * 1e6)} µs"


def times(ratio: float) -> str:
    """`2.3 times`, `43 times`: a ratio of seconds to two figures."""
    return f"{figures(ratio)} times"


def figures(value: float) -> str:
    """A number to two figures, or to the whole where it has more before its point: 0.68, 7.9, 43, 196."""
    return f"{value:,.0f}" if value >= 99.5 else f"{float(f'{value:.2g}'):g}"
