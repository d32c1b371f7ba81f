"""The API against thousands of made-up requests: 0 errors of the server, 0 answers that its description lacks.

    python -m benchmarks.api [--cases 2000] [--seed 1]

A new register in a folder that is thrown away (or DATABASE_URL), one of each record. Requests by schemathesis from
the OpenAPI document, half of them as described, half broken; without a token, as a member, as the secretariat.
"""

from __future__ import annotations

import argparse
import sys
import time

from benchmarks.world import register_of_tests


def main() -> int:
    """Print how many answers of each status there were, and everything that was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with register_of_tests():
        return _run(given.cases, given.seed)


def _run(wanted: int, seed: int) -> int:
    from tests.register.site.api import fuzz
    from tests.register.site.api.world import token, world

    made = world()
    ids = {
        "instruments": made.instrument.pk, "mandates": made.mandate.pk, "activities": made.draft.pk,
        "organisations": made.organisation.pk, "envelopes": made.envelope.pk, "imports": made.importing.pk,
        "consultations": made.consultation.pk, "comments/{id}": made.comment.pk,
    }  # fmt: skip
    tokens = {"": "", "member": token("member"), "secretariat": token("secretariat")}
    each = -(-wanted // (len(fuzz.operations(fuzz.description())) * len(tokens) * 2)) + 1
    began = time.perf_counter()
    seen, wrong = fuzz.run(tokens, ids, each, seed)
    print(f"{seen.total()} requests in {time.perf_counter() - began:.0f} s")
    print("  ".join(f"{status}: {many}" for status, many in sorted(seen.items())))
    faults = sum(many for status, many in seen.items() if status >= 500)
    print(f"errors of the server: {faults}; answers that are not described: {len(wrong)}")
    for one in wrong[:40]:
        print(" ", one)
    return 1 if faults or wrong or seen.total() < wanted else 0


if __name__ == "__main__":
    sys.exit(main())
