"""Who is who: 甲方 is the merchant in some agreements and the acquirer in others. Read, never assumed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from contract_scan.language.declared import Declared, declared_parties
from contract_scan.language.sentences import Sentence
from contract_scan.lexicons import read_yaml
from contract_scan.precompiled import compile_pattern
from contract_scan.remembered import Remembered

__all__ = ["PartyReading", "RoleReader", "Roles"]

RoleName = Literal["merchant", "provider", "agent", "either"]
#: Lines that are remembered.
_LINES = 1024
_LEADING = compile_pattern(r"[（(，。：:、]|由|和|与|是|系|成为|使用|您|本协议")
_FUNCTION_WORD = compile_pattern(
    r"同时|并|则|也|均|还|亦|双方|任何|一方|届时|另外|否则|此外|因此|由此|对方|持卡人|顾客|消费者|客户|买家|卖家|当事人|付款人|也|逾期|期满|[的该其]"
)
#: How often a name has to be said to be free to do something before it is taken for the provider's.
_POWERS = 4
#: How many deeds it weighs that a party is not called anything, where the other is called an agent.
_NOT_CALLED = 2
#: How many deeds it weighs what a party is called, and that its name is left to be filled in or is a company's.
_CALLED = 2
_BLANK = 1
#: No name ends within brackets: 会员（公司全称）.
_UNCLOSED = re.compile(r"[（(][^）)]*$")
_COMPANY = compile_pattern(
    r"[\u4e00-\u9fffA-Za-z（）()·]{2,40}(?:有限责任公司|股份有限公司|有限公司|公司|银行|支行|分行|商行|经营部|服务部|通讯店|中心)"
)
# What a party's line says behind its label: a name, up to the next entry. A shop or a person has no word for a company.
_WRITTEN = compile_pattern(
    r"(?:[（(][^）)]{1,24}[）)])?(?:名称|姓名|全称)?[：:]\s*"
    r"(?P<name>[\u4e00-\u9fffA-Za-z0-9][\u4e00-\u9fffA-Za-z0-9（）()·&]{1,29}?)"
    r"(?:$|[，。；,;|\s]|(?:地址|住所|住址|经营地|法定代表人|负责人|经营者|联系|电话|手机|身份证|证件|统一社会|营业执照|开户)[^：:]{0,10}[：:])"
)
_NO_NAME = compile_pattern(
    r"^(?:详?见|以?下|如|同|按|由|为|指|是|应|须|请|无|待|在|对|凡|已|可|须|需|即|其)|填写|为准|名字|签[字名章]|盖章|所[有指]|使用|本(?:协议|合同)|[甲乙丙]方|义务|权利|责任"
)


@dataclass(frozen=True, slots=True)
class PartyReading:
    """A party's label with its role and, where printed, its name at ``[start, end)`` of the document's text."""

    role: RoleName
    label: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Roles:
    """Resolves the names in a sentence to roles."""

    parties: tuple[PartyReading, ...]
    by_label: dict[str, RoleName]
    pattern: re.Pattern[str]
    #: The files of a set that name their parties otherwise: the half-open range of the document's text, and how.
    elsewhere: tuple[tuple[int, int, Roles], ...] = ()

    def find(self, text: str, at: int = 0) -> list[tuple[int, int, RoleName]]:
        """Return the parties named in normalised text: ``(start, end, role)``, in reading order.

        `at` is the offset of the document's text at which it was printed: 甲方 may be another in another file.
        """
        for start, end, roles in self.elsewhere:
            if start <= at < end:
                return roles.find(text)
        return [(m.start(), m.end(), self.by_label[m.group()]) for m in self.pattern.finditer(text)]


def _company_name(found: str) -> str:
    """Return a company's name without the words that lead to it: 「本店由某某支付有限公司」."""
    parts = [part for part in _LEADING.split(found) if len(part) > 3]
    return parts[-1] if parts else found


class RoleReader:
    """Reads the parties of an agreement, by the words of ``lexicons/roles.yaml``."""

    def __init__(self, directory: Path) -> None:
        data = read_yaml(directory / "roles.yaml")
        self._labels: tuple[str, ...] = tuple(data["labels"])
        self._words: dict[RoleName, tuple[str, ...]] = {
            "agent": tuple(data["agent_words"]),
            "merchant": tuple(data["merchant_words"]),
            "provider": tuple(data["provider_words"]),
        }
        self._names: dict[str, RoleName] = {}
        for role in ("merchant", "provider", "agent", "either"):
            self._names.update(dict.fromkeys(data[f"{role}_names"], role))
        self._letter: dict[RoleName, tuple[str, ...]] = {
            "merchant": tuple(data["writer_names"]),
            "provider": tuple(data["addressee_names"]),
        }
        #: What single lines say of the party of a label.
        self._lines: Remembered[tuple[RoleName | None, str | None]] = Remembered(_LINES)
        self._deeds: dict[RoleName, tuple[str, ...]] = {
            "merchant": tuple(data["merchant_deeds"]),
            "provider": tuple(data["provider_deeds"]),
        }

    def read(self, sentences: Sequence[Sentence]) -> Roles:
        """Return the roles of an agreement from its head, its definitions and what each party does."""
        head = [sentence.text for sentence in sentences[:24]]
        text = "\n".join(sentence.text for sentence in sentences)
        resolved: dict[str, RoleName] = {}
        names: dict[str, str] = {}
        used = [label for label in self._labels if label in text]
        if all(text.count(label) <= 2 for label in used):
            # 甲方 in passing, beside 工具方 and 使用人, or 酒店方 and 银行方, throughout
            parties_told = declared_parties(head, text)
            declared = self._declared(parties_told, text)
            for party, told in zip(declared, parties_told, strict=True):
                resolved.update(party)
                names.update(dict.fromkeys(party, told.company) if told.company else {})
            both = {"merchant", "provider"} <= set(resolved.values())
            used = [max(party, key=text.count) for party in declared] if both else self._sides(text) or used
        for label in used:
            if label in resolved:
                continue
            role, name = self._defined(label, head)
            if role := role or (None if label in self._labels else self._role_of(label)):
                resolved[label] = role
            if name:
                names[label] = name
        self._settle(used, resolved, text)
        by_label: dict[str, RoleName] = dict(self._names)
        by_label.update(self._brands(text))
        by_label.update(self._aliases(head, resolved))
        if all(any(name in text for name in called) for called in self._letter.values()):
            for writes, called in self._letter.items():
                by_label.update(dict.fromkeys(called, writes))
        by_label.update(resolved)
        for label in used:
            if label not in names and (written := self._written_name((label,), head)):
                names[label] = written
        parties = [PartyReading(resolved[label], label, names.get(label)) for label in used if label in resolved]
        pronouns = sum(text.count(name) for name in ("您", "你"))
        if not parties or pronouns > 2 * sum(text.count(party.label) for party in parties):
            parties = self._named(text, by_label, head)
        ordered = sorted(by_label, key=len, reverse=True)
        return Roles(tuple(parties), by_label, re.compile("|".join(map(re.escape, ordered))))

    def read_set(self, sentences: Sequence[Sentence], parts: Sequence[tuple[int, int]]) -> Roles:
        """Return the roles of an agreement whose documents lie at these ranges of its text.

        The first document that names its parties speaks for all that do not name theirs: in a supplement 甲方 may be
        who is 乙方 in the body.
        """
        starts = [sentence.start for sentence in sentences]
        within = [sentences[bisect_left(starts, start) : bisect_left(starts, end)] for start, end in parts]
        named = [index for index, own in enumerate(within) if self._names_parties(own)]
        if len(named) < 2:
            return self.read(sentences)
        first, *others = named
        common = [one for index, own in enumerate(within) if index not in named for one in own]
        base = self.read([*within[first], *common])
        elsewhere = []
        for index in others:
            # A party that a later document leaves out is who it is in the first.
            by_label = {**base.by_label, **self.read(within[index]).by_label}
            ordered = sorted(by_label, key=len, reverse=True)
            roles = Roles((), by_label, re.compile("|".join(map(re.escape, ordered))))
            elsewhere.append((*parts[index], roles))
        return replace(base, elsewhere=tuple(elsewhere))

    def _names_parties(self, sentences: Sequence[Sentence]) -> bool:
        """Whether the head of a document says of two parties who they are, and of one of them what it does."""
        head = [sentence.text for sentence in sentences[:24]]
        roles = {label: self._defined(label, head)[0] for label in self._labels}
        others = "|".join(self._labels)
        told = [
            label
            for label in self._labels
            if roles[label]
            or any(
                label in line and re.search(rf"{label}(?:[（(][^）)]*[）)])?：\s*(?!{others})[^\s_，。；]", line)
                for line in head
            )
        ]
        return len(told) >= 2 and any(roles[label] for label in told)

    def _sides(self, text: str) -> list[str]:
        """Return the names like 「酒店方」 that an agreement without 甲方 uses for its parties, most used first."""
        counts: dict[str, int] = {}
        for match in re.finditer(r"[\u4e00-\u9fff]{2}方(?!式|法|面|案|便|向|可|能)", text):
            counts[match.group()] = counts.get(match.group(), 0) + 1
        sides = [side for side, count in counts.items() if count > 5 and self._role_of(side)]
        return sorted(sides, key=lambda side: -counts[side])[:3]

    def _declared(self, parties: Sequence[Declared], text: str) -> list[dict[str, RoleName]]:
        """Return the roles of the parties that lines of their own name, each with all its labels, by what they are
        called, by what they do, and by whose name is left to be filled in."""
        points: list[float] = []
        called: list[RoleName | None] = []
        for party in parties:
            called.append(next(filter(None, map(self._role_of, (*party.labels, party.printed))), None))
            known = 0 if called[-1] is None else _CALLED if called[-1] == "merchant" else -_CALLED
            deeds = sum(self._score(label, text) for label in party.labels)
            # Where nothing tells them apart, it is the second who signs what the first has drafted.
            points.append(known + deeds + _BLANK * (party.blank - bool(party.company)) + party.place / 10)
        best = max(points, default=0)
        served = points.index(best) if len(points) > 1 or best > 0 else None
        if served is not None and called[served] != "merchant":
            # 您 throughout, beside an agent and its principal.
            others = (name for name, role in self._names.items() if role == "merchant")
            own = max(map(text.count, parties[served].labels))
            served = None if any(text.count(name) > own for name in others) else served
        known_names = any(label in self._names for party in parties for label in party.labels)
        agents = len(parties) > 2 or (served is None and (len(parties) > 1 or known_names))
        return [
            dict.fromkeys(
                party.labels,
                "merchant" if at == served else "agent" if agents and called[at] == "agent" else "provider",
            )
            for at, party in enumerate(parties)
        ]

    def _defined(self, label: str, head: Sequence[str]) -> tuple[RoleName | None, str | None]:
        """Read what stands beside a label where the agreement names its parties."""
        role: RoleName | None = None
        name: str | None = None
        for line in head:
            if label not in line:
                continue
            defined = self._lines.get((label, line))
            if defined is None:
                defined = self._defined_in(label, line)
                self._lines.keep((label, line), defined)
            role, name = role or defined[0], name or defined[1]
        return role, name

    def _defined_in(self, label: str, line: str) -> tuple[RoleName | None, str | None]:
        role: RoleName | None = None
        name: str | None = None
        for match in re.finditer(re.escape(label), line):
            before = line[max(0, match.start() - 44) : match.start()]
            after = line[match.end() : match.end() + 50]
            beside = ""
            if opened := re.match(r"[（(]([^）)]{1,24})[）)]", after):
                beside = opened.group(1)
                after = after[opened.end() :]
            told = re.match(r"[：:是为]\s*([^，。；]{0,44})", after)
            wrapped = re.search(r"([^，。；：:]{1,36})[（(](?:以下|下称|下)?(?:简称|称|叫)?[为“\"「]*$", before)
            prefix = re.search(r"([\u4e00-\u9fff]{2,8})[（(]$", before)
            if told:
                following = re.split("|".join(self._labels), told.group(1))[0]
                beside += " " + following
            if wrapped:
                beside += " " + wrapped.group(1)
            if prefix:
                beside = prefix.group(1) + " " + beside
            if not beside.strip():
                continue
            if company := _COMPANY.search(beside):
                name = name or _company_name(company.group())
            role = role or self._role_of(beside)
        return role, name

    def _written_name(self, labels: Sequence[str], head: Sequence[str]) -> str | None:
        """Return the name on a party's own line, where a line of the head begins with one of its labels."""
        for line in head:
            for label in labels:
                if line.startswith(label):
                    told = _WRITTEN.match(line, len(label))
                    if told and not _NO_NAME.search(told["name"]) and not self._is_called(told["name"]):
                        return told["name"]
                    break
        return None

    def _is_called(self, name: str) -> bool:
        """Whether a name is only what a party is called: 甲方：商户."""
        return name in self._names or any(name in words for words in self._words.values())

    def _role_of(self, words: str) -> RoleName | None:
        best: tuple[int, RoleName] | None = None
        for role in ("agent", "merchant", "provider"):
            for word in self._words[role]:
                if word in words and (best is None or len(word) > best[0]):
                    best = (len(word), role)
        return best[1] if best else None

    def _settle(self, used: Sequence[str], resolved: dict[str, RoleName], text: str) -> None:
        """Resolve the labels that the head leaves open, by what each party does; two parties never share a role."""
        merchants = [label for label in used if resolved.get(label) == "merchant"]
        open_labels = [label for label in used if label not in resolved]
        if not merchants and used:
            agents = [label for label in used if resolved.get(label) == "agent"]
            candidates = [*open_labels, *agents] or (used if len(used) > 1 else [])
            if candidates:
                # An agent that is called so is the merchant only where what it does says so twice: an agency agreement.
                best = max(
                    candidates,
                    # Where nothing tells them apart, 乙方 is who signs what 甲方 has drafted.
                    key=lambda label: (
                        self._score(label, text) + (_NOT_CALLED if label in open_labels else 0),
                        label == "乙方",
                        label,
                    ),
                )
                resolved[best] = "merchant"
                open_labels = [label for label in open_labels if label != best]
        elif len(merchants) > 1:
            keep = max(merchants, key=lambda label: self._score(label, text))
            for label in merchants:
                if label != keep:
                    resolved[label] = "provider"
        for label in open_labels:
            taken = set(resolved.values())
            resolved[label] = "provider" if "provider" not in taken else "agent"
        if used and "provider" not in resolved.values():
            # An agreement with an agent alone: the agent is who owes the merchant.
            for label in used:
                if resolved.get(label) == "agent":
                    resolved[label] = "provider"
                    break

    def _score(self, label: str, text: str) -> int:
        quoted = re.escape(label)
        gained = sum(len(re.findall(deed.replace("{}", quoted), text)) for deed in self._deeds["merchant"])
        return gained - sum(len(re.findall(deed.replace("{}", quoted), text)) for deed in self._deeds["provider"])

    def _aliases(self, head: Sequence[str], resolved: dict[str, RoleName]) -> dict[str, RoleName]:
        """Read short names such as 「某某支付有限公司（以下称“某某收”）」."""
        found: dict[str, RoleName] = {}
        for line in head:
            for match in re.finditer(
                r"([\u4e00-\u9fff]{2,40}?)[，（(]{1,2}[^，。；（）]{0,8}?(?:以下|下)?(?:简称|称|叫)(?:为)?[“\"「‘]([\u4e00-\u9fffA-Za-z]{2,10})[”\"」’]",
                line,
            ):
                alias = match.group(2)
                if alias in resolved or alias in self._labels:
                    continue
                if _COMPANY.search(match.group(1)):
                    found[alias] = self._role_of(match.group(1)) or "provider"
        return {alias: role for alias, role in found.items() if alias not in self._names}

    def _brands(self, text: str) -> dict[str, RoleName]:
        """Read a provider's own name from what only a provider says of itself: 「…，某某出行有权…」."""
        counts: dict[str, int] = {}
        for match in re.finditer(r"(?:^|[，。；：\n])([\u4e00-\u9fff]{2,6}?)(?:有权|将不|不承担)", text):
            name = match.group(1)
            if self._could_be_a_name(name):
                counts[name] = counts.get(name, 0) + 1
        powers: dict[str, int] = {}
        for match in re.finditer(r"(?:^|[，。；：\n])([\u4e00-\u9fff]{2,6}?)可以?(?!能|信|靠)", text):
            powers[match.group(1)] = powers.get(match.group(1), 0) + 1
        for name, count in powers.items():
            # Who may do this and that, again and again, is who wrote the agreement.
            if count >= _POWERS and self._could_be_a_name(name):
                counts[name] = counts.get(name, 0) + count
        return {name: "provider" for name, count in counts.items() if count >= 2 or text.count(name) >= 5}

    def _could_be_a_name(self, name: str) -> bool:
        """Whether a word may be somebody's own name: 入网商户 is what merchants are called, however it begins."""
        called = any(name.endswith(known) for known in (*self._names, *self._labels))
        return not called and not _FUNCTION_WORD.search(name)

    def _named(self, text: str, by_label: dict[str, RoleName], head: Sequence[str]) -> list[PartyReading]:
        """Return the names that the agreement uses most for each role, where it has no 甲方 and 乙方."""
        companies = _COMPANY.finditer(text[:1500])
        company = next((match for match in companies if not _UNCLOSED.search(match.group())), None)
        longest_first = sorted(by_label, key=len, reverse=True)
        found = re.findall("|".join(map(re.escape, longest_first)), text)
        parties = []
        for role in ("merchant", "provider"):
            counts = {name: found.count(name) for name, of in by_label.items() if of == role}
            label = max(counts, key=lambda name: (counts[name], len(name)), default=None)
            if label and counts[label]:
                written = self._written_name([name for name in longest_first if by_label[name] == role], head)
                if written is None and company and role == "provider":
                    written = _company_name(company.group())
                parties.append(PartyReading(role, label, written))
        return parties
