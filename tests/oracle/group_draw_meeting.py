# SPDX-License-Identifier: MIT
"""A meeting of a random story of a group: its lines, now and then one that the rules refuse (group_generate.py)."""
from group_draw import loan_words
from group_loans import Refused
from group_meeting import Meeting
from group_oracle import Event


def amount_paid(d, owed):
    kind = d.rng.random()
    if kind < 0.45:
        return d.rng.randint(1, owed) if owed else 0
    if kind < 0.8:
        return owed + d.rng.randrange(1, d.unit) if d.chance(0.7) else d.rng.randrange(1, 8)
    return owed * 2 + d.unit


def payments(story, state, people, bad):
    d, lines = story.d, []
    for name in people:
        owed = state.owed_now(name)
        if not owed and not state.payable(name) and not d.chance(0.08):
            continue
        if d.chance(bad):
            if d.chance(0.5):
                continue
            amount = amount_paid(d, owed)
        else:
            amount = owed + (state.payable(name) if d.chance(0.3) else 0)
        if amount <= 0 or not (state.open_loans(name) or state.payable(name)) and d.chance(0.9):
            continue
        if not state.open_loans(name) and d.chance(0.9):
            amount = min(amount, state.payable(name))
        lines.append(payment_line(d, state, name, amount))
    return [line for line in lines if line]


def payment_line(d, state, name, amount):
    if amount <= 0:
        return None
    line = f"  {name} pays {d.text(amount)}"
    if d.chance(0.04) and state.payable(name):
        most = min(amount, state.payable(name)) + (1 if d.chance(0.1) else 0)
        line += f", {d.text(d.rng.randint(0, most))} to claimants"
    loans = state.open_loans(name)
    if d.chance(0.05) and loans:
        line += f" on {d.pick(loans).id}"
    return line


def money_lines(story, state, people):
    d, lines = story.d, []
    for name in people:
        fines = state.fines.get(name, 0)
        if fines and d.chance(0.5):
            lines.append(f"  {name} pays fine {d.text(fines if d.chance(0.6) else d.rng.randint(1, fines))}")
        if d.chance(0.25):
            lines.append(f"  {name} saves {d.text(d.rng.randint(1, d.unit))}")
        free = state.available(name)
        if free > 0 and d.chance(0.06):
            lines.append(f"  {name} withdraws {d.text(d.rng.randint(1, free))}")
    return lines


def attendance(d, people):
    absent = [name for name in people if d.chance(0.06)]
    late = [name for name in people if name not in absent and d.chance(0.06)]
    return ([f"  absent {', '.join(absent)}"] if absent else []) + ([f"  late {', '.join(late)}"] if late else [])


def call_lines(story, state, people):
    d, lines = story.d, []
    if d.chance(0.05):
        return ["  no call"]
    if d.chance(0.9):
        lines.append("  everybody can give " + (d.text(d.rng.randint(0, d.unit * 3)) if d.chance(0.6) else "anything"))
    for name in people:
        if d.chance(0.12):
            lines.append(f"  {name} can give {d.text(d.rng.randint(0, d.unit))}")
    if "own collateral" in d.layers and people and d.chance(0.4):
        lines.append(f"  collateral of {d.pick(people)} {d.text(d.rng.randint(1, d.unit))}")
    if "insurer" in d.layers and d.chance(0.6):
        lines.append(f"  insurer gives at most {d.text(d.rng.randint(0, d.unit))}")
    return lines


def covers(story, state, people, paid):
    """A sheet from another system: somebody covers part of what somebody owes."""
    d, lines = story.d, []
    for x in [x for x in people if state.owed_now(x, joint=True) and x not in paid][:3]:
        owed = state.owed_now(x, joint=True) + (d.unit if d.chance(0.05) else 0)
        line = cover(d, state, x, [j for j in people if j != x] or [x], owed)
        lines += [line] if line else []
    return lines


def cover(d, state, x, others, owed):
    layer, some = d.pick(d.layers or ["peers in cash"]), d.rng.randint(1, owed)
    by = d.pick(others)
    if layer == "peers in savings" or layer.startswith("peers in ") and "savings" in layer and d.chance(0.4):
        some = min(some, state.available(by) + (1 if d.chance(0.1) else 0))
        return f"  {by} covers {d.text(some)} of {x} from savings" if some > 0 else None
    if layer.startswith("peers"):
        return f"  {by} covers {d.text(some)} of {x} in cash"
    if layer == "own savings":
        some = min(some, state.available(x))
        return f"  {x}'s own savings cover {d.text(some)}" if some > 0 else None
    if layer == "own collateral":
        return f"  {x}'s own collateral covers {d.text(some)}"
    some = min(some, state.fund) if layer == "group fund" else some
    return f"  the {'fund' if layer == 'group fund' else 'insurer'} covers {d.text(some)} of {x}" if some > 0 else None


def votes(d, people):
    voters = [name for name in people if d.chance(0.7)]
    if not voters:
        return []
    if d.chance(0.5):
        for_ = [d.pick(people) for _ in voters[1:]]
        parts = [f"{voters[0]} for {d.pick(people)} as {d.pick(['chair', 'treasurer'])}"]
        return ["  votes " + "; ".join(parts + [f"{v} for {c}" for v, c in zip(voters[1:], for_)])]
    cut = d.rng.randrange(len(voters) + 1)
    yes, no = voters[:cut], voters[cut:]
    return ["  resolves the_well" + (f" yes {', '.join(yes)}" if yes else "") + (f" no {', '.join(no)}" if no else "")]


def spoil(d, lines, people):
    """One line that the rules refuse."""
    who = d.pick(people) if people else "Asha"
    bad = d.pick([f"  Nobody pays {d.text(5)}", f"  {who} saves {d.text(0)}", f"  {who} withdraws {d.text(d.unit * 900)}",
                  f"  {who} pays fine {d.text(d.unit * 50)}", f"  absent Nobody", f"  counted {d.text(1234567)}",
                  f"  {who} pays {d.text(3)}\n  {who} pays {d.text(3)}", f"  {who} pays {d.text(7)} on L99",
                  f"  late {who}, {who}", f"  votes {who}, {who} for {who} as chair"])
    lines.insert(d.rng.randrange(len(lines) + 1), bad)


def cash_of(story, lines):
    """in - out of the meeting, were it held now; None when it is refused."""
    words, doc = story.player.words, {"type": "meeting"}
    for line in lines:
        words.meeting_line(doc, story.day, line.strip())
    state = story.state().copy(story.day)
    try:
        Meeting(state, Event(story.day, 0, "try", doc, story.player.group.meetings), False).run()
    except Refused:
        return None
    return state.meeting["cash"]


def body_of(story):
    d, state = story.d, story.state()
    people = state.ids()
    former = [x for x in state.members if state.state_of(x) == "expelled" and state.open_loans(x)]
    bad = 1.0 if d.chance(0.04) else d.badness
    lines = attendance(d, people)
    if d.chance(0.06) and people:
        whole = sum(state.owed_now(x) + state.fines.get(x, 0) + state.savings_due(x) for x in people)
        lines.append(f"  lump sum {d.text(max(1, d.pick([whole, d.rng.randint(0, whole), whole + d.unit])))}")
    else:
        lines += money_lines(story, state, people) + payments(story, state, people + former, bad)
    paid = {line.split()[0] for line in lines if " pays " in line}
    given = covers(story, state, people, paid) if d.chance(0.05) else []
    lines += given or call_lines(story, state, people)
    if d.chance(0.15) and people:
        story.loans += 1
        lines.append(f"  {d.pick(people)} borrows {loan_words(d, story.day, story.next_meeting())} as L{story.loans}")
    if d.chance(0.05):
        lines += votes(d, people)
    return lines, people


def hold_meeting(story, day=None):
    d = story.d
    lines, people = body_of(story)
    d.rng.shuffle(lines) if d.chance(0.2) else None
    if d.chance(0.14) and people:
        spoil(d, lines, people)
    elif d.chance(0.15):
        cash = cash_of(story, lines)
        if cash is not None:
            off = d.pick([0, 0, 1, -1, d.unit // 100])
            lines += [f"  counted {d.text(cash - off)}"] + ([f"  difference {d.text(off)}"] if off else [])
    name = story.named("m")
    story.meetings += 1
    if story.say(f"on {story.day} meets as {name}", *"\n".join(lines).split("\n")):
        story.accepted(name, "meeting")
    return name
