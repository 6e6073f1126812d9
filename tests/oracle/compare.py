# SPDX-License-Identifier: MIT
"""Compare the program with the oracle on random products.

    python3 compare.py --program PATH --cases 10000 --seed 1 [--keep DIR] [--limit-seconds 180]

Runs `PATH schedule --json --batch FILE`: FILE has one TERMS document a line, the program answers one line each, in order.
Compared: every field of every installment, the totals, and the code of a refusal. Exit 1 on any difference.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter

from generate import terms
from schedule_oracle import price

CHUNK = 500                       # documents of one run of the program
SHOWN = 10                        # differences printed in full


def form_of(doc):
    form = doc["amortization"]
    name = form if isinstance(form, str) else next(iter(form))
    if form == {"bullet": "all"}:
        name = "bullet all"
    if "installment_amount" in doc:
        name = "installment_amount"
    return f"{doc['interest']['method']} {name}"


def program_answers(program, documents, seconds):
    """One parsed answer for each document."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as batch:
        batch.writelines(json.dumps(d) + "\n" for d in documents)
        batch.flush()
        done = subprocess.run([program, "schedule", "--json", "--batch", batch.name],
                              capture_output=True, text=True, timeout=seconds)
    lines = [line for line in done.stdout.splitlines() if line.strip()]
    if len(lines) != len(documents):
        raise SystemExit(f"{program}: {len(lines)} answers to {len(documents)} documents, exit code {done.returncode}\n"
                         f"{done.stderr[-2000:]}")
    return [json.loads(line) for line in lines]


def differing(where, ours, theirs):
    return [f"{where}.{key}: oracle {ours[key]!r}, program {theirs.get(key)!r}"
            for key in ours if theirs.get(key) != ours[key]]


def differences(ours, theirs):
    """What differs, as lines of text; nothing when both agree."""
    code = theirs.get("error", {}).get("code")
    if ours["refused"] or code:
        return [] if ours["refused"] == code else [f"refusal: oracle {ours['refused']}, program {code} "
                                                   f"{theirs.get('error', {}).get('message', '')}"]
    rows, other = ours["installments"], theirs.get("installments", [])
    found = [] if len(rows) == len(other) else [f"rows: oracle {len(rows)}, program {len(other)}"]
    for a, b in zip(rows, other):
        found += differing(f"row {a['number']}", a, b)
    return found + differing("totals", ours["totals"], theirs.get("totals", {}))


def report(number, doc, found):
    print(f"--- case {number}: {form_of(doc)}, {len(found)} differences")
    for line in found[:6]:
        print("    " + line)
    print("    " + json.dumps(doc))


def keep(folder, number, doc, ours, theirs):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, f"case-{number}.json"), "w") as f:
        json.dump({"terms": doc, "oracle": ours, "program": theirs}, f, indent=1)


class Tally:
    def __init__(self, args):
        self.args, self.total, self.matched, self.refused = args, Counter(), Counter(), 0

    def wrong(self):
        return sum(self.total.values()) - sum(self.matched.values())

    def add(self, number, doc, theirs):
        ours, form = price(doc), form_of(doc)
        found = differences(ours, theirs)
        self.total[form] += 1
        self.matched[form] += not found
        self.refused += bool(ours["refused"])
        if found and self.wrong() <= SHOWN:
            report(number, doc, found)
        if found and self.args.keep:
            keep(self.args.keep, number, doc, ours, theirs)

    def summary(self, seconds):
        for form in sorted(self.total):
            print(f"{self.matched[form]:6} / {self.total[form]:<6} {form}")
        print(f"{sum(self.matched.values())} of {sum(self.total.values())} agree ({self.refused} refused by the oracle), "
              f"seed {self.args.seed}, {seconds:.1f} s")


def options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", help="folder for the differing cases")
    parser.add_argument("--limit-seconds", type=float, default=1800, help="stop after this time; says how far it came")
    return parser.parse_args()


def main():
    args, start = options(), time.monotonic()
    tally = Tally(args)
    for first in range(0, args.cases, CHUNK):
        left = args.limit_seconds - (time.monotonic() - start)
        if left <= 0:
            print(f"stopped at the limit of {args.limit_seconds:g} s after {first} of {args.cases} cases")
            break
        numbers = range(first, min(first + CHUNK, args.cases))
        documents = [terms(args.seed, i) for i in numbers]
        for number, doc, theirs in zip(numbers, documents, program_answers(args.program, documents, left + 30)):
            tally.add(number, doc, theirs)
    tally.summary(time.monotonic() - start)
    return 1 if tally.wrong() or not tally.total else 0


if __name__ == "__main__":
    sys.exit(main())
