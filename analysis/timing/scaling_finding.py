"""How the seconds grow, in words: the finding, and a table of measured exponents beside those of theory."""

import pandas as pd

from analysis.common.learners import MODELS
from analysis.common.machine import device_name, load_note
from analysis.common.wording import NOT_ENOUGH, about, capitalised, count
from analysis.timing.scaling import BEYOND, SIDE, Growth, Part, Scaling, Slower


def scaling_finding(found: Scaling) -> str:
    """How much longer training takes with twice the images, and from where on the SVM is the slower one in total."""
    sentences = [f"{capitalised(clause)}." for clause in (_twice_the_images(found), _who_is_slower(found)) if clause]
    return " ".join(filter(None, [*sentences, load_note(found.sizes["other_cores"])]))


def _twice_the_images(found: Scaling) -> str:
    """`with twice the images, training takes the SVM 3.3 times as long and the CNN 2.1 times`."""
    laws = {part.learner: growth for part, growth in found.growths.items() if part.name == "training"}
    if set(laws) != set(MODELS):
        return f"{NOT_ENOUGH} to say how the seconds grow: three sizes of each learner are needed"
    svm, cnn = (f"{2 ** laws[learner].b:.1f} times" for learner in MODELS)
    return f"with twice the images, training takes the SVM {svm} as long and the CNN {cnn}"


def _who_is_slower(found: Scaling) -> str:
    slower, largest = found.slower, count(found.largest)
    if slower.kind == "always":
        return f"in total, test included, the SVM is the slower one at every size measured, up to {largest} images"
    if slower.n is not None and slower.kind == "measured":
        between = f"between the measured sizes {slower.low:,.0f} and {slower.high:,.0f}"
        return f"in total, test included, the SVM is the slower one from about {about(slower.n)} images on ({between})"
    if found.sizes.pivot_table("seconds", "n_train", "learner").dropna().empty or found.sizes["learner"].nunique() < 2:
        return ""
    fewer = f" (but the slower one with {slower.slower_up_to:,} or fewer)" if slower.slower_up_to else ""
    beyond = _beyond(slower, found.largest)
    return f"in total, test included, the SVM is the faster one up to {largest} images{fewer}{beyond}"


def _beyond(slower: Slower, largest: int) -> str:
    """What the laws predict beyond the measured sizes, with its uncertainty."""
    low = about(slower.low or largest)
    if slower.n is not None:
        keeps = "; if the seconds keep growing in this way, it becomes the slower one"
        if slower.high is None:
            return (
                f"{keeps} perhaps from {low} images on, perhaps not even at {about(BEYOND * largest)} (95 % interval; "
                f"most likely at about {about(slower.n)})"
            )
        return f"{keeps} at about {about(slower.n)} images (95 % interval {low} to {about(slower.high)})"
    if slower.kind == "not within reach":
        return f"; if the seconds keep growing in this way, it stays the faster one up to {BEYOND} times as many"
    return ""


def sides_in_words(rows: pd.DataFrame) -> str:
    """`2 threads` if both sides have the same, else `SVM on EPYC with 2 threads, CNN on H100 with one thread`."""
    sides = rows.loc[rows["learner"].isin(MODELS), SIDE].drop_duplicates().sort_values("learner", ascending=False)
    if len(sides[["device", "threads"]].drop_duplicates()) == 1:
        return threads(sides["threads"].iloc[0])
    return ", ".join(
        f"{side['learner'].upper()} on {device_name(side['machine'], side['device'])} with {threads(side['threads'])}"
        for _, side in sides.iterrows()
    )


def threads(n: int) -> str:
    """`one thread`, `2 threads`."""
    return "one thread" if n == 1 else f"{n:.0f} threads"


def growth_table(found: Scaling) -> pd.DataFrame:
    """One row per part: its name, what it grows with, the measured and theoretical exponents, and the verdict."""
    searched, varying = bool(found.sizes["searched"].any()), found.sizes["epochs"].nunique() > 1
    rows = []
    for part, growth in found.growths.items():
        theory = _theory(part, searched, varying)
        rows.append(
            {
                "part": part_name(part),
                "grows_with": part.grows_with,
                "measured": f"{growth.b:.2f} ({growth.low:.2f} to {growth.high:.2f})",
                "theory": theory,
                "verdict": verdict(part, growth) if theory[0].isdigit() else "–",
            }
        )
    return pd.DataFrame(rows)


def part_name(part: Part) -> str:
    """`SVM: training`."""
    return f"{part.learner.upper()}: {part.name}"


def _theory(part: Part, searched: bool, varying: bool) -> str:
    if (part.learner, part.name) == ("svm", "training") and searched:
        return "none: the search of settings uses at most 2,000 images"
    if (part.learner, part.name) == ("cnn", "training") and varying:
        return "none: with more images there are fewer epochs"
    low, high = part.theory
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def verdict(part: Part, growth: Growth) -> str:
    """Whether the measured interval overlaps with that of theory."""
    if growth.low > part.theory[1]:
        return "grows faster than theory says"
    return "grows more slowly than theory says" if growth.high < part.theory[0] else "agrees"
