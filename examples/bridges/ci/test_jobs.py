"""The jobs are valid by their forges' schemas, and their commands do what they say."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

HERE = Path(__file__).parent
CONTRACTS = HERE.parent / "contracts"


def load(name: str):
    return yaml.safe_load((HERE / name).read_text("utf-8"))


@pytest.fixture
def project(tmp_path):
    """A repository with an agreement that is fair, one that is not, and one that cannot be read."""
    shutil.copytree(CONTRACTS, tmp_path / "contracts")
    return tmp_path


def bash(script: str, project: Path) -> int:
    environment = os.environ | {"GITHUB_STEP_SUMMARY": str(project / "summary.md")}
    # As the runners of both forges do.
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script], cwd=project, env=environment, check=False
    ).returncode


@pytest.mark.parametrize(("schema", "name"), [("github-workflows", "github.yml"), ("gitlab-ci", "gitlab.yml")])
def test_the_forge_takes_the_file(schema, name):
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", str(HERE / name)]
    assert subprocess.run(command, check=False).returncode == 0


def github(project: Path) -> dict[str, int]:
    """Run the commands of the workflow in their order; those after a failure only where they ask for it."""
    codes: dict[str, int] = {}
    for step in load("github.yml")["jobs"]["scan"]["steps"]:
        if "run" in step and (not any(codes.values()) or "!cancelled()" in step.get("if", "")):
            codes[step["name"]] = bash(step["run"], project)
    return codes


def test_the_workflow_fails_and_still_uploads(project):
    assert github(project) == {"Install": 0, "Scan": 1, "Keep what fails": 0, "Summary": 0}
    upload = next(step for step in load("github.yml")["jobs"]["scan"]["steps"] if step.get("name") == "Upload")
    log = (project / upload["with"]["sarif_file"]).read_text("utf-8")
    (run,) = json.loads(log)["runs"]
    assert {result["kind"] for result in run["results"]} == {"fail"}
    (lost,) = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in run["results"]
        if result["level"] == "error"
    }
    assert (project / lost).is_file(), "a path from the root of the repository"
    assert "13800000000" in (CONTRACTS / "lost.txt").read_text("utf-8")
    assert "13800000000" not in log
    assert "lost.txt" in (project / "summary.md").read_text("utf-8")


def test_the_workflow_passes_on_fair_agreements(project):
    (project / "contracts" / "lost.txt").unlink()
    (project / "contracts" / "damaged.pdf").unlink()
    assert set(github(project).values()) == {0}


def test_the_gitlab_job_fails_and_keeps_what_it_says(project):
    job = load("gitlab.yml")["contracts"]
    assert bash("\n".join(job["script"]), project) == 1
    for name in job["artifacts"]["paths"]:
        assert "lost.txt" in (project / name).read_text("utf-8")
