"""The recogniser behind an interface of two calls, and the one engine that a process has."""

from __future__ import annotations

import importlib.util
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from contract_scan.extract.ocr.geometry import Point, Quad

__all__ = ["STRIP_HEIGHT", "Engine", "Strip", "installed", "shared_engine"]

#: Pixels: the height that lines are recognised at.
STRIP_HEIGHT = 48

_THREADS = "CONTRACT_SCAN_OCR_THREADS"
# Pixels of the longer side that lines are looked for at. Lines are found as well as on the full page, at a quarter of
# the cost; they are read from the full page.
_DETECTION_SIDE = 960
_FULL = 10_000  # pixels: no page is made smaller on its way in


@dataclass(frozen=True, slots=True)
class Strip:
    """What stands in one line.

    `centres` has each character's place along the line, `sureness` how sure the engine is of it, both from 0 to 1.
    """

    text: str
    confidence: float
    centres: tuple[float, ...]
    sureness: tuple[float, ...]


class Engine(Protocol):
    """Finds lines in a picture and reads them. Pictures are numpy arrays of bytes, (height, width), black on white."""

    def detect(self, pixels: Any) -> Sequence[Quad]:
        """Return the lines of a picture, in no order."""
        ...

    def read(self, strip: Any) -> Strip:
        """Return what stands in a picture of one line, `STRIP_HEIGHT` pixels high."""
        ...


def installed() -> bool:
    """Tell whether the extra ``ocr`` is there, without importing it."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


class _RapidEngine:
    """RapidOCR with the models that its wheel carries.

    Its step that turns lines is left out, as the page is turned as a whole where it has to be; lines are read one by
    one, as batches of lines of unequal length cost more in padding than they save.
    """

    def __init__(self, threads: int) -> None:
        # From 1.29 on, ONNX Runtime reports its use to its maker unless it is told not to before it is first loaded.
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        import onnxruntime
        from rapidocr import RapidOCR

        onnxruntime.disable_telemetry_events()
        self._lock = threading.Lock()
        self._rapid: Any = RapidOCR(
            params={
                "Global.log_level": "error",
                "Global.use_cls": False,
                "Global.max_side_len": _FULL,
                "Global.min_side_len": 1,
                "EngineConfig.onnxruntime.intra_op_num_threads": threads,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                "Det.limit_type": "max",
                "Det.limit_side_len": _DETECTION_SIDE,
                "Rec.rec_img_shape": [3, STRIP_HEIGHT, STRIP_HEIGHT],
                "Rec.rec_batch_num": 1,
            }
        )

    def detect(self, pixels: Any) -> Sequence[Quad]:
        with self._lock:
            found = self._rapid(pixels, use_det=True, use_cls=False, use_rec=False)
        boxes = getattr(found, "boxes", None)
        if boxes is None:
            return ()
        return [_quad(*((float(x), float(y)) for x, y in box)) for box in boxes]

    def read(self, strip: Any) -> Strip:
        with self._lock:
            found = self._rapid(strip, use_det=False, use_cls=False, use_rec=True, return_word_box=True)
        if not found.txts:
            return Strip("", 0.0, (), ())
        text, words = found.txts[0], found.word_results[0]
        columns = iter([column for word in words.word_cols for column in word])
        length = max(float(words.line_txt_len), 1.0)
        centres: list[float] = []
        for char in text:  # blanks have no column
            last = centres[-1] if centres else 0.0
            centres.append(last if char.isspace() else min((next(columns, last * length) + 0.5) / length, 1.0))
        confidence = float(found.scores[0])
        sureness = tuple(map(float, words.confs)) if len(words.confs) == len(text) else (confidence,) * len(text)
        return Strip(text, confidence, tuple(centres), sureness)


def _quad(first: Point, second: Point, third: Point, fourth: Point) -> Quad:
    return first, second, third, fourth


_CREATION = threading.Lock()


@cache
def _engine() -> _RapidEngine:
    # One thread by default: a pool of workers reads files side by side, and threads under it would only fight.
    threads = os.environ.get(_THREADS, "1")
    return _RapidEngine(int(threads) if threads.isdecimal() and int(threads) > 0 else 1)


def shared_engine() -> Engine:
    """Return the process's engine; the first call loads its models (some seconds)."""
    with _CREATION:
        return _engine()
