"""Many inputs: found, scanned under guard, remembered, and given out as a stream of records, one for each at least."""

from contract_scan.batch.discovery import Discovery, Found, Skip
from contract_scan.batch.engines import Plan, engine_for
from contract_scan.batch.folder import fingerprint, redactor_of, scan_folder
from contract_scan.batch.inputs import SUFFIXES, holds_many
from contract_scan.batch.limits import DEFAULT_LIMITS, Limits
from contract_scan.batch.merging import fingerprint_of, is_redacted
from contract_scan.batch.partition import scan_partition
from contract_scan.batch.pool import SERVICE_LIMITS, WorkerPool
from contract_scan.batch.remote import is_url, published
from contract_scan.batch.run import BatchRun, Shard
from contract_scan.batch.store import Line, Store
from contract_scan.batch.tasks import CompareTask, ExplainTask, Given, ScanTask
from contract_scan.scratch import scratch_folder

__all__ = [
    "DEFAULT_LIMITS",
    "SERVICE_LIMITS",
    "SUFFIXES",
    "BatchRun",
    "CompareTask",
    "Discovery",
    "ExplainTask",
    "Found",
    "Given",
    "Limits",
    "Line",
    "Plan",
    "ScanTask",
    "Shard",
    "Skip",
    "Store",
    "WorkerPool",
    "engine_for",
    "fingerprint",
    "fingerprint_of",
    "holds_many",
    "is_redacted",
    "is_url",
    "published",
    "redactor_of",
    "scan_folder",
    "scan_partition",
    "scratch_folder",
]
