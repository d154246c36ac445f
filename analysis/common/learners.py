"""What sentences call the learners."""

NAMES = {"svm": "handcrafted features", "cnn": "the CNN", "raw_svm": "the SVM on raw pixels", "majority": "guessing"}
"""In sentences about accuracy."""

PLURAL = {"svm"}

MODELS = {"svm": "the SVM", "cnn": "the CNN"}
"""In sentences about time, which are about the models; in the order in which they are listed."""


def name(learner: str) -> str:
    """What a sentence calls a learner; one without an entry has its own name."""
    return NAMES.get(learner, learner)


def clause(learner: str, plural: str, singular: str = "") -> str:
    """`handcrafted features lead`, `the CNN leads`: a learner with its verb, whose singular adds an s by default."""
    return f"{name(learner)} {plural if learner in PLURAL else singular or f'{plural}s'}"
