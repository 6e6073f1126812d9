# SPDX-License-Identifier: MIT
"""The stories of tests/transcripts/groups told by the oracle.

    python3 group_stories.py [--fill] STORY.txt ... | FOLDER     what does not hold; exit 1 then
    python3 group_stories.py --dump STORY.txt ...                one line of JSON for every event (the README's format)

--fill writes the oracle's figure where a story says "?".
"""
import json
import os
import re
import sys
from datetime import date
from glob import glob

from due_dates import Refused
from group_expect import Expectation
from group_loans import pointer_of
from group_oracle import Group
from group_state import Rules
from group_words import DAY, Words, Wrong, plain
from schedule_oracle import EXPONENTS


class Player:
    """Plays the lines of one story. `told(record)` hears of every event: (event or None, refusal or None)."""

    def __init__(self, name, heard=None):
        self.name, self.heard, self.words = name, heard, Words()
        self.group, self.day, self.known, self.number = None, None, None, 0
        self.meeting, self.refused, self.wrong = None, None, []

    def line(self, text):
        """The line, with figures where it had "?"."""
        self.number += 1
        words = plain(text)
        try:
            if text.startswith("  ") and words and self.meeting:
                self.words.meeting_line(self.meeting[1], self.meeting[0], words)
            elif words:
                return self.say(text, words)
        except Wrong as wrong:
            raise SystemExit(f"{self.name}:{self.number}: {wrong}")
        return text

    def say(self, text, words):
        self.end_meeting()
        if words.startswith("expect "):
            return self.expect(text, words[7:])
        self.settle()
        if found := re.fullmatch(r"group in (\w+)", words):
            self.words.digits = EXPONENTS[found[1]]
            self.words.rules = Rules(self.words.digits)
        elif found := re.fullmatch(rf"look at ({DAY})( knowing (\d+) events)?", words):
            self.day, self.known = date.fromisoformat(found[1]), int(found[3]) if found[3] else None
        elif found := re.fullmatch(rf"on ({DAY}) (.*)", words):
            self.happens(date.fromisoformat(found[1]), found[2])
        else:
            self.words.rule(words)
        return text

    def opened(self):
        if self.group is None:
            self.group = Group(self.words.rules)
        return self.group

    def happens(self, on, words):
        self.opened()
        self.day, self.known = on, None
        if words == "the books are closed":
            return self.close(on)
        body, name = words, None
        if found := re.fullmatch(r"(.*) as (\w+)", words):
            if not re.match(r"votes |savings of \w+ hold \S+$", words) and not found[1].endswith("goodwill credit") \
                    and not words.endswith("as goodwill credit") and not self.only_hold(words):
                body, name = found[1], found[2]
        if body == "meets":
            self.meeting = on, {"type": "meeting"}, name or f"n{self.number}"
            return
        for i, doc in enumerate(self.words.event(on, body)):
            if doc["type"] == "grant":
                doc["id"] = name
            self.record(on, name or f"n{self.number}.{i}", doc)

    def close(self, on):
        try:
            self.group.close(on)
        except Refused as refusal:
            self.refused = refusal
            return self.told(on, refusal)
        return self.told(on, None)

    @staticmethod
    def only_hold(words):
        return words.startswith("savings of ") and words.count(" as ") < 2

    def end_meeting(self):
        if self.meeting:
            (on, doc, name), self.meeting = self.meeting, None
            self.record(on, name, doc)

    def record(self, on, name, doc):
        self.settle()
        try:
            event = self.group.record(on, name, doc)
        except Refused as refusal:
            self.refused = refusal
            return self.told(on, refusal)
        return self.told(on, event)

    def told(self, on, outcome):
        if self.heard:
            self.heard(self, on, outcome)

    def settle(self):
        if self.refused:
            self.say_wrong(f"a line before was refused: {self.refused} at {pointer_of(self.refused)}")
            self.refused = None

    def say_wrong(self, what):
        self.wrong.append(f"{self.name}:{self.number}: {what}")

    def expect(self, text, words):
        if found := re.fullmatch(r"refused (\w+)( at (\S+))?", words):
            code = self.refused.code if self.refused else None
            if code != found[1] or found[3] and pointer_of(self.refused) != found[3]:
                why = f" ({self.refused} at {pointer_of(self.refused)})" if self.refused else ""
                self.say_wrong(f"{words}, oracle {code}{why}")
            self.refused = None
            return text
        self.settle()
        return Expectation(self, text, words).told()

    def finish(self):
        self.end_meeting()
        self.settle()
        return self.wrong


# --- the dump -------------------------------------------------------------------------------------------------

def cover_line(line):
    number, debtor, by, source, amount = line
    return [debtor, number, None if by.startswith("@") else by, source, amount]


def dumper(out):
    def heard(player, on, outcome):
        if isinstance(outcome, Refused):
            return out(json.dumps({"refused": outcome.code}, separators=(",", ":")))
        covers = [cover_line(c) for c in outcome.facts.get("covers", [])] if outcome else []
        out(json.dumps(player.group.view(on).dump(covers), sort_keys=True, separators=(",", ":")))
    return heard


def dump(lines, name, out):
    """Every event of a text of one or many stories."""
    player = Player(name, dumper(out))
    for text in lines:
        if found := re.fullmatch(r"story (\d+)\s*", text):
            player.end_meeting()
            out(json.dumps({"story": int(found[1])}, separators=(",", ":")))
            player = Player(f"{name} story {found[1]}", dumper(out))
        elif not text.startswith(("expect ", "look ")):
            player.line(text)
            player.refused = None
    player.end_meeting()


def tell(path, fill):
    lines, player = open(path).read().split("\n"), Player(path.rsplit("/", 1)[-1])
    told = [player.line(text) for text in lines]
    wrong = player.finish()
    if fill and told != lines:
        open(path, "w").write("\n".join(told))
    return wrong


def paths_of(given):
    return [path for p in given for path in (sorted(glob(os.path.join(p, "*.txt"))) if os.path.isdir(p) else [p])]


def main():
    paths = paths_of(p for p in sys.argv[1:] if not p.startswith("--"))
    if "--dump" in sys.argv:
        for path in paths:
            dump(open(path).read().split("\n"), path, print)
        return 0
    wrong = [line for path in paths for line in tell(path, "--fill" in sys.argv)]
    print("\n".join(wrong + [f"{len(paths)} stories, {len(wrong)} differences"]))
    return 1 if wrong or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
