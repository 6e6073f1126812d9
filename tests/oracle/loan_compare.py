# SPDX-License-Identifier: MIT
"""Compare `solidarity loan` with the oracle on random loans and events.

    python3 loan_compare.py --program PATH --cases 2000 --seed 1 [--family payments] [--keep DIR] [--limit-seconds 180]

Runs `PATH loan --json --batch FILE`: FILE has one LOAN document a line, the program answers one line each, in order.
Compared: whole answers; a key that the oracle does not give is not compared. Exit 1 on any difference.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter

from loan_generate import FAMILIES, document
from loan_oracle import answer

CHUNK = 200
SHOWN = 8
MARKS = ("charged_off", "rescheduled", "as_of")
LEFT_OUT = {"message", "pointer", "kind"}


def program_answers(program, documents, seconds):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as batch:
        batch.writelines(json.dumps(d) + "\n" for d in documents)
        batch.flush()
        done = subprocess.run([program, "loan", "--json", "--batch", batch.name], capture_output=True, text=True,
                              timeout=seconds)
    lines = [line for line in done.stdout.splitlines() if line.strip()]
    if len(lines) != len(documents):
        raise SystemExit(f"{program}: {len(lines)} answers to {len(documents)} documents, exit code {done.returncode}\n"
                         f"{done.stderr[-2000:]}")
    return [json.loads(line) for line in lines]


def differences(ours, theirs, where=""):
    """Lines of text, one for each value that differs."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return [line for key in ours if key not in LEFT_OUT
                for line in differences(ours[key], theirs.get(key), f"{where}.{key}")]
    if isinstance(ours, list) and isinstance(theirs, list):
        found = [] if len(ours) == len(theirs) else [f"{where}: oracle {len(ours)} entries, program {len(theirs)}"]
        for i, (a, b) in enumerate(zip(ours, theirs)):
            found += differences(a, b, f"{where}[{a.get('id', i + 1) if isinstance(a, dict) else i + 1}]")
        return found
    return [] if ours == theirs else [f"{where}: oracle {ours!r}, program {theirs!r}"]


# Of these the words of docs/wire.md do not say what amount and parts are.
UNSPLIT = {"disburse", "top_up", "re_age", "re_amortize", "reschedule", "moratorium", "charge_off", "approve", "apply",
           "reject", "withdraw", "transfer", "suspend_interest"}
NO_EVENT = ("reverse", "undo_disbursement")


def comparable(answer):
    """Transactions that stand, without what only the program says."""
    kept = [t for t in answer.get("transactions", []) if not t.get("reversed") and t["type"] not in NO_EVENT]
    short = [{k: t[k] for k in ("id", "type", "on", "balance")} if t["type"] in UNSPLIT else
             t for t in kept]
    found = {**answer, "transactions": short} if "transactions" in answer else dict(answer)
    if found.get("status") in ("applied", "approved", "rejected", "withdrawn"):
        found.pop("accrued_interest", None)
    if found.get("rescheduled"):
        found.pop("accrued_interest", None)        # section 4 says nothing of re-aged rows
    return found


def ours_of(doc):
    try:
        return answer(doc)
    except Exception:                              # a defect of the oracle is a difference, too
        return {"oracle": traceback.format_exc(limit=-3)}


def events_of(doc):
    return sorted({e["type"] for e in doc["events"]})


class Tally:
    def __init__(self, args):
        self.args, self.total, self.matched, self.events, self.refused = args, Counter(), Counter(), 0, 0

    def wrong(self):
        return sum(self.total.values()) - sum(self.matched.values())

    def add(self, number, doc, theirs):
        ours, theirs = comparable(ours_of(doc)), comparable(theirs)
        found = differences(ours, theirs)
        family = self.args.family or FAMILIES[number % len(FAMILIES)]
        self.total[family] += 1
        self.matched[family] += not found
        self.events += len(doc["events"])
        self.refused += len(ours.get("refused", []))
        if found and self.wrong() <= self.args.shown:
            print(f"--- case {number}: {family}, {len(found)} differences; events {', '.join(events_of(doc))}")
            print("".join(f"    {line}\n" for line in found[:self.args.lines]), end="")
        if found and self.args.keep:
            self.keep(number, doc, ours, theirs, found)

    def keep(self, number, doc, ours, theirs, found):
        os.makedirs(self.args.keep, exist_ok=True)
        with open(os.path.join(self.args.keep, f"case-{number}.json"), "w") as f:
            json.dump({"document": doc, "differences": found, "oracle": ours, "program": theirs}, f, indent=1)

    def summary(self, seconds):
        for family in sorted(self.total):
            print(f"{self.matched[family]:6} / {self.total[family]:<6} {family}")
        print(f"{sum(self.matched.values())} of {sum(self.total.values())} loans agree ({self.events} events, "
              f"{self.refused} refused by the oracle), seed {self.args.seed}, {seconds:.1f} s")


def options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--cases", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--family", choices=FAMILIES)
    parser.add_argument("--shown", type=int, default=SHOWN)
    parser.add_argument("--lines", type=int, default=6)
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
        documents = [document(args.seed, i, args.family) for i in numbers]
        for number, doc, theirs in zip(numbers, documents, program_answers(args.program, documents, left + 30)):
            tally.add(number, doc, theirs)
    tally.summary(time.monotonic() - start)
    return 1 if tally.wrong() or not tally.total else 0


if __name__ == "__main__":
    sys.exit(main())
