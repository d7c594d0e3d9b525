"""The words of a report's frame, in Chinese and in English: two tables with the same keys.

What comes from the contract or from a rule (quotes, titles, advice) is never translated.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from contract_scan.render.phrases.en import EN
from contract_scan.render.phrases.zh import ZH

__all__ = ["TABLES", "Lang", "Phrases", "phrases"]

Lang = Literal["zh", "en"]
Phrases = Mapping[str, str]

TABLES: Final[Mapping[Lang, Phrases]] = MappingProxyType({"zh": MappingProxyType(ZH), "en": MappingProxyType(EN)})


def phrases(lang: Lang) -> Phrases:
    """Return the frame's words in `lang`."""
    return TABLES[lang]
