"""Plug-ins are found by their entry points; one that cannot be used is named and left out."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from contract_scan import PluginError, Plugins, PluginWarning, Ruleset, Scanner

RULE = """\
- id: OWN-UMBRELLA
  title: 雨伞押金
  kind: deposit
  outcome: risk
  severity: low
  when: {all: ['~雨伞']}
  message: 收雨伞押金。
  why: 没有理由。
  advice: 问清楚。
  hit: [乙方交纳雨伞押金。]
  miss: [乙方交纳终端押金。]
"""
TEXT = "第一条 押金\n乙方应向甲方交纳终端押金300元，押金概不退还。\n乙方应向甲方交纳雨伞押金10元。"


def pack(place: Path, text: str = RULE) -> None:
    place.joinpath("pack", "rules").mkdir(parents=True)
    place.joinpath("pack", "rules", "own.yaml").write_text(text, "utf-8")


PACK_MODULE = """
    from pathlib import Path
    def pack(): return Path(__file__).parent / "pack"
"""
PACK_ENTRY = "[contract_scan.rule_packs]\numbrella = umbrella_plugin:pack\n"


def test_nothing_installed_is_nothing_found(install) -> None:
    install("other", "[console_scripts]\nother = other_plugin:main\n")
    assert not [plugin for plugin in Plugins.installed().found if plugin.distribution == "other"]


def test_a_rule_pack_is_used(install) -> None:
    pack(install("umbrella", PACK_ENTRY, PACK_MODULE))
    (plugin,) = Plugins.installed().found
    assert (plugin.kind, plugin.name, plugin.distribution, plugin.version) == (
        "rule_pack",
        "umbrella",
        "umbrella",
        "1.0",
    )
    assert [state.problem for state in Plugins.installed().states()] == [None]
    scanner = Scanner()
    assert "OWN-UMBRELLA" in {finding.rule_id for finding in scanner.scan(TEXT).findings}
    assert scanner.ruleset.sha256 != Ruleset.default().sha256
    assert scanner.fingerprint != Scanner(plugins=False).fingerprint


@pytest.mark.parametrize("how", ["argument", "environment", "given rules"])
def test_a_rule_pack_can_be_left_alone(install, monkeypatch, ruleset, how) -> None:
    pack(install("umbrella", PACK_ENTRY, PACK_MODULE))
    if how == "environment":
        monkeypatch.setenv("CONTRACT_SCAN_NO_PLUGINS", "1")
    scanner = Scanner(ruleset if how == "given rules" else None, plugins=False if how == "argument" else None)
    assert scanner.ruleset.sha256 == ruleset.sha256
    assert "umbrella_plugin" not in sys.modules


def test_the_switch_may_say_no(install, monkeypatch) -> None:
    pack(install("umbrella", PACK_ENTRY, PACK_MODULE))
    monkeypatch.setenv("CONTRACT_SCAN_NO_PLUGINS", "0")
    assert Plugins.installed().found


@pytest.mark.parametrize(
    ("module", "reason"),
    [
        ("import no_such_module_anywhere", "ModuleNotFoundError"),
        ("raise SystemExit(3)", "SystemExit"),
        ("x = (", "SyntaxError"),
        ("", "AttributeError"),
        ("pack = 7", "int"),
        ("def pack(): raise OSError('gone')", "OSError: gone"),
        ("pack = '/no/such/folder/umbrella'", "umbrella 不是文件夹"),
        ("pack = __file__", "不是文件夹"),
    ],
)
def test_a_faulty_rule_pack_is_named_and_left_out(install, ruleset, module, reason) -> None:
    install("umbrella", PACK_ENTRY, module)
    (state,) = Plugins.installed().states()
    assert state.problem is not None
    assert reason in state.problem
    with pytest.warns(PluginWarning, match=r"umbrella（umbrella 1\.0）"):
        found = Scanner().ruleset
    assert found.sha256 == ruleset.sha256


def test_a_pack_with_a_wrong_rule_is_left_out_and_the_others_are_not(install, tmp_path) -> None:
    place = install("umbrella", PACK_ENTRY, PACK_MODULE)
    pack(place)
    install(
        "broken",
        "[contract_scan.rule_packs]\nbroken = broken_plugin:where\n",
        f"where = {str(tmp_path / 'broken')!r}",
    )
    tmp_path.joinpath("broken").mkdir()
    tmp_path.joinpath("broken", "rules.yaml").write_text(
        RULE.replace("OWN-", "BAD-").replace("~雨伞", "no.signal"), "utf-8"
    )
    with pytest.warns(PluginWarning, match=r"broken.*no\.signal"):
        found = {rule.id for rule in Scanner().ruleset.rules}
    assert "OWN-UMBRELLA" in found
    assert "BAD-UMBRELLA" not in found


def test_of_two_with_one_name_the_first_is_used(install) -> None:
    pack(install("umbrella", PACK_ENTRY, PACK_MODULE))
    install("zebra", "[contract_scan.rule_packs]\numbrella = umbrella_plugin:pack\n")
    first, second = Plugins.installed().states()
    assert (first.plugin.distribution, first.problem) == ("umbrella", None)
    assert second.problem == "umbrella 已有同名的插件"


def test_directories_come_behind_the_packs(install, tmp_path) -> None:
    pack(install("umbrella", PACK_ENTRY, PACK_MODULE))
    own = tmp_path / "own"
    own.mkdir()
    own.joinpath("rules.yaml").write_text(RULE.replace("雨伞押金\n", "雨伞押金，改过\n  override: true\n"), "utf-8")
    assert Plugins.installed().ruleset(own).rule("OWN-UMBRELLA").title == "雨伞押金，改过"


def test_plugins_cross_to_other_processes_by_name(install) -> None:
    pack(install("umbrella", PACK_ENTRY, PACK_MODULE))
    found = Plugins.installed()
    assert pickle.loads(pickle.dumps(found)) == found
    assert hash(found) == hash(Plugins.installed())
    copy = pickle.loads(pickle.dumps(Scanner()))
    assert "OWN-UMBRELLA" in {rule.id for rule in copy.ruleset.rules}


def test_importing_and_making_a_scanner_looks_for_nothing() -> None:
    code = "import importlib.metadata as m; m.entry_points = None; from contract_scan import Scanner, scan; Scanner()"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_unknown_renderer_is_an_error_that_names_those_there(install) -> None:
    install("letters", "[contract_scan.renderers]\nletters = letters_plugin:Letters\n")
    with pytest.raises(PluginError, match="没有输出格式 nothing 的插件；装有的：letters"):
        Plugins.installed().renderer("nothing")
    with pytest.raises(PluginError, match=r"letters（letters 1\.0） 不能用：.*AttributeError"):
        Plugins.installed().renderer("letters")
