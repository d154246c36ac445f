"""Which of the measured models is packed to be taken home, in a sentence for the page and for the report."""

from collections.abc import Iterable

from analysis.common.wording import count, counted, listed


def describe_packed(n_train: Iterable[int], n_test: int, n_folds: int) -> str:
    """What the packed models are: trained with these numbers of images, and each tested on `n_test` images."""
    sizes = listed([count(n) for n in sorted(set(n_train))])
    fold = f", and in the first of {n_folds} folds" if n_folds > 1 else ""
    others = ", so that its accuracy is not that of all folds together" if n_folds > 1 else ""
    return (
        f"Each packed model is one of those measured: with the most training images, with the first seed{fold}. It "
        f"learned from {sizes} images and was tested on {counted(n_test, 'image')} that it had not seen{others}."
    )
