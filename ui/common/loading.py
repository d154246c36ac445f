"""Loading a data set once for all visitors: it goes on if one leaves, and all who wait see how far it is."""

from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Thread

from catalogue import Progress
from catalogue.dataset import Images

POLL_SECONDS = 0.2


class Loading:
    """A data set that is being loaded, or has been."""

    def __init__(self, load: Callable[[Progress], Images]) -> None:
        """Start to load in a thread of its own; a server that stops does not wait for it."""
        self._images = Future[Images]()
        self._progress = 0.0, ""
        Thread(target=self._run, args=(load,), daemon=True).start()

    @property
    def has_failed(self) -> bool:
        """Whether loading has ended without images."""
        return self._images.done() and self._images.exception() is not None

    def images(self, show: Progress) -> Images:
        """The images; `show` is told how far loading is until they are there. Raises what loading has raised."""
        while wait([self._images], POLL_SECONDS).not_done:
            show(*self._progress)
        return self._images.result()

    def _run(self, load: Callable[[Progress], Images]) -> None:
        try:
            self._images.set_result(load(self._note))
        except BaseException as problem:
            self._images.set_exception(problem)

    def _note(self, part: float, text: str) -> None:
        self._progress = part, text
