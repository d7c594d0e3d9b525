"""Where files are read: in this process, in processes of this machine, or on the machines of Dask or Ray."""

from contract_scan.batch.engines.base import Engine, Plan, engine_for

__all__ = ["Engine", "Plan", "engine_for"]
