"""`python -m timing` times operations; `python -m timing record` records a machine with a GPU, with few libraries."""

import sys


def main(arguments: list[str]) -> None:
    """Run the command that was asked for, and exit."""
    if arguments[:1] == ["record"]:
        from experiments.recording.command import main as record

        sys.exit(record(arguments[1:]))
    from timing.command import main as time_operations

    time_operations(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
