# SPDX-License-Identifier: MIT
"""Laws of groups on random stories, told by the oracle alone (guide/invariants.md, section 6).

    python3 group_self_test.py [SEED [COUNT]]

After every event: nothing below zero, claims net to zero, what is open never exceeds the claim, nobody covers herself, the
loans of members sum to what the lender is owed. Then: the last event reversed leaves what was before; the lines of a meeting
in another order give the same; events known in another order give the same.
"""
import json
import sys
from random import Random

from group_generate import generate
from group_stories import Player, dumper

NO_ORDER = ("lump sum", "shares out", "leaves", "reverses", "books", "dissolved", "dies", "covers")


def check_dump(d):
    assert d["fund"] >= 0 and d["social"] >= 0, "a fund below zero"
    owed = {}
    for by, of, _, amount, open_ in d["claims"]:
        assert 0 <= open_ <= amount and by != of, "a claim"
        owed[of] = owed.get(of, 0) + open_
    for name, m in d["members"].items():
        assert m["owes_peers"] == owed.get(name, 0), "claims on a member"
        assert m["overdue"] + m["due"] <= m["outstanding"], "parts of the debt"
        assert min(v for v in m.values() if isinstance(v, int)) >= 0, "something below zero"
        assert m["state"] == "member" or not m["fines"] or m["state"] in ("expelled", "dead"), "fines of one who left"
    for debtor, _, by, source, amount in d["covers"]:
        assert amount > 0 and (by != debtor or source is None), "a cover"


def events_of(story):
    """The events of a story: [lines]; None when one line makes several."""
    found = []
    for line in story.lines[1:]:
        if line.startswith("  "):
            found[-1].append(line)
        elif line.startswith("on "):
            found.append([line])
    return found


def terms_of(story):
    return [line for line in story.lines[1:] if not line.startswith(("on ", "  "))]


def told(terms, events):
    """(the last state, how many were refused) of these events."""
    refused, told_, days = [], [], []

    def heard(player, on, outcome):
        refused.extend([1] if isinstance(outcome, Exception) else [])
        days.append(on)
        dumper(told_.append)(player, on, outcome)
    player = Player("again", heard)
    for lines in [terms] + events:
        for line in lines:
            player.line(line)
        player.end_meeting()
        player.refused = None
    return player, len(refused), told_


def end_of(player):
    day = max(e.on for e in player.group.events)
    return json.dumps(player.group.view(day).dump([]), sort_keys=True)


def accepted(story):
    """The events that were accepted, without those that say nothing new."""
    player = Player("sorted out", lambda p, on, outcome: last.append(outcome))
    for line in terms_of(story):
        player.line(line)
    kept = []
    for lines in events_of(story):
        last = []
        for line in lines:
            player.line(line)
        player.end_meeting()
        player.refused = None
        if last and not any(x is None or isinstance(x, Exception) for x in last):
            kept.append(lines)
    return kept


def other_lines(rng, events):
    found = []
    for lines in events:
        body = lines[1:]
        rng.shuffle(body)
        found.append(lines[:1] + body)
    return found


def check_story(story, rng, tally):
    for line in story.told:
        if '"claims"' in line:
            check_dump(json.loads(line))
    terms, events = terms_of(story), accepted(story)
    plain, refused, lines = told(terms, events)
    assert not refused
    shuffled = told(terms, other_lines(rng, events))
    assert [comparable(x) for x in shuffled[2]] == [comparable(x) for x in lines], "meeting lines in another order"
    check_reversal(terms, events, plain, tally)
    if "no layers" in terms and len(events) > 3:
        check_order(terms, events, plain, rng, tally)
    tally["stories"] += 1


def comparable(line):
    """What the order of lines may change: of given covers the order in which they are told."""
    d = json.loads(line)
    return {**d, "covers": sorted(d["covers"], key=str)} if "covers" in d else d


def check_reversal(terms, events, plain, tally):
    before = told(terms, events[:-1])[0]
    name = plain.group.events[-1].id
    if plain.group.events[-1].type == "reverse" or "." in name or name.startswith("n"):
        return
    day = max(e.on for e in plain.group.events)
    again = told(terms, events + [[f"on {day} reverses {name}"]])
    ours, theirs = json.loads(end_of(again[0])), json.loads(json.dumps(before.group.view(day).dump([])))
    if not again[1]:
        assert ours == theirs, "a reversal"
        tally["reversals"] += 1


def check_order(terms, events, plain, rng, tally):
    """Two neighbours of different days, known the other way round."""
    for _ in range(20):
        i = rng.randrange(1, len(events) - 1)
        pair = events[i:i + 2]
        words = " ".join(line for lines in pair for line in lines)
        if pair[0][0][:13] == pair[1][0][:13] or any(word in words for word in NO_ORDER):
            continue
        again = told(terms, events[:i] + pair[::-1] + events[i + 2:])
        if not again[1]:
            assert end_of(again[0]) == end_of(plain), "events in another order"
            tally["orders"] += 1


def main():
    seed, count = (int(x) for x in (sys.argv[1:] + ["1", "60"][len(sys.argv) - 1:]))
    tally = {"stories": 0, "reversals": 0, "orders": 0}
    for number in range(1, count + 1):
        story = generate(seed, number)
        try:
            check_story(story, Random(number), tally)
        except AssertionError as wrong:
            print(f"story {number} of seed {seed}: {wrong}")
            return 1
    print(f"{tally['stories']} stories keep the laws; {tally['reversals']} reversed again, {tally['orders']} in another order")
    return 0


if __name__ == "__main__":
    sys.exit(main())
