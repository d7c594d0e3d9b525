"""Both configurations, in a repository of their own: what may be committed, and what may not."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import docx
import pytest

HERE = Path(__file__).parent
CONTRACTS = HERE.parent / "contracts"
#: The checkout of contract-scan: CI names it, since this file is copied out of it.
SOURCE = Path(os.environ.get("CONTRACT_SCAN_SOURCE") or HERE.parents[2])
GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_AUTHOR_NAME": "test",
    "GIT_AUTHOR_EMAIL": "test@example.com",
    "GIT_COMMITTER_NAME": "test",
    "GIT_COMMITTER_EMAIL": "test@example.com",
}


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    # The hook's own environment takes what the repository holds, not what a constraint of this one says.
    inherited = {name: value for name, value in os.environ.items() if name != "PIP_CONSTRAINT" and name[:4] != "GIT_"}
    environment = inherited | GIT | {"PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("cache"))}

    def call(*command: object, at: Path) -> subprocess.CompletedProcess[str]:
        words = [str(word) for word in command]
        return subprocess.run(
            words, cwd=at, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
        )

    return call


def committed(run, at: Path) -> str:
    """Make `at` a repository with one commit of all that lies in it; return the commit."""
    for command in (("init", "--quiet"), ("add", "--all"), ("commit", "--quiet", "--no-verify", "-m", "begin")):
        done = run("git", *command, at=at)
        assert done.returncode == 0, done.stderr
    return run("git", "rev-parse", "HEAD", at=at).stdout.strip()


@pytest.fixture(scope="module")
def repository(run, tmp_path_factory):
    """contract-scan as others get it: a repository with the files of the checkout, and the commit to name."""
    place = tmp_path_factory.mktemp("repositories") / "contract-scan"
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", at=SOURCE)
    for name in filter(None, listed.stdout.split("\0")):
        if (SOURCE / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes((SOURCE / name).read_bytes())
    return place, committed(run, place)


@pytest.fixture
def project(run, tmp_path):
    (tmp_path / "README.md").write_text("Our agreements.\n")
    committed(run, tmp_path)
    (tmp_path / "contracts").mkdir()
    return tmp_path


def agreement(name: str, path: Path) -> None:
    document = docx.Document()
    for line in (CONTRACTS / name).read_text("utf-8").splitlines():
        document.add_paragraph(line)
    document.save(path)


def test_the_files_are_valid(run):
    assert run("pre-commit", "validate-manifest", SOURCE / ".pre-commit-hooks.yaml", at=HERE).returncode == 0
    assert run("pre-commit", "validate-config", "from-repository.yaml", "installed.yaml", at=HERE).returncode == 0


@pytest.mark.parametrize("config", ["from-repository.yaml", "installed.yaml"])
def test_a_commit_with_a_bad_agreement_is_refused(config, run, project, request):
    text = (HERE / config).read_text("utf-8")
    if config == "from-repository.yaml":
        place, commit = request.getfixturevalue("repository")
        text = text.replace("https://example.com/contract-scan", place.as_uri()).replace("v0.1.0", commit)
    (project / ".pre-commit-config.yaml").write_text(text, "utf-8")
    assert run("pre-commit", "install", at=project).returncode == 0

    def commit_with(*names: str) -> subprocess.CompletedProcess[str]:
        run("git", "add", "--all", at=project)
        return run("git", "commit", "-m", f"Add {names}", at=project)

    (project / "notes.txt").write_text("押金概不退还。\n", "utf-8")
    agreement("fair.txt", project / "contracts" / "fair.docx")
    done = commit_with("fair")
    assert done.returncode == 0, done.stderr
    assert "Passed" in done.stderr

    agreement("lost.txt", project / "contracts" / "lost.docx")
    done = commit_with("lost")
    assert done.returncode == 1
    assert "- exit code: 1" in done.stderr
    assert "押金不退" in done.stderr

    (project / "contracts" / "lost.docx").unlink()
    (project / "contracts" / "damaged.pdf").write_bytes((CONTRACTS / "damaged.pdf").read_bytes())
    done = commit_with("damaged")
    assert done.returncode == 1
    assert "- exit code: 3" in done.stderr


def test_the_hook_takes_agreements_and_leaves_the_rest(run, repository, project):
    """Without `files` of one's own: by the suffix, in any folder, with the rules of the manifest."""
    place, commit = repository
    config = f"repos: [{{repo: {place.as_uri()}, rev: {commit}, hooks: [{{id: contract-scan}}]}}]\n"
    (project / ".pre-commit-config.yaml").write_text(config, "utf-8")
    (project / "notes.txt").write_text((CONTRACTS / "lost.txt").read_text("utf-8"), "utf-8")
    run("git", "add", "--all", at=project)
    done = run("pre-commit", "run", at=project)
    assert (done.returncode, "Skipped" in done.stdout) == (0, True)
    agreement("lost.txt", project / "contracts" / "LOST.DOCX")
    run("git", "add", "--all", at=project)
    done = run("pre-commit", "run", at=project)
    assert (done.returncode, "- exit code: 1" in done.stdout) == (1, True)
