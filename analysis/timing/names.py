"""What timed operations and their sizes are called."""

from dataclasses import dataclass


@dataclass(frozen=True)
class OperationNames:
    """An operation's name in a list and in a sentence, what its size counts, and the unit of its size."""

    title: str
    clause: str
    counted: str
    unit: str

    def at(self, size: float) -> str:
        """`2,048 rows`, `one image`."""
        words = self.unit.split(" ")
        return f"{size:,.0f} {self.unit}" if size != 1 else " ".join(["one", words[0].removesuffix("s"), *words[1:]])


OPERATIONS = {
    "matrix_product": OperationNames("Matrix product", "a matrix product", "Rows of each matrix", "rows"),
    "convolution": OperationNames("Convolution, by batch", "a convolution", "Images at a time", "images"),
    "convolution_by_side": OperationNames(
        "Convolution, by side", "a convolution", "Side of the images (pixels)", "pixels per side"
    ),
    "forward": OperationNames("Forward pass", "the forward pass", "Images at a time", "images"),
    "training_step": OperationNames("Training step", "one training step", "Images at a time", "images"),
    "training": OperationNames("Whole training", "a whole training", "Training images", "images"),
    "pretrained_features": OperationNames("Pretrained features", "the embedding", "Images at a time", "images"),
}
"""The names of single operations, of the CNN's work from small to large, and of the pretrained network's work."""

SVM_OPERATIONS = {
    "svm_predict": OperationNames("SVM prediction", "the SVM's prediction", "Training images", "images"),
    "svm_fit": OperationNames("SVM training", "training the SVM", "Training images", "images"),
}

FORMATS = ("float32", "tf32", "bfloat16", "float16")


def named(operation: str) -> OperationNames:
    """The names of an operation; an operation without an entry is called by its own name."""
    own = operation.replace("_", " ")
    return (OPERATIONS | SVM_OPERATIONS).get(operation) or OperationNames(own.capitalize(), own, "Size", "")
