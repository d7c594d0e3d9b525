"""Loaded once by the server that workers are forked from: what they share then takes memory once, and no time.

Importing this module is its whole use.
"""

from __future__ import annotations

import gc

from contract_scan.scanner import Scanner

_TEXT = "终端服务协议\n甲方（收单机构）：\n乙方（商户）：\n第一条 押金\n乙方交纳的押金不予退还。"

# Hardly anything of what is loaded is garbage, and all of it stays. Nothing is won by walking through it as it loads,
# nor by doing so again after every file, which would write to memory that is shared.
gc.disable()
# The package's own rules, and the dictionary, which loads with the first sentence that wants words.
Scanner(plugins=False).try_scan(_TEXT)
gc.freeze()
gc.enable()
