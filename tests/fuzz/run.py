"""Fuzzes every target with inputs that were never tried: ``python tests/fuzz/run.py --seconds 1500``.

Which inputs come in which order hangs on ``--seed`` alone, which is printed; another one is drawn where none is given.
``--rounds 3`` tries three times as many inputs as the tests do, and not for a time: with a seed that is the same
work on every machine, so that CI answers for the change and not for the draw. An input that breaks a target is written
to a file, and the command that tries it again is printed.
"""

from __future__ import annotations

import argparse
import faulthandler
import random
import secrets
import sys
import tempfile
import time
import traceback
import warnings
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

from mutating import mutated, seeds  # noqa: E402
from targets import TARGETS  # noqa: E402

_HANGS = 120.0


def main() -> int:
    """Return 0 where nothing broke, else 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", help="; ".join(TARGETS))
    parser.add_argument("--seconds", type=float, default=40, help="processor time to spend in all")
    parser.add_argument("--rounds", type=int, help="inputs of each target, times those of its test, whatever they take")
    parser.add_argument("--seed", type=int, default=None, help="a number that says which inputs; drawn where left out")
    parser.add_argument("--skip", action="append", default=[], metavar="TARGET", help="leave this target out")
    parser.add_argument("--input", type=Path, help="try this file alone, on one target")
    given = parser.parse_args()
    names = [name for name in given.targets or TARGETS if name not in given.skip]
    warnings.simplefilter("ignore")
    if given.input is not None:
        TARGETS[names[0]][0](given.input.read_bytes())
        return 0
    seed = secrets.randbits(32) if given.seed is None else given.seed
    length = f"{given.seconds:g} s" if given.rounds is None else f"{given.rounds} rounds"
    print(f"fuzzing {', '.join(names)} for {length}; seed {seed}", flush=True)
    broken = 0
    for name in names:
        most = None if given.rounds is None else given.rounds * TARGETS[name][2]
        broken += _fuzz(name, random.Random(f"{seed} {name}"), most, given.seconds / len(names))
    print("nothing broke" if not broken else f"{broken} targets broke; seed {seed}", flush=True)
    return 1 if broken else 0


def _fuzz(name: str, rng: random.Random, most: int | None, seconds: float) -> int:
    target, folder, _ = TARGETS[name]
    stored = seeds(folder)
    target(stored[0])  # what is loaded once is not counted
    began, tried = time.process_time(), 0
    while tried < most if most is not None else time.process_time() - began < seconds:
        data = mutated(rng, stored)
        tried += 1
        faulthandler.dump_traceback_later(_HANGS, exit=True)
        try:
            target(data)
        except Exception:
            traceback.print_exc()
            with tempfile.NamedTemporaryFile(prefix=f"fuzz-{name}-", delete=False) as file:
                file.write(data)
            print(f"input {tried} broke {name}: python tests/fuzz/run.py {name} --input {file.name}")
            print(f"  the input: {data!r}", flush=True)
            return 1
        finally:
            faulthandler.cancel_dump_traceback_later()
    print(f"  {name}: {tried} inputs", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
