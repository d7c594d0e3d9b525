"""Many inputs: finding the contracts in folders and scanning them one after the other, each giving one record."""

from contract_scan.batch.folder import SUFFIXES, discover, scan_folder, scan_one, scan_paths

__all__ = ["SUFFIXES", "discover", "scan_folder", "scan_one", "scan_paths"]
