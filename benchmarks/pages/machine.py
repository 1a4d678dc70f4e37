"""Which machine was measured: without that a number says nothing."""

from __future__ import annotations

import os
import platform
from pathlib import Path

from mosty.site import embedded


def machine() -> dict[str, object]:
    """Processor, cores, memory, and the versions that matter."""
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "postgresql": embedded.version(),
    }


def _processor() -> str:
    """The model's name as Linux knows it; elsewhere what Python says."""
    described = Path("/proc/cpuinfo")
    if described.is_file():
        for line in described.read_text(encoding="utf-8").splitlines():
            name, _colon, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()
