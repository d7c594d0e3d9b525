"""Whom does it burden? What a frame takes from the merchant, or lets the other side do to it."""

from __future__ import annotations

from contract_scan.frames.model import Frame

__all__ = ["AGAINST", "is_against_merchant"]

#: What burdens the merchant when it is done, by whom it is done. An agreement is written by the provider: what is done
#: by nobody that it names (「冻结其资金」) is done by the provider, and what is owed by nobody is owed by the merchant.
_DONE_BY_OTHERS = frozenset({"end", "suspend", "change"})
#: What only whoever has the money can do: 「商户被投诉的，每起扣减五十元」 names the merchant, who does not do it.
_BY_HOLDER = frozenset({"hold", "deduct"})
_BORNE_BY_MERCHANT = frozenset({"compensate", "self_borne"})
_DONE_AT_ALL = frozenset({"forfeit", "convert", "consent"})
#: What burdens the merchant when it is denied.
_DENIED = frozenset({"return"})
#: Ending is as often the merchant's own right, so it must be said whose it is.
_NAMED_ONLY = frozenset({"end", "suspend"})
#: The merchant's own money.
_OWN = frozenset({"deposit", "fee", "balance", "funds"})

#: The predicates that can burden the merchant; signals are named after them.
AGAINST = _DONE_BY_OTHERS | _BY_HOLDER | _BORNE_BY_MERCHANT | _DONE_AT_ALL | _DENIED | frozenset({"exclude", "pay"})


def is_against_merchant(frame: Frame) -> bool:
    """Say whether what a frame says burdens the merchant.

    A burden that is denied, forbidden or only supposed is none: 不得冻结, 停止服务的退还押金.
    """
    name = frame.predicate
    if frame.supposed:
        return False
    if name in _DENIED:
        return frame.negative and frame.object in _OWN
    if frame.negative or frame.modality == "must_not":
        return False
    if name in _BY_HOLDER:
        return not (frame.actor == "merchant" and frame.modality == "may")
    if name in _DONE_BY_OTHERS:
        named = frame.actor in ("provider", "agent")
        return named or (frame.actor is None and name not in _NAMED_ONLY)
    if name in _BORNE_BY_MERCHANT:
        return frame.actor in ("merchant", None)
    if name == "pay":
        return frame.object == "penalty_money" and frame.actor in ("merchant", None)
    if name == "exclude":
        return frame.actor != "merchant"
    if name == "forfeit" and frame.actor == "merchant" and frame.text.startswith(("归", "属")):
        return False  # 利息归乙方所有
    return name in _DONE_AT_ALL and (frame.object is None or frame.object in _OWN)
