# SPDX-License-Identifier: MIT
"""Compare `solidarity cover` with the oracle on random calls and on chains of meetings.

    python3 cover_compare.py --program PATH --cases 10000 --seed 1 [--chains 40] [--keep DIR] [--limit-seconds 180]

Runs `PATH cover --json --batch -`: one CALL document a line, the program answers one line each, in order.
Compared: the whole answer, the order of its lines, and the pointer of a refusal. Then chains of 20 meetings each, where
the program's claims are the next call's input (cover_chain.py). Exit 1 on any difference.
"""
import argparse
import json
import os
import subprocess
import sys
import time
from collections import Counter

from cover_chain import MEETINGS, Chain
from cover_generate import case
from cover_oracle import answer

CHUNK = 500                       # documents of one run of the program
SHOWN = 10                        # differences printed in full


def form_of(text, ours):
    """The family of a call: what the layers are, or that it is refused."""
    if "refused" in ours:
        return "refused"
    terms = json.loads(text)["terms"]
    split = terms.get("split", "equal")
    peers = sum(isinstance(layer, dict) for layer in terms["layers"])
    return f"{['no peers', 'peers', 'peers and peers2'][peers]}, {split if isinstance(split, str) else 'weights'}"


def program_answers(program, texts, seconds):
    """One parsed answer for each document."""
    done = subprocess.run([program, "cover", "--json", "--batch", "-"], input="".join(text + "\n" for text in texts),
                          capture_output=True, encoding="utf-8", timeout=seconds)
    lines = [line for line in done.stdout.splitlines() if line.strip()]
    if len(lines) != len(texts):
        raise SystemExit(f"{program}: {len(lines)} answers to {len(texts)} documents, exit code {done.returncode}\n"
                         f"{done.stderr[-2000:]}")
    return [json.loads(line) for line in lines]


def differing_lists(where, ours, theirs):
    found = [] if len(ours) == len(theirs) else [f"{where}: oracle {len(ours)} lines, program {len(theirs)}"]
    return found + [f"{where}[{i}]: oracle {a}, program {b}" for i, (a, b) in enumerate(zip(ours, theirs)) if a != b]


def differences(ours, theirs):
    """What differs, as lines of text; nothing when both agree."""
    pointer = theirs.get("error", {}).get("pointer")
    if "refused" in ours or "error" in theirs:
        return [] if ours.get("refused") == pointer else [f"refusal: oracle {ours.get('refused')}, program {pointer} "
                                                          f"{theirs.get('error', {}).get('message', '')}"]
    found = [f"keys: oracle {sorted(ours)}, program {sorted(theirs)}"] if set(ours) != set(theirs) else []
    for key, value in ours.items():
        other = theirs.get(key)
        if isinstance(value, list) and isinstance(other, list):
            found += differing_lists(key, value, other)
        elif value != other:
            found.append(f"{key}: oracle {value}, program {other}")
    return found


def keep(folder, name, text, ours, theirs):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, f"{name}.json"), "w", encoding="utf-8") as f:
        json.dump({"call": text, "oracle": ours, "program": theirs}, f, indent=1, ensure_ascii=False)


class Tally:
    def __init__(self, args):
        self.args, self.total, self.matched = args, Counter(), Counter()

    def wrong(self):
        return sum(self.total.values()) - sum(self.matched.values())

    def add(self, name, form, text, ours, theirs, more=()):
        """Counts one call; `more` are faults found otherwise."""
        found = differences(ours, theirs) + list(more)
        self.total[form] += 1
        self.matched[form] += not found
        if found and self.wrong() <= SHOWN:
            print(f"--- {name}: {form}, {len(found)} differences")
            print("\n".join("    " + line for line in [*found[:6], text]))
        if found and self.args.keep:
            keep(self.args.keep, name, text, ours, theirs)

    def summary(self, seconds):
        for form in sorted(self.total):
            print(f"{self.matched[form]:6} / {self.total[form]:<6} {form}")
        print(f"{sum(self.matched.values())} of {sum(self.total.values())} agree "
              f"({self.total['refused']} refused by the oracle), seed {self.args.seed}, {seconds:.1f} s")


def single_calls(args, tally, left):
    for first in range(0, args.cases, CHUNK):
        if left() <= 0:
            print(f"stopped at the limit of {args.limit_seconds:g} s after {first} of {args.cases} cases")
            return
        numbers = range(first, min(first + CHUNK, args.cases))
        cases = [case(args.seed, i) for i in numbers]
        said = program_answers(args.program, [text for text, _ in cases], left() + 30)
        for i, (text, fault), theirs in zip(numbers, cases, said):
            ours = answer(text)
            agreed = fault in (None, ours.get("refused"))
            more = [] if agreed else [f"the fault at {fault}: oracle {ours.get('refused')}"]
            tally.add(f"case-{i}", form_of(text, ours), text, ours, theirs, more)


def chains(args, tally, left):
    """All chains in step: one run of the program for each meeting. A chain stops where oracle and program differ."""
    running = [Chain(args.seed, i) for i in range(args.chains)]
    for meeting in range(MEETINGS if running else 0):
        if left() <= 0:
            print(f"stopped at the limit of {args.limit_seconds:g} s after {meeting} of {MEETINGS} meetings")
            return
        texts = [chain.call() for chain in running]
        said = program_answers(args.program, texts, left() + 30)
        for chain, text, theirs in zip(running, texts, said):
            ours = answer(text)
            broken = chain.meet(theirs) if not differences(ours, theirs) else chain.stop()
            tally.add(f"{chain.name}-meeting-{meeting}", "meetings in chains", text, ours, theirs, broken)
        running = [chain for chain in running if not chain.broken]


def options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--chains", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", help="folder for the differing calls")
    parser.add_argument("--limit-seconds", type=float, default=1800, help="stop after this time; says how far it came")
    return parser.parse_args()


def main():
    args, start = options(), time.monotonic()
    tally = Tally(args)

    def left():
        return args.limit_seconds - (time.monotonic() - start)
    single_calls(args, tally, left)
    chains(args, tally, left)
    tally.summary(time.monotonic() - start)
    return 1 if tally.wrong() or not tally.total else 0


if __name__ == "__main__":
    sys.exit(main())
