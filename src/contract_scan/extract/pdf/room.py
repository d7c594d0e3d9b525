"""Room that pdfium writes to: some records whose places are made once and used for any number of calls.

Only one thread is inside of pdfium at a time, so that it has the room for itself.
"""

from __future__ import annotations

import ctypes

__all__ = ["FLOAT", "Room"]

#: Bytes of pdfium's single floats and whole numbers.
FLOAT = 4


class Room:
    """Room for some records of so many bytes.

    `places` has, for each of the offsets given, where that offset is in each record, as functions take it. What was
    written is in `view` as bytes, in `floats` and in `numbers`.
    """

    def __init__(self, records: int, size: int, *offsets: int) -> None:
        self._buffer = ctypes.create_string_buffer(records * size)
        self.view = memoryview(self._buffer).cast("B")
        self.floats = self.view.cast("f")
        self.numbers = self.view.cast("I")
        self.places = [
            [ctypes.byref(self._buffer, start + offset) for start in range(0, records * size, size)]
            for offset in offsets
        ]

        #: The same of the first record.
        self.first = [places[0] for places in self.places]

    def clear(self) -> None:
        """Put zeros everywhere: a call that fails writes nothing."""
        ctypes.memset(self._buffer, 0, len(self.view))
