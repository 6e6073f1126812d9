# SPDX-License-Identifier: MIT
"""Random stories of groups, the same for the same seed.

    python3 group_generate.py SEED COUNT          one text of COUNT stories ("story N" begins each); how many meetings: on stderr

Story N of seed S depends on (S, N) only. The generator plays what it writes, so that most of it is possible: about 85 of
100 events are meant to be legal; the others break one rule.
"""
import sys
from datetime import date, timedelta
from random import Random

from group_chances import OTHERS, wind_up
from group_draw import Draw, agreed, loan_words
from group_draw_meeting import hold_meeting
from group_stories import Player, dumper


class Story:
    """One story under way; `d` draws, `player` plays."""

    def __init__(self, seed, number):
        self.d = Draw(Random(f"{seed}:{number}"))
        self.number, self.lines, self.told = number, [], []
        self.player = Player(f"story {number}", self.heard)
        self.dump = dumper(self.told.append)
        self.refused = self.events = self.meetings = self.loans = self.holds = self.names = 0
        self.last_refused = None
        self.days, self.done, self.changed = [], [], set()       # `done`: (name, day, kind) of what was accepted

    def heard(self, player, on, outcome):
        self.events += 1
        self.last_refused = isinstance(outcome, Exception)
        self.refused += self.last_refused
        self.dump(player, on, outcome)

    def say(self, *lines):
        """Plays an event; whether it was accepted."""
        for line in lines:
            self.lines.append(line)
            self.player.line(line)
        self.player.end_meeting()
        self.player.refused = None
        return not self.last_refused

    def state(self, day=None):
        return self.player.group.view(day or self.day)

    def named(self, prefix):
        self.names += 1
        return f"{prefix}{self.names}"

    # --- the story --------------------------------------------------------------------------------------------

    def play(self):
        d = self.d
        self.lines.append(f"story {self.number}")
        for line in agreed(d):
            self.lines.append(line)
            self.player.line(line)
        self.day = date(2026, 1, 5) + timedelta(d.rng.randrange(28))
        self.step = 7 if d.weekly else 28
        early = d.names if d.chance(0.7) else d.names[:max(2, len(d.names) - 2)]
        self.say(f"on {self.day} {', '.join(early)} join")
        if d.chance(0.6):
            self.say(f"on {self.day} the fund receives {d.text(d.unit * d.pick([1, 2, 5]))}")
        for name in early:
            if d.chance(0.85):
                self.borrow(name)
        for _ in range(d.pick([4, 6, 8, 10, 12, 14])):
            self.week()
        if d.chance(0.2):
            wind_up(self)

    def next_meeting(self):
        return self.day + timedelta(self.step)

    def borrow(self, name):
        self.loans += 1
        alone = " alone" if self.d.chance(0.07) else ""
        words = loan_words(self.d, self.day, self.next_meeting())
        self.say(f"on {self.day} {name} borrows{alone} {words} as L{self.loans}")

    def week(self):
        d, start = self.d, self.day
        for _ in range(d.pick([0, 1, 1, 2, 3])):
            self.day = start + timedelta(d.rng.randrange(self.step))
            self.day = max(self.day, self.days[-1] if self.days and d.chance(0.9) else start)
            kinds, weights = zip(*OTHERS)
            d.rng.choices(kinds, weights)[0](self)
        self.day = start + timedelta(self.step)
        self.days.append(self.day)
        hold_meeting(self)

    def accepted(self, name, kind, day=None):
        self.done.append((name, day or self.day, kind))


def generate(seed, number):
    story = Story(seed, number)
    story.play()
    story.player = None                  # with all the states that it kept
    return story


def main():
    """COUNT 1100 makes about 10,000 meetings."""
    if len(sys.argv) != 3:
        sys.exit("usage: python3 group_generate.py SEED COUNT")
    meetings = events = refused = 0
    for number in range(1, int(sys.argv[2]) + 1):
        story = generate(int(sys.argv[1]), number)
        print("\n".join(story.lines))
        meetings, events, refused = meetings + story.meetings, events + story.events, refused + story.refused
    print(f"{sys.argv[2]} stories, {meetings} meetings, {events} events, {refused} refused", file=sys.stderr)


if __name__ == "__main__":
    main()
