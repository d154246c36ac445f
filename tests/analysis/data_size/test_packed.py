"""A packed model is said to be one of those measured, with its own training and test images."""

from analysis.data_size.pooled import describe_packed


def test_a_model_of_one_fold_is_not_taken_for_all_folds():
    """Seven right of seven is no contradiction to 29 of 36."""
    told = describe_packed([28, 28], 7, 5)

    assert "in the first of 5 folds. It learned from 28 images and was tested on 7 images" in told
    assert told.endswith("its accuracy is not that of all folds together.")


def test_without_folds_none_are_named():
    """And learners that learned from different numbers of images are told apart."""
    assert describe_packed([100, 1000, 100], 1500, 1) == (
        "Each packed model is one of those measured: with the most training images, with the first seed. "
        "It learned from 100 and 1,000 images and was tested on 1,500 images that it had not seen."
    )
