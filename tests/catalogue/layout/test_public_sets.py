"""Folders as public image sets have them: what is a part, what is a class, and what is neither."""

import pytest

from catalogue.layout.files import DOUBLE, FileRow, settle
from catalogue.layout.gathered import gather
from catalogue.layout.report import fault, report

DIVIDED = {
    "counted parts": ("train2017/a/", "train2017/b/", "val2017/a/", "val2017/b/"),
    "numbered parts": ("1_train/a/", "1_train/b/", "2_val/a/", "2_val/b/", "3_test/a/", "3_test/b/"),
    "a smaller part": ("train_mini/a/", "train_mini/b/", "val/a/", "val/b/"),
    "parts with a word": ("train_augmented/a/", "train_augmented/b/", "test_original/a/", "test_original/b/"),
    "a final test": ("Training/a/", "Training/b/", "Final_Test/a/", "Final_Test/b/"),
}
UNLABELLED = {
    "a folder in the test": ("train/a/", "train/b/", "test/images/"),
    "a doubled test": ("train/train/a/", "train/train/b/", "test/test/"),
    "a test of unknown classes": ("train/a/", "train/b/", "test/unknown/"),
    "Tiny ImageNet": ("train/a/images/", "train/b/images/", "val/images/", "test/images/"),
    "GTSRB": ("Training/a/", "Training/b/", "Final_Test/Images/"),
}
MARKED = {
    "outlines": ("images/a/", "images/b/", "segmentations/a/", "segmentations/b/"),
    "masks in classes": ("a/images/", "a/masks/", "b/images/", "b/masks/"),
    "masks beside parts": ("train/a/", "train/b/", "train_masks/"),
}
NO_CLASSES = {
    "flat parts": (("train/", "test1/"), "no images in folders"),
    "two years": (("train2017/", "val2017/"), "no images in folders"),
    "images alone": (("images/",), "no images in folders and the names of its files tell no two classes"),
    "images and masks": (("images/", "masks/"), "no images in folders"),
    "boxes": (("train/images/", "valid/images/"), "no label: train/images/ has no class folders"),
    "Pascal VOC": (("JPEGImages/",), "no images in folders"),
    "masks of parts": (("train/images/", "train/masks/"), "no images in folders"),
}


def understood(folders):
    """Four images of two cameras in each folder, understood."""
    names = [f"{name}{n}.jpg" for name in ("IMG_000", "DSC0") for n in range(4)]
    return settle([FileRow((*folder.split("/")[:-1], name)) for folder in folders for name in names])


def test_a_part_may_have_a_number_or_a_word_more():
    """And is no class."""
    for kind in DIVIDED:
        settled, told = understood(DIVIDED[kind])
        assert told.classes == ("a", "b")
        assert {file.part for file in settled} == {"train", "test"}


def test_a_folder_that_says_nothing_is_no_class_of_a_part():
    """Its images have no label, and no class is without training images for their sake."""
    for kind in UNLABELLED:
        settled, told = understood(UNLABELLED[kind])
        assert told.classes == ("a", "b")
        assert all(
            file.left_out.startswith("No label") for file in settled if "a" not in file.path and "b" not in file.path
        )
        assert report(settled, told).gaps == []


@pytest.mark.parametrize("kind", MARKED)
def test_masks_are_no_images(kind):
    """Neither a class of their own nor images of the class whose images they lie beside."""
    settled, told = understood(MARKED[kind])
    assert told.classes == ("a", "b")
    assert report(settled, told).taken == {"a": 8, "b": 8}


def test_where_no_folder_names_a_class_the_sentence_says_so():
    """Instead of a comparison of parts, or a request for one more class like `images`."""
    for kind in NO_CLASSES:
        folders, sentence = NO_CLASSES[kind]
        settled, told = understood(folders)
        assert sentence in fault("This set", report(settled, told))


TWICE = {
    "chest X-rays": ("chest_xray/train/a/", "chest_xray/train/b/", "chest_xray/test/a/", "chest_xray/test/b/"),
    "plant diseases": ("PlantVillage/a/", "PlantVillage/b/"),
}


@pytest.mark.parametrize("kind", TWICE)
def test_what_is_packed_twice_is_read_once(kind):
    """In a folder of the same name, whatever its capitals."""
    outer = TWICE[kind][0].partition("/")[0].lower()
    settled, told = understood([*TWICE[kind], *(f"{outer}/{folder}" for folder in TWICE[kind])])
    assert told.classes == ("a", "b")
    assert sum(file.is_usable for file in settled) == sum(file.left_out == DOUBLE for file in settled)


SOUND_ALIKE = (
    ("test1/", "test2/"),
    ("car/", "bus/", "train/"),
    ("mask/", "no mask/"),
    ("mask/", "no mask/", "images/"),
)


@pytest.mark.parametrize("folders", SOUND_ALIKE)
def test_classes_that_sound_like_parts_stay_classes(folders):
    """Where there is nothing beside them that they could be a part of."""
    settled, told = understood(folders)
    assert len(told.classes) == len(folders)
    assert all(file.is_usable for file in settled)


def test_folders_of_one_level_that_became_one_class_are_named():
    """As those of two parts are."""
    assert understood(("Cats/", "cats/", "dogs/"))[1].sentence == "2 classes (Cats, dogs). Cats and cats are one class."


def test_images_without_a_class_are_the_reason():
    """However many masks and texts lie beside them."""
    texts = [FileRow(("labels", f"{n}.txt"), "It is no image.") for n in range(9)]
    masks = [FileRow(("masks", f"{n}.png")) for n in range(9)]
    told = report(*settle([FileRow(("images", "1.jpg")), *texts, *masks]))
    assert "no images in folders" in fault("This set", told)


def test_a_sentence_about_many_classes_stays_one_sentence():
    """It names ten, and says how many more there are."""
    alone = [FileRow((f"person {n}", "1.jpg")) for n in range(400)]
    untested = [FileRow(("train", f"class {n}", f"{image}.jpg")) for n in range(400) for image in "12"]
    tested = [FileRow(("test", f"class {n}", f"{image}.jpg")) for n in range(2) for image in "12"]
    lost, *_ = report(*settle([*alone, FileRow(("a", "1.jpg")), FileRow(("a", "2.jpg"))])).losses
    (gap,) = report(*settle([*untested, *tested])).gaps
    assert "“person 9” and 390 more have only one image each" in lost
    assert "“class 11” and 388 more have no test images: please add some, or leave these classes out." in gap


@pytest.mark.parametrize("folder", ["", "images/", "photos/"])
def test_two_archives_whose_folder_says_nothing_are_two_classes(folder):
    """cats.zip and dogs.zip, each with its images in one folder or in none."""
    rows = [FileRow(tuple(f"{folder}{n}.jpg".split("/"))) for n in range(4)]
    settled, told = settle(gather([("cats.zip", rows), ("dogs.zip", rows)]))
    assert told.classes == ("cats", "dogs")
    assert report(settled, told).taken == {"cats": 4, "dogs": 4}
