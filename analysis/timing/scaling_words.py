"""What grows how, in words: the finding, and a table of measured exponents beside those of theory."""

import pandas as pd

from analysis.common.wording import begun
from analysis.timing.growth import Growth
from analysis.timing.scaling import BEYOND, Part, Scaling, Slower

SIDES = {"svm": "the SVM", "cnn": "the network"}
SHORT = {"svm": "SVM", "cnn": "CNN"}


def scaling_finding(found: Scaling) -> str:
    """What twice the images cost either side's learning, and from how many on the SVM is the slower one in all."""
    return " ".join(f"{begun(clause)}." for clause in (_doubled(found), _who_is_slower(found)) if clause)


def _doubled(found: Scaling) -> str:
    """`twice the images take the SVM 3.3 times the seconds to learn, and the network 2.1 times`."""
    laws = {part.learner: growth for part, growth in found.growths.items() if part.name == "learning"}
    if set(laws) != set(SIDES):
        return "not enough is measured yet to tell how seconds grow: three sizes of each learner are needed"
    svm, cnn = (times(laws[learner]) for learner in SIDES)
    return f"twice the images take the SVM {svm} times the seconds to learn, and the network {cnn} times"


def times(growth: Growth) -> str:
    """What twice as much costs: 2 to the power of the exponent."""
    return f"{2**growth.b:.1f}"


def _who_is_slower(found: Scaling) -> str:
    slower, largest = found.slower, f"{found.largest:,}"
    if slower.kind == "always":
        return f"the SVM is the slower one in all at every size measured, up to {largest} images"
    if slower.kind == "measured":
        between = f"between {slower.low:,.0f} and {slower.high:,.0f}" if slower.low and slower.high else ""
        return f"in all the SVM is the slower one from about {about(slower.n)} images on ({between}, as measured)"
    if found.sizes["learner"].nunique() < 2 or not _shared(found):
        return ""
    fewer = f" (with {slower.fewer:,} or fewer it is the slower one)" if slower.fewer else ""
    faster = f"in all the SVM is the faster one up to {largest} images{fewer}"
    return f"{faster}{_beyond(slower, found.largest)}"


def _shared(found: Scaling) -> bool:
    sizes = found.sizes.pivot_table("seconds", "n_train", "learner").dropna()
    return len(sizes) > 0


def _beyond(slower: Slower, largest: int) -> str:
    """What the laws expect beyond what was measured, with how little is known of it."""
    if slower.kind == "extrapolated":
        high = about(slower.high) if slower.high else f"more than {about(BEYOND * largest)}"
        return (
            f", and beyond what was measured would become the slower one at about {about(slower.n)} "
            f"(95 % interval {about(slower.low)} to {high})"
        )
    if slower.kind == "not within reach":
        return f", and would not become the slower one within {BEYOND} times that"
    return ""


def about(n: float | None) -> str:
    """A number of images to two figures."""
    return f"{float(f'{n or 0:.2g}'):,.0f}"


def growth_table(found: Scaling) -> pd.DataFrame:
    """One row a part: its name, what it grows with, the measured exponent, theory's, and whether they agree."""
    searched = bool(found.sizes["searched"].any())
    varying = found.sizes["epochs"].nunique() > 1
    rows = []
    for part, growth in found.growths.items():
        theory = _theory(part, searched, varying)
        rows.append(
            {
                "part": named(part),
                "grows_with": part.grows_with,
                "measured": f"{growth.b:.2f} ({growth.low:.2f} to {growth.high:.2f})",
                "theory": theory,
                "verdict": verdict(part, growth) if theory[0].isdigit() else "–",
            }
        )
    return pd.DataFrame(rows)


def named(part: Part) -> str:
    """`SVM: learning`."""
    return f"{SHORT[part.learner]}: {part.name}"


def _theory(part: Part, searched: bool, varying: bool) -> str:
    if (part.learner, part.name) == ("svm", "learning") and searched:
        return "none: the search of settings looks at 2,000 images at most"
    if (part.learner, part.name) == ("cnn", "learning") and varying:
        return "none: the more images, the fewer passes"
    low, high = part.theory
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def verdict(part: Part, growth: Growth) -> str:
    """Whether the measured interval and theory's meet."""
    if growth.low > part.theory[1]:
        return "grows faster than theory says"
    return "grows more slowly than theory says" if growth.high < part.theory[0] else "agrees"
