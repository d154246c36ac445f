"""Tables in which a row has an image's bytes and its label, as the Hugging Face hub keeps them: Parquet and Arrow."""

import json
import re
from collections.abc import Iterator
from typing import Any

from catalogue.containers.boxed import Boxed, Unreadable, place_of
from catalogue.layout.names import part

ROWS_AT_ONCE = 256
IMAGES = ("image", "img", "picture", "photo", "bytes", "image_bytes")
LABELS = ("label", "labels", "class", "category", "target", "fine_label", "class_name", "breed")


def reads(place: str) -> bool:
    """Whether this module reads a file of this name."""
    return place.lower().endswith((".parquet", ".arrow"))


def part_name(place: str) -> str:
    """The first word of a table's name, which may be a part: `train` in `train-00000-of-00002.parquet`."""
    return re.split(r"[-_.]", place)[0]


def images(files: dict[str, bytes]) -> Iterator[Boxed]:
    """The images of all tables of one folder, by name: `train-00000-of-00002.parquet` holds training images."""
    for name, content in sorted(files.items()):
        stem, of_part = name.rpartition(".")[0], part(part_name(name))
        for number, (label, image) in enumerate(_rows(content)):
            yield place_of(of_part, label, f"{number}-{stem}").replace("\0", ""), image


def _rows(content: bytes) -> Iterator[tuple[object, bytes]]:
    import pyarrow as pa

    try:
        batches, schema = _opened(content)
        image, label = _column(schema, IMAGES), _column(schema, LABELS)
        names = _class_names(schema, label)
        for batch in batches:
            table = batch.select([image, label]).to_pydict()
            for held, number in zip(table[image], table[label], strict=True):
                bare = held.get("bytes") if isinstance(held, dict) else held
                yield _named(number, names), bare or b""
    except (pa.ArrowException, OSError, KeyError, TypeError) as error:
        raise Unreadable("it is damaged or not complete") from error


def _opened(content: bytes) -> tuple[Iterator[Any], Any]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    source = pa.BufferReader(content)
    if content.startswith(b"PAR1"):
        file = pq.ParquetFile(source)
        return file.iter_batches(ROWS_AT_ONCE), file.schema_arrow
    reader = pa.ipc.open_file(source) if content.startswith(b"ARROW1") else pa.ipc.open_stream(source)
    if hasattr(reader, "num_record_batches"):
        return (reader.get_batch(number) for number in range(reader.num_record_batches)), reader.schema
    return iter(reader), reader.schema


def _column(schema: Any, known: tuple[str, ...]) -> str:
    found = next((name for name in known if name in schema.names), "")
    if not found:
        raise Unreadable(f"it has no column {' or '.join(known[:2])}")
    return found


def _named(label: object, names: list[str]) -> object:
    """The name of a label that is the number of a name, None for -1 (no label on the hub), and any other as it is."""
    if not names or not isinstance(label, int) or not -1 <= label < len(names):
        return label
    return names[label] if label >= 0 else None


def _class_names(schema: Any, label: str) -> list[str]:
    """The names that the hub's datasets library notes for the numbers of a label column."""
    try:
        noted = json.loads((schema.metadata or {})[b"huggingface"])["info"]["features"][label]
        return list(noted.get("names") or [])
    except (KeyError, ValueError, TypeError):
        return []
