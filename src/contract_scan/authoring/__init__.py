"""What those who write rules use: a pack to begin with, a search for mistakes, what is covered, schemas for editors."""

from contract_scan.authoring.coverage import Coverage, coverage_of
from contract_scan.authoring.lint import Problem, lint
from contract_scan.authoring.schemas import SCHEMAS, schema_of
from contract_scan.authoring.starter import new_pack

__all__ = ["SCHEMAS", "Coverage", "Problem", "coverage_of", "lint", "new_pack", "schema_of"]
