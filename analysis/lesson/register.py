"""Every claim of the lesson, in its order: a new one is one function that judges rows, one line here, and one text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from analysis.lesson import choice, computing, data, features, one_layer, robustness
from analysis.lesson.evidence import Evidence
from analysis.lesson.verdict import Verdict

Judge = Callable[[Evidence], Verdict]

PARTS = {
    "limits": "Limits of traditional machine learning",
    "different": "What is different about deep learning",
    "when": "When to use which",
    "stories": "Success stories",
    "data": "The data advantage",
    "computing": "Computing",
    "workflow": "The workflow",
    "tools": "Tools and books",
    "trends": "Trends",
    "challenges": "Challenges",
}
"""The parts of the lesson, in its order, with their headings."""

DATASET, IMAGES, SIZE, SIZES = "{dataset}", "{images}", "{n}", "{sizes}"
"""Placeholders in addresses and commands: the data set on which the verdict rests, its title where recorded rows are
chosen, the number of training images that is quoted, and options for the sizes of a curve that ends at that number."""

CURVES = (
    "python -m experiments run --dataset {dataset} --learner svm --learner cnn --recipe quick --recipe thorough "
    "{sizes} --seeds 3 --json"
)
RACES = "python -m experiments race --dataset {dataset} --budget 60 --seeds 3 --json"
FAMILIES = (
    "for dataset in {dataset} textures shapes; do\n"
    "  for family in hog edges binary_patterns co_occurrence colour_histogram colour_moments gabor; do\n"
    "    python -m experiments run --dataset $dataset --learner svm --n-train {n} --seeds 3 --set svm.only=$family "
    "--json\n  done\ndone"
)
CUES = (
    "for cue in colour texture shape arrangement; do\n"
    "  python -m experiments run --dataset shapes-$cue --learner svm --learner cnn --n-train 1000 --seeds 3 --json\n"
    "done"
)
LINEAR = (
    "for kernel in linear rbf; do\n"
    "  python -m experiments run --dataset {dataset} --learner svm --n-train {n} --seeds 3 --set svm.kernel=$kernel "
    "--json\ndone"
)
SWAPS = (
    "for features in raw handcrafted cnn pretrained; do\n"
    "  for head in linear_svm rbf_svm logistic_regression neural; do\n"
    "    python -m experiments run --dataset {dataset} --learner swap --n-train {n} --seeds 3 "
    "--set swap.features=$features --set swap.head=$head --json\n  done\ndone"
)
PROBES = "python -m experiments layers --dataset {dataset} --n-train {n} --seeds 3 --json"
PRETRAINED = (
    "python -m experiments run --dataset {dataset} --learner svm --learner cnn --learner pretrained "
    "--n-train 100 --n-train 500 --seeds 3 --json"
)
APPROXIMATIONS = "python -m experiments approximate --json"
TIMES = "python -m experiments time --json"
CHANGED = (
    "python -m experiments robustness --dataset {dataset} --learner svm --learner cnn --n-train {n} --seeds 3 --json"
)
IN_USE = "python -m bundle --dataset digits --json"

CURVE_PAGE = "data_size", {"dataset": DATASET}
ERROR_PAGE = "data_size", {"dataset": DATASET, "view": "Error, log–log"}
LAYERS_PAGE = "features", {"part": "What the layers see", "dataset": DATASET}
FAMILY_PAGE = "features", {"part": "Each family", "dataset": DATASET, "n": SIZE}
SWAP_PAGE = "features", {"part": "Swap board", "board_images": IMAGES, "board_n": SIZE}
HEADS_PAGE = "features", {"part": "Swap board", "board_images": IMAGES}
THIRD_PAGE = "data_size", {"dataset": DATASET, "pretrained": "true"}
RACE_PAGE = "race", {"dataset": DATASET}
DEVICES_PAGE = "timing", {"part": "CPU and GPU"}
ROBUST_PAGE = "robustness", {"images": IMAGES, "n": SIZE}
USE_PAGE = "timing", {"part": "Models in use"}

Page = tuple[str, Mapping[str, str]]
"""A page's name and the choices in its address."""

NOWHERE: Page = ("", {})

CITED = Verdict("cited", "Nothing here measures this: it rests on the source named below.")


@dataclass(frozen=True)
class Claim:
    """A claim, the function that judges it (None if nothing here can), and where to see and repeat the measurement."""

    number: int
    name: str  # of its text
    part: str
    judge: Judge | None = None
    page: Page = NOWHERE
    command: str = ""

    def verdict(self, evidence: Evidence) -> Verdict:
        """What the rows say; a claim without a function that judges them rests on the source in its text."""
        return self.judge(evidence) if self.judge else CITED


CLAIMS = (
    Claim(1, "missed_patterns", "limits", features.missed_patterns, ("features", {"part": "Cue board"}), CUES),
    Claim(2, "do_not_adapt", "limits", features.do_not_adapt, FAMILY_PAGE, FAMILIES),
    Claim(3, "need_redesign", "limits", features.need_redesign, FAMILY_PAGE, FAMILIES),
    Claim(4, "plateaus", "limits", data.plateaus, ERROR_PAGE, CURVES),
    Claim(5, "keeps_improving", "limits", data.keeps_improving, ERROR_PAGE, CURVES),
    Claim(7, "layers", "different", features.layers, LAYERS_PAGE, PROBES),
    Claim(8, "features_matter", "different", features.features_matter, SWAP_PAGE, SWAPS),
    Claim(9, "one_layer", "different", one_layer.one_layer, ("approximation", {}), APPROXIMATIONS),
    Claim(10, "few_images", "when", choice.few_images, THIRD_PAGE, CURVES),
    Claim(11, "interpretable", "when", page=("compare", {"part": "The same test for both"})),
    Claim(12, "less_computing", "when", choice.less_computing, RACE_PAGE, RACES),
    Claim(13, "simple_problems", "when", choice.simple_problems, CURVE_PAGE, CURVES),
    Claim(14, "trains_faster", "when", choice.trains_faster, CURVE_PAGE, CURVES),
    Claim(15, "linear_suffices", "when", choice.linear_suffices, HEADS_PAGE, LINEAR),
    Claim(25, "imagenet", "stories"),
    Claim(26, "translation", "stories"),
    Claim(27, "go", "stories"),
    Claim(28, "skin", "stories"),
    Claim(29, "speech", "stories"),
    Claim(6, "cross", "data", data.cross, CURVE_PAGE, CURVES),
    Claim(16, "four_times", "data", data.four_times, ERROR_PAGE, CURVES),
    Claim(17, "gpu", "computing", computing.gpu, DEVICES_PAGE, TIMES),
    Claim(18, "half_precision", "computing", computing.half_precision, DEVICES_PAGE, TIMES),
    Claim(19, "int8", "trends", computing.int8, USE_PAGE, IN_USE),
    Claim(20, "pretrained", "trends", choice.pretrained, THIRD_PAGE, PRETRAINED),
    Claim(21, "sample_efficiency", "challenges", data.sample_efficiency, THIRD_PAGE, CURVES),
    Claim(22, "robustness", "challenges", robustness.robustness, ROBUST_PAGE, CHANGED),
    Claim(23, "cost", "challenges", computing.cost, USE_PAGE, IN_USE),
    Claim(24, "bias", "challenges", page=("errors", {"part": "Which classes"})),
)
