"""The class's GPUs: which of them pass a processor at a matrix product, from where on, and how fast they then are."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.common.machine import measured_here
from analysis.common.wording import about, capitalised, count, figures, listed, range_of, times
from analysis.timing.speed_up import break_even, first_origin, on_all_cores

NO_GPU = "No GPU has been added yet."


@dataclass(frozen=True, eq=False)
class Processor:
    """What the GPUs are compared with: the fastest row of each size, smallest first, all of one machine."""

    rows: pd.DataFrame

    @property
    def name(self) -> str:
        """The machine's name."""
        return str(self.rows["machine"].iloc[0])

    @property
    def whose(self) -> str:
        """`the server's processor` or `a recorded processor`."""
        return "the server's processor" if measured_here(self.rows["origin"].iloc[0]) else "a recorded processor"

    @property
    def clause(self) -> str:
        """`the server's processor (AMD EPYC, 2 cores)`."""
        return f"{self.whose} ({self.name})"


def processor_of(timings: pd.DataFrame) -> Processor | None:
    """The processor on all its cores at float32 products: this server's if measured, else the first recorded one."""
    rows = timings[(timings["operation"] == "matrix_product") & (timings["dtype"] == "float32")]
    rows = on_all_cores(rows)
    if rows.empty:
        return None
    rows = rows[rows["origin"] == first_origin(rows)]
    rows = rows[rows["machine"] == rows.loc[rows["measured_at"].idxmax(), "machine"]]
    fastest = rows.loc[rows.groupby("size")["median_seconds"].idxmin()]
    return Processor(fastest.sort_values("size", ignore_index=True))


def gpu_name(vendor: str, architecture: str) -> str:
    """`apple metal-3`, as the browser names the GPU; some browsers give no name."""
    return " ".join(filter(None, (vendor, architecture))) or "a GPU that its browser does not name"


def gpu_lines(rows: pd.DataFrame) -> pd.DataFrame:
    """The float32 matrix products of real GPUs, smallest size first, and `gpu`, each GPU's name.

    Software adapters compute on a processor and are never among them.
    """
    is_gpu = ~rows["is_software"].astype(bool) & (rows["device"] == "webgpu")
    found = rows[is_gpu & (rows["operation"] == "matrix_product") & (rows["dtype"] == "float32")]
    names = [gpu_name(*pair) for pair in zip(found["vendor"], found["architecture"], strict=True)]
    return found.assign(gpu=pd.Series(names, found.index, dtype=object)).sort_values(["who", "size"], ignore_index=True)


def speed_ups_over(lines: pd.DataFrame, processor: Processor) -> pd.DataFrame:
    """The lines at the processor's sizes, with `times`: its seconds divided by the GPU's, copies included."""
    beside = processor.rows.set_index("size")["median_seconds"].rename("processor_seconds")
    both = lines.join(beside, on="size", how="inner")
    return both.assign(times=both["processor_seconds"] / both["median_seconds"])


def outcomes(gains: pd.DataFrame) -> pd.DataFrame:
    """A row per GPU of `speed_ups_over`: `kind` as in BreakEven, and `start`, the size from which it leads, or NaN."""
    found = []
    for who, line in gains.groupby("who", sort=True):
        at = break_even(line["size"].tolist(), line["times"].tolist())
        start = float(line["size"].min()) if at.kind == "always" else at.size
        found.append({"who": who, "gpu": line["gpu"].iloc[0], "kind": at.kind, "start": start})
    return pd.DataFrame(found, columns=["who", "gpu", "kind", "start"]).astype({"start": float})


def class_finding(rows: pd.DataFrame, processor: Processor | None) -> str:
    """How many GPUs pass the processor, from where on, and by how much, from the rows of all reports."""
    lines = gpu_lines(rows)
    gains = speed_ups_over(lines, processor) if processor else lines.iloc[:0]
    if lines.empty:
        main = NO_GPU
    elif processor is None or gains.empty:
        main = _fastest(lines)
    else:
        main = _against_processor(gains, processor)
    n_compared = gains["who"].nunique()
    return " ".join(filter(None, (main, _without_size(lines["who"].nunique(), n_compared), _software(rows))))


def _fastest(lines: pd.DataFrame) -> str:
    """The fastest GPU, if there is no processor to compare with."""
    largest = lines[lines["size"] == lines["size"].max()]
    best = largest.loc[largest["median_seconds"].idxmin()]
    n = lines["who"].nunique()
    been = "1 GPU has" if n == 1 else f"{n} GPUs have"
    return (
        f"{been} been added; {best['gpu']} {'was fastest at' if len(largest) > 1 else 'reached'} {count(best['size'])} "
        "rows. No processor has been measured at the same sizes yet, so nothing is compared."
    )


def _against_processor(gains: pd.DataFrame, processor: Processor) -> str:
    """How many GPUs are ahead of the processor, from which size on, and by how much."""
    found = outcomes(gains)
    ahead = found[found["start"].notna()]
    if ahead.empty:
        return f"{_none_ahead(found, gains, processor)}{_extremes(gains)}"
    subject, one = _subject(len(found), ahead), len(ahead) == 1
    if (ahead["kind"] == "always").all():
        verb = f"{'is' if one else 'are'} faster than {processor.clause} at every size measured"
    else:
        where = range_of(ahead["start"], about)
        verb = f"{'passes' if one else 'pass'} {processor.clause} from about {where} rows on"
    them = gains[gains["who"].isin(ahead["who"])]
    at = _usual(them)
    ratio = f"{'it is' if one else 'they are'} {range_of(at['times'], figures)} times as fast"
    return f"{subject} {verb}; {_at(at, len(ahead))} {ratio}.{_extremes(them)}{_others(found)}"


def _subject(n: int, ahead: pd.DataFrame) -> str:
    """`12 of 14 GPUs here`, with the name of those that are ahead if all have the same."""
    if n == 1:
        return f"The only GPU here{_name(ahead)}"
    how_many = f"{len(ahead)} of {n}" if len(ahead) < n else "Both" if n == 2 else f"All {n}"
    return f"{how_many} GPUs here{_name(ahead)}"


def _name(found: pd.DataFrame) -> str:
    """The GPUs' name in brackets, after a space, if all have the same."""
    names = found["gpu"].unique()
    return f" ({names[0]})" if len(names) == 1 else ""


def _none_ahead(found: pd.DataFrame, gains: pd.DataFrame, processor: Processor) -> str:
    """The finding if no GPU stays ahead of the processor."""
    one, at = len(found) == 1, _usual(gains)
    name = _name(found)
    subject = f"The only GPU here{name} does not pass" if one else f"{_neither(len(found))} GPUs here{name} passes"
    slower = 1 / at["times"]
    ratio = f"{'it takes' if one else 'they take'} {range_of(slower, figures)} times as long"
    n = int((found["kind"] == "changes").sum())
    who = "It is faster at some" if one else f"{count(n)} of them {'is' if n == 1 else 'are'} faster at"
    some = f" {who} smaller sizes." if n else ""
    return f"{subject} {processor.clause} for good; {_at(at, len(found))} {ratio}.{some}"


def _neither(n: int) -> str:
    return "Neither of the two" if n == 2 else f"None of the {n}"


def _usual(gains: pd.DataFrame) -> pd.DataFrame:
    """The rows at the largest size that at least half of the GPUs reached."""
    reached = gains.groupby("size")["who"].nunique()
    return gains[gains["size"] == reached.index[reached >= gains["who"].nunique() / 2].max()]


def _at(rows: pd.DataFrame, n: int) -> str:
    """`at 2,048 rows`, and how many reached this size if not all did."""
    reached = f", which {len(rows)} of them reached," if len(rows) < n else ""
    return f"at {count(rows['size'].iloc[0])} rows{reached}"


def _extremes(gains: pd.DataFrame) -> str:
    """Which GPUs are the fastest and the slowest, whose ratios are given in the sentence before."""
    at = _usual(gains).sort_values("times", kind="stable")
    worst, best = at["gpu"].iloc[0], at["gpu"].iloc[-1]
    if gains["gpu"].nunique() == 1:
        return ""
    if len(at) == 1:
        return f" That is {best}."
    if best == worst:
        return f" Both the fastest and the slowest of them are {best}."
    if figures(at["times"].iloc[0]) == figures(at["times"].iloc[-1]):
        return f" Among them are {worst} and {best}."
    return f" The fastest of them is {best}, the slowest {worst}."


def _others(found: pd.DataFrame) -> str:
    """How many GPUs are faster at some sizes only, and how many at none."""
    words = []
    for kind, what in (("changes", "faster at some sizes only"), ("never", "slower at every size measured")):
        n = int((found["kind"] == kind).sum())
        words += [f"{n} {'is' if n == 1 else 'are'} {what}"] if n else []
    return f" {capitalised(listed(words))}." if words else ""


def _without_size(n: int, n_compared: int) -> str:
    """How many GPUs could not be compared, although others could."""
    left = n - n_compared
    if not n_compared or not left:
        return ""
    return f"{count(left)} {'has' if left == 1 else 'have'} no size in common with the processor."


def _software(rows: pd.DataFrame) -> str:
    """How many software adapters were left out."""
    n = int(rows.loc[rows["is_software"].astype(bool), "who"].nunique())
    if not n:
        return ""
    noun, verb = ("adapter is", "computes") if n == 1 else ("adapters are", "compute")
    return f"{count(n)} software {noun} left out: {'it' if n == 1 else 'they'} {verb} on a processor."


def class_table(lines: pd.DataFrame, processor: Processor | None) -> pd.DataFrame:
    """One row per GPU, fastest first: name, browser, largest size and its seconds, and in words `start` and `times`."""
    gains = speed_ups_over(lines, processor) if processor else lines.iloc[:0].assign(times=np.nan)
    ahead = outcomes(gains).set_index("who")
    found = []
    for who, line in lines.groupby("who", sort=True):
        last, common = line.iloc[-1], gains[gains["who"] == who]
        found.append(
            {
                "gpu": f"{last['gpu']}{' (yours)' if last['is_own'] else ''}",
                "browser": last["browser"],
                "size": count(last["size"]),
                "seconds": last["median_seconds"],
                "start": _start_in_words(ahead, who),
                "times": f"{times(common['times'].iloc[-1])} at {count(common['size'].iloc[-1])}"
                if len(common)
                else "",
            }
        )
    table = pd.DataFrame(found, columns=["gpu", "browser", "size", "seconds", "start", "times"])
    return table.sort_values("seconds", ignore_index=True)


def _start_in_words(ahead: pd.DataFrame, who: str) -> str:
    """From which size on the GPU is ahead, in words."""
    if who not in ahead.index:
        return ""
    kind, start = ahead.loc[who, "kind"], ahead.loc[who, "start"]
    words = {"always": "all sizes", "never": "no size", "changes": "some sizes only"}
    return words.get(kind) or f"about {about(start)} on"
