"""Many inputs: finding the contracts in folders and scanning them one after the other, each giving one record."""

from contract_scan.batch.folder import discover, scan_folder, scan_one, scan_paths
from contract_scan.batch.inputs import SUFFIXES, holds_many

__all__ = ["SUFFIXES", "discover", "holds_many", "scan_folder", "scan_one", "scan_paths"]
