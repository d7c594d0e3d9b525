"""Frames: who may, must or must not do what with which money, and when. One `Reading` for each sentence."""

from contract_scan.frames.model import PREDICATES, Frame, Reading
from contract_scan.frames.reader import FrameReader

__all__ = ["PREDICATES", "Frame", "FrameReader", "Reading"]
