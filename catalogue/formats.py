"""File formats in which people keep images or labels, but which cannot be read here: what each is, and what to do."""

import re
from dataclasses import dataclass

SAVE = "please save its images as PNG files in a folder for each class."
ONE = "please save it as JPEG or PNG."
AS_TABLE = "please save it as CSV, with a column filename and a column label."
MODEL = "please bring the images that a model learns from, not the model."
PAIR = "please pack the images and their labels together as a zip."
CIFAR = "please take CIFAR's version for Python, whose batches can be read here."
PICTURES = "please save its pictures as files, in a folder for each class."
JOIN = "please join its parts, or pack the folders of images again as one zip."
ZIP = b"PK\3\4"
"""The first bytes of a zip, which is recognised by its content whatever its name."""
IN_ZIP = ZIP + rb".{26}"
"""The bytes before the name of the first file in a zip."""


@dataclass(frozen=True)
class Format:
    """A format by the beginning of its bytes, by the end of its name, or by both."""

    kind: str
    advice: str
    start: bytes = b""
    name: str = ""


FORMATS = (
    Format("a binary file of CIFAR", CIFAR, name=r"\b(data_batch_\d|test_batch|train|test)\.bin"),
    Format("a binary file of STL-10", SAVE, name=r"\b(train|test|unlabeled)_[xy]\.bin"),
    Format("a MATLAB file", SAVE, rb"MATLAB [57]"),
    Format("a MATLAB file", SAVE, name=r"\.mat"),
    Format("a model of Keras", MODEL, rb"PK|\x89HDF", r"\.keras|\.weights\.h5"),
    Format("an HDF5 file", SAVE, rb"\x89HDF\r\n"),
    Format("a TFRecord file", SAVE, name=r"\.tfrecords?.*"),
    Format("a file of tensors (safetensors)", MODEL, rb".{4}\0{4}\{"),
    Format("a TFRecord file", SAVE, rb".{4}\0{4}.{4}\n"),
    Format("a PyTorch file", SAVE, IN_ZIP + rb"[^/]{1,200}/(data\.pkl|\.format_version|\.data/)"),
    Format("a PyTorch file", SAVE, rb"\x80\x02\x8a\nl\xfc\x9cF\xf9 j"),
    Format("a PyTorch file", SAVE, name=r"\.pth?"),
    Format("a Python pickle", SAVE, rb"\x80[\x02-\x05]"),
    Format("a Python pickle", SAVE, name=r"\.(pkl|pickle|joblib)"),
    Format("an Excel table", AS_TABLE, IN_ZIP + rb"xl/"),
    Format("an Excel table", AS_TABLE, IN_ZIP + rb"(\[Content_Types\]\.xml|_rels/|docProps/)", r"\.xls[xmb]"),
    Format("an Excel table", AS_TABLE, rb"\xd0\xcf\x11\xe0", r"\.xls"),
    Format("a spreadsheet", AS_TABLE, IN_ZIP + rb"mimetypeapplication/vnd\.oasis\.opendocument\.spreadsheet"),
    Format("a document with pictures", PICTURES, IN_ZIP + rb"(\[Content_Types\]\.xml|_rels/|docProps/|word/|ppt/)"),
    Format("a document with pictures", PICTURES, IN_ZIP + rb"mimetypeapplication/"),
    Format("a document with pictures", PICTURES, rb"\xd0\xcf\x11\xe0"),
    Format("one NumPy array", "please pack it as X.npy together with its labels, y.npy, as a zip.", rb"\x93NUMPY"),
    Format("one of several files in MNIST's format", PAIR, name=r".*idx[13]-ubyte(\.gz)?"),
    Format("a database (LMDB)", SAVE, rb".{16}\xde\xc0\xef\xbe"),
    Format("a database (SQLite)", SAVE, rb"SQLite format 3"),
    Format("a medical image (DICOM)", ONE, rb".{128}DICM"),
    Format("a medical image (NIfTI)", ONE, name=r"\.nii(\.gz)?"),
    Format("an astronomical image (FITS)", ONE, rb"SIMPLE  ="),
    Format("a Photoshop file", ONE, rb"8BPS"),
    Format("a JPEG XL image", ONE, rb"\xff\x0a|\0{3}\x0cJXL "),
    Format("a JPEG 2000 image", ONE, rb"\0{3}\x0cjP  "),
    Format("a raw photo of a camera", ONE, name=r"\.(cr2|cr3|nef|arw|dng|orf|rw2|raf|raw)"),
    Format("a trained model", MODEL, rb".{4}TFL3"),
    Format("a trained model", MODEL, name=r"\.(onnx|tflite|pb|mlmodel|gguf|ckpt)"),
    Format("one part of an archive in several parts", JOIN, b".", r"\.z\d\d|\.(zip|7z|tar|t?gz)\.\d{3}|\.part\d+\.rar"),
)
"""The first format that fits counts."""

NO_IMAGE = "not an image that can be read here: please choose a JPEG, PNG, GIF, WebP, TIFF or BMP file."
IS_TEXT = f"is a text, {NO_IMAGE}"

OTHER_KINDS = {
    b"<svg": "an SVG drawing",
    b"<html": "a web page",
    b"%pdf-": "a PDF document",
    b"%!ps": "a PostScript document",
}
"""Files that people take for images, recognised by these words near their beginning, in lower case."""

TEXT = r"(?i)\.(txt|md|json|jsonl|xml|ya?ml|ini|toml|log|py|ipynb|aae|csv|tsv)$"
"""How the names of texts that lie beside images end."""

TABLE = r"(?i)\.(csv|tsv|jsonl)$"
"""How the names of tables end."""


def why_unsupported(head: bytes, name: str) -> str:
    """The rest of a sentence about a file with these first bytes and this name; empty if it has none of the formats."""
    for known in FORMATS:
        has_name = not known.name or re.search(f"({known.name})$", name, re.IGNORECASE)
        has_start = re.match(known.start, head, re.DOTALL) if known.start else not head.startswith(ZIP)
        if has_name and has_start:
            return f"is {known.kind}, which cannot be read here: {known.advice}"
    return ""
