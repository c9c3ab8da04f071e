"""Proposals made on a Dask cluster: the same as here, document by document and in order.

What has been learned goes to every worker once, with the corpus that it was learned from. Nothing
is sent anywhere unless the user has named an address.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from importlib import import_module
from itertools import islice
from pydoc import locate
from threading import Lock
from typing import Any, NamedTuple

from qualcode.errors import InputError
from qualcode.suggesting.passages import Document
from qualcode.suggesting.registry import Proposal, Propose

Proposals = Sequence[Sequence[Proposal]]
ProposeAll = Callable[[Propose, Sequence[Document]], Iterator[Proposals]]
"""From what a suggester prepared and documents to each document's proposals, in order."""

_SECONDS = 10  # to wait for a cluster
_UNITS = 5_000  # that a worker gets at a time
_AHEAD = 2  # tasks for each thread of the cluster, so that none waits for the next
_SAME = ("qualcode", "numpy", "scipy", "sklearn", "spacy")
_one_at_a_time = Lock()


@contextmanager
def proposing(address: str | None) -> Iterator[ProposeAll]:
    """Give what makes proposals: here, or on the cluster at an address.

    Raises `InputError` if there is no such cluster, if it lacks workers or they have other
    versions, and if the package for it is missing.
    """
    if address is None:
        yield map
        return
    client = _connect(address)
    with client:
        _check_workers(client, address)
        yield partial(_propose_all, client, address)


def _connect(address: str) -> Any:
    try:
        distributed = import_module("distributed")
    except ImportError as error:
        raise InputError(
            "A Dask cluster needs the package “distributed”, which is not installed.",
            remedy="Install it with: pip install 'qualcode[dask]'",
        ) from error
    try:
        return distributed.Client(address, timeout=_SECONDS, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise InputError(
            f"There is no Dask cluster at {address}.",
            remedy="Give the scheduler's address, as in tcp://10.0.0.5:8786.",
        ) from error


def _check_workers(client: Any, address: str) -> None:
    """The same suggestions as here need the same versions as here."""
    if not client.nthreads():
        raise InputError(f"The Dask cluster at {address} has no workers.", remedy="Start some.")
    for package in _SAME:
        name = f"{package}.__version__"
        here = locate(name)
        for worker, there in client.run(locate, name).items():
            if there != here:
                found = f"{package} {there}" if there else f"no {package}"
                raise InputError(
                    f"A worker of the Dask cluster has {found}, and here it is {here}.",
                    where=worker,
                    remedy="Install the same versions there: suggestions would differ.",
                )


class _Part(NamedTuple):
    """Some of a document's units."""

    document: int
    start: int
    stop: int


def _propose_all(
    client: Any, address: str, propose: Propose, documents: Sequence[Document]
) -> Iterator[Proposals]:
    distributed = import_module("distributed")
    try:
        yield from _gathered(client, propose, documents)
    except (distributed.CancelledError, distributed.KilledWorker, OSError) as error:
        raise InputError(
            f"The Dask cluster at {address} broke off: {error}",
            remedy="What was found is kept; `qualcode suggest run PROJECT --resume RUN` goes on.",
        ) from error


def _gathered(client: Any, propose: Propose, documents: Sequence[Document]) -> Iterator[Proposals]:
    """Each document's proposals, with only some tasks under way at a time."""
    learned = client.scatter(propose, broadcast=True, hash=False)
    large: dict[int, Any] = {}

    def sent(number: int) -> Any:
        """A document, or where it is kept if several tasks need it."""
        if len(documents[number].units) <= _UNITS:
            return documents[number]
        if number not in large:
            large.clear()
            large[number] = client.scatter(documents[number], hash=False)
        return large[number]

    def submit(parts: list[_Part]) -> Any:
        texts = [sent(part.document) for part in parts]
        return client.submit(_propose, learned, texts, parts, pure=False)

    tasks = ((parts, submit(parts)) for parts in _tasks(documents))
    under_way = deque(islice(tasks, _AHEAD * sum(client.nthreads().values())))
    found: list[Sequence[Proposal]] = []
    while under_way:
        parts, task = under_way.popleft()
        for part, here in zip(parts, task.result(), strict=True):
            found += here
            if part.stop == len(documents[part.document].units):
                yield found
                found = []
        under_way.extend(islice(tasks, 1))


def _tasks(documents: Sequence[Document]) -> Iterator[list[_Part]]:
    """Small documents together, large ones in parts."""
    together: list[_Part] = []
    for number, document in enumerate(documents):
        size = len(document.units)
        if together and sum(part.stop - part.start for part in together) + size > _UNITS:
            yield together
            together = []
        starts = range(0, max(1, size), _UNITS)
        parts = [_Part(number, start, min(start + _UNITS, size)) for start in starts]
        yield from ([part] for part in parts[:-1])
        together.append(parts[-1])
    if together:
        yield together


def _propose(
    propose: Propose, documents: Sequence[Document], parts: Sequence[_Part]
) -> list[Proposals]:
    """On a worker: proposals for parts of documents. Suggesters need not be safe for threads."""
    with _one_at_a_time:
        return [
            propose(replace(document, units=document.units[part.start : part.stop]))
            for document, part in zip(documents, parts, strict=True)
        ]
