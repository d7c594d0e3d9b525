"""Sentences that only bind the provider: what they name is what it may not do, so it is no risk of the merchant's."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["binds_provider"]

#: Verbs of what the provider owes: that it does not do these is no promise.
_OWED: Final = (
    r"(?![^，。；]*(?<!不)(?<!不予)(?<!拒绝)(?:退|返|赔|承担|负责|保证|支付|提供|通知|受理|补[发偿]|担保|开具))"
)
_LEAD: Final = r"(?:(?:未经乙方(?:的|书面|事先)*同意|任何情[况形]下|除非[^，。；]{1,30})，?)?"
#: The whole sentence, in which 甲方 is the provider and 乙方 the merchant, as in the texts of rules.
_BINDS: Final = re.compile(
    rf"{_LEAD}(?:"
    rf"甲方(?:[都均绝决]|一律)*(?:不得|不会|不可|不能|不应|无权)(?!不){_OWED}[^，。；]+"
    rf"|甲方(?:承诺|保证)(?:[绝决]对?)?不{_OWED}[^，。；]+"
    rf"|(?:禁止|严禁)甲方{_OWED}[^，。；]+"
    r"|甲方[^，。；]{2,30}[须应需]当?(?:事先|提前)?[经取征]得?过?乙方(?:的|书面|事先)*同意"
    r"|甲方[^，。；]{2,30}的，[应须]当?[^，。；]{0,8}(?:赔偿|双倍|加倍|支付违约金|承担违约责任)[^，。；]*"
    r"|甲方[^，。；]{2,30}的，乙方(?:可以?|有权)[^，。；]{0,4}(?:解除|拒绝|拒付|投诉|要求赔偿)[^，。；]*"
    r")[。；]?"
)


def binds_provider(text: str) -> bool:
    """Say whether a sentence, relabelled as the texts of rules, says only what the provider may not do or owes."""
    return text.startswith(("甲方", "未经", "任何", "除非", "禁止", "严禁")) and _BINDS.fullmatch(text) is not None
