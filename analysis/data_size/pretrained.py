"""What features learned on other images save: how many images the CNN needs for the same accuracy."""

import pandas as pd

from analysis.common.wording import count, percent


def saving(summary: pd.DataFrame) -> str:
    """How far the fewest images go with pretrained features, and where the CNN is surely better than that.

    `summary` is of one data set, from `summarise`; the sentence is empty without rows of both, and where nothing can
    surely be better because the fewest images reach 100 %. Surely means that the 95 % bands do not touch, which is more
    careful than a paired test.
    """
    pretrained, cnn = (summary[summary["learner"] == learner] for learner in ("pretrained", "cnn"))
    if pretrained.empty or cnn.empty:
        return ""
    few = pretrained.sort_values(["n_train", "accuracy"], ascending=[True, False]).iloc[0]
    if few["accuracy"] == 1:
        return ""
    opening = f"With features learned on other images, {count(few['n_train'])} images reach {percent(few['accuracy'])}"
    above = cnn[cnn["low"] > few["high"]].sort_values(["n_train", "accuracy"], ascending=[True, False])
    if above.empty:
        return f"{opening}; at no size measured is the CNN surely above that."
    first = above.iloc[0]
    needs = f"{count(first['n_train'])} images ({first['recipe']} training)"
    return f"{opening}; the first size at which the CNN is surely above that is {needs}."
