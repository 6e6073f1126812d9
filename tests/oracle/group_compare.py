# SPDX-License-Identifier: MIT
"""Compare a program with the oracle on random stories of groups, line by line.

    python3 group_compare.py PLAYER [SEED [COUNT]] [--keep FILE]          seed 1 and 1100 stories: 10,000 meetings
    python3 group_compare.py "python3 group_stories.py --dump" 1 50       the oracle with itself

Runs `PLAYER FILE` on a file of COUNT stories; it prints one line of JSON for every event (tests/transcripts/groups/README.md).
Prints the first story that differs, up to the event, with both lines; exit 1 then.
"""
import argparse
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
from collections import Counter

from group_generate import generate
from group_words import plain


def events_of(lines):
    """For each event of a story, the number of lines up to its end."""
    ends, meeting = [], False
    for i, line in enumerate(lines):
        words = plain(line)
        if meeting and not line.startswith("  "):
            ends.append(i)
            meeting = False
        if found := re.fullmatch(r"on \S+ (.*)", words):
            if re.fullmatch(r"meets( as \w+)?", found[1]):
                meeting = True
            else:
                names = re.fullmatch(r"([\w, ]+?) joins?( as \w+)?", found[1])
                ends += [i + 1] * (len(names[1].split(", ")) if names else 1)
    return ends + ([len(lines)] if meeting else [])


def differing(ours, theirs, where=""):
    """The places at which two lines differ."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return [x for key in sorted(set(ours) | set(theirs)) for x in differing(ours.get(key), theirs.get(key), f"{where}/{key}")]
    return [] if ours == theirs else [f"{where}: oracle {json.dumps(ours)}, program {json.dumps(theirs)}"]


def parsed(line):
    try:
        return json.loads(line)
    except ValueError:
        return line


class Comparison:
    def __init__(self, player, seed, count):
        self.player, self.seed, self.count = shlex.split(player), seed, count
        self.tally, self.first = Counter(), None

    def run(self, path):
        stories = [generate(self.seed, number) for number in range(1, self.count + 1)]
        with open(path, "w", encoding="utf-8") as f:
            f.writelines("\n".join(story.lines) + "\n" for story in stories)
        self.generated = time.monotonic()
        done = subprocess.run(self.player + [path], capture_output=True, text=True)
        if done.returncode:
            print(f"the program ended with {done.returncode}\n{done.stderr[-2000:]}")
            self.tally["broken"] += 1
        theirs = split_stories(done.stdout.splitlines())
        for story in stories:
            self.one(story, theirs.get(story.number, []))

    def one(self, story, theirs):
        ours = story.told
        self.tally.update(stories=1, meetings=story.meetings, events=story.events, refused=story.refused)
        at = next((i for i, (a, b) in enumerate(zip(ours, theirs)) if a != b), min(len(ours), len(theirs)))
        same = len(ours) == len(theirs) == at
        self.tally["equal"] += same
        if not same and self.first is None:
            self.first = story, at, theirs[at] if at < len(theirs) else "(nothing)"

    def show(self):
        story, at, theirs = self.first
        ours, ends = story.told[at] if at < len(story.told) else "(nothing)", events_of(story.lines)
        print("\n".join(story.lines[:ends[at] if at < len(ends) else None]))
        print(f"--- story {story.number} of seed {self.seed}, event {at + 1}\noracle  {ours}\nprogram {theirs}")
        print("\n".join(differing(parsed(ours), parsed(theirs))))


def split_stories(lines):
    found, number = {}, 0
    for line in lines:
        if line.startswith('{"story":'):
            number = json.loads(line)["story"]
            found[number] = []
        elif line.strip():
            found.setdefault(number, []).append(line)
    return found


def main():
    options, start = argparse.ArgumentParser(description=__doc__.splitlines()[0]), time.monotonic()
    options.add_argument("player")
    options.add_argument("seed", type=int, nargs="?", default=1)
    options.add_argument("count", type=int, nargs="?", default=1100)
    options.add_argument("--keep", help="the file of the stories, kept")
    args = options.parse_args()
    comparison = Comparison(args.player, args.seed, args.count)
    if args.keep:
        comparison.run(args.keep)
    else:
        with tempfile.TemporaryDirectory() as folder:
            comparison.run(os.path.join(folder, "stories.txt"))
    t = comparison.tally
    if comparison.first:
        comparison.show()
    print(f"{t['stories']} stories, {t['meetings']} meetings, {t['events']} events, {t['refused']} refused by the oracle; "
          f"{t['equal']} stories equal; {comparison.generated - start:.1f} s generated and told, "
          f"{time.monotonic() - comparison.generated:.1f} s the program and comparing")
    return 1 if comparison.first or t["broken"] or not t["stories"] else 0


if __name__ == "__main__":
    sys.exit(main())
