"""The names that others build on: all there, documented, and quick to import."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

import contract_scan

#: Libraries that take time to load; none may come with `import contract_scan`.
HEAVY = ("pydantic", "jieba", "pdfplumber", "pypdfium2", "docx", "lxml", "yaml", "typer", "rich")


def _loaded_after(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_all_is_sorted_and_whole() -> None:
    assert contract_scan.__all__ == sorted(contract_scan.__all__)
    assert len(set(contract_scan.__all__)) == len(contract_scan.__all__)
    assert set(contract_scan.__all__) <= set(dir(contract_scan))


def test_every_error_is_public() -> None:
    from contract_scan import errors

    assert set(errors.__all__) <= set(contract_scan.__all__)
    for name in errors.__all__:
        assert issubclass(getattr(contract_scan, name), contract_scan.ContractScanError)


@pytest.mark.parametrize("name", [name for name in contract_scan.__all__ if name != "__version__"])
def test_every_public_name_is_there_and_documented(name: str) -> None:
    public = getattr(contract_scan, name)
    assert public.__name__ == name
    # Not one that is inherited, and not what a dataclass or a model writes for itself.
    doc = public.__dict__.get("__doc__") if isinstance(public, type) else public.__doc__
    assert doc
    assert not doc.startswith(f"{name}(")


@pytest.mark.parametrize("name", [name for name in contract_scan.__all__ if name != "__version__"])
def test_every_public_method_is_documented(name: str) -> None:
    public = getattr(contract_scan, name)
    if not isinstance(public, type):
        return
    for member, value in vars(public).items():
        if not member.startswith("_") and (inspect.isfunction(value) or isinstance(value, property | classmethod)):
            assert inspect.getdoc(value), f"{name}.{member}"


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'scam'"):
        contract_scan.scam  # noqa: B018


def test_the_version_is_a_version() -> None:
    major, minor, patch = contract_scan.__version__.split(".")
    assert all(part.isdigit() for part in (major, minor, patch[:1]))


@pytest.mark.parametrize("code", ["import contract_scan", "from contract_scan import ContractScanError, RuleError"])
def test_importing_loads_nothing_heavy(code: str) -> None:
    assert not _loaded_after(code) & set(HEAVY)


def test_the_model_loads_no_reader() -> None:
    loaded = _loaded_after("from contract_scan import ContractReport")
    assert not loaded & {"jieba", "pdfplumber", "pypdfium2", "docx", "lxml", "typer", "rich"}


def test_typed_for_others() -> None:
    from importlib.resources import files

    assert files("contract_scan").joinpath("py.typed").is_file()
