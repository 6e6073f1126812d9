# SPDX-License-Identifier: MIT
"""What may happen in a random story of a group, and how often (group_generate.py): each takes the story under way."""
from datetime import timedelta

from group_draw import loan_words
from group_meeting import Meeting
from group_oracle import Event
from group_loans import Refused



# --- meetings -----------------------------------------------------------------------------------------------------

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
        line += f", {d.text(d.rng.randint(0, min(amount, state.payable(name)) + (1 if d.chance(0.1) else 0)))} to claimants"
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
    debtors = [x for x in people if state.owed_now(x, joint=True) and x not in paid]
    cash = any("cash" in layer for layer in d.layers)
    for x in debtors[:3]:
        others = [j for j in people if j != x]
        if cash and others:
            owed = state.owed_now(x, joint=True) + (d.unit if d.chance(0.05) else 0)
            lines.append(f"  {d.pick(others)} covers {d.text(d.rng.randint(1, owed))} of {x} in cash")
    return lines


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


MEETING = hold_meeting


# --- what happens between -------------------------------------------------------------------------------------------

def on(story, words, kind=None, day=None):
    name = story.named("x")
    if story.say(f"on {day or story.day} {words} as {name}") and kind:
        story.accepted(name, kind, day)


def somebody(story, all_=False):
    state = story.state()
    people = list(state.members) if all_ else state.ids()
    return story.d.pick(people) if people else "Nobody"


def amount(story, most=None):
    d = story.d
    return d.text(d.rng.randint(1, max(1, most if most else d.unit)))


def pays(story):
    name = somebody(story, story.d.chance(0.1))
    state = story.state()
    if name in state.members and (state.open_loans(name) or state.payable(name) or story.d.chance(0.1)):
        on(story, f"{name} pays {amount(story, max(1, state.owed_now(name) + state.payable(name)))}", "payment")


def saves(story):
    on(story, f"{somebody(story)} saves {amount(story)}", "savings")


def withdraws(story):
    name = somebody(story)
    free = story.state().available(name)
    if free > 0 or story.d.chance(0.1):
        on(story, f"{name} withdraws {amount(story, max(1, free + (5 if story.d.chance(0.1) else 0)))}", "savings")


def hold(story):
    name = somebody(story)
    free = story.state().available(name)
    if free > 0 or story.d.chance(0.1):
        story.holds += 1
        story.say(f"on {story.day} savings of {name} hold {amount(story, max(1, free))} as H{story.holds}")


def release(story):
    state = story.state()
    held = [(h, who) for h, (who, left) in state.holds.items() if left]
    if held:
        h, who = story.d.pick(held)
        story.say(f"on {story.day} savings of {who} release {h}")


def open_claims(story):
    return [c for c in story.state().ledger.claims if c.open and not (c.by + c.of).count("@")]


def waive(story):
    claims = open_claims(story)
    if claims:
        c = story.d.pick(claims)
        on(story, f"{c.by} forgives {c.of} {amount(story, c.open + (3 if story.d.chance(0.1) else 0))}", "waiver")


def set_off(story):
    claims = open_claims(story)
    pairs = {(c.by, c.of) for c in claims}
    both = sorted((a, b) for a, b in pairs if (b, a) in pairs)
    if both:
        a, b = story.d.pick(both)
        on(story, f"{a} and {b} set off", "set off")
    elif claims and story.d.chance(0.1):
        on(story, f"{claims[0].by} and {claims[0].of} set off")


def notice(story):
    owing = [x for x in story.state().members if story.state().sums(x)[0]]
    if owing:
        on(story, f"notice about {story.d.pick(owing)}", "notice")


def excuse(story):
    until = f" until {story.day + timedelta(story.d.rng.randrange(-1, 20))}" if story.d.chance(0.6) else ""
    on(story, f"{somebody(story)} is excused{until}", "excuse")


def join(story):
    waiting = [name for name in story.d.names if name not in story.state().members]
    gone = [name for name in story.state().members if story.state().state_of(name) == "left"]
    name = story.d.pick(waiting or gone or [somebody(story)]) if waiting or gone or story.d.chance(0.05) else None
    if name:
        on(story, f"{name} joins", "join")
        if not story.last_refused and story.d.chance(0.7):
            story.borrow(name)


def borrow(story):
    story.borrow(somebody(story) if story.d.chance(0.95) else "Nobody")


def leave(story):
    name, state, d = somebody(story), story.state(), story.d
    others = [x for x in state.ids() if x != name]
    words = " buying out" if d.chance(0.7) else ""
    words += f" duty to {d.pick(others)}" if others and d.chance(0.75) else ""
    on(story, f"{name} leaves{words}", "leave")


def expel(story):
    people, name, d = story.state().ids(), somebody(story), story.d
    yes = [x for x in people if d.chance(0.8)]
    no = [x for x in people if x not in yes and d.chance(0.7)]
    words = (f" yes {', '.join(yes)}" if yes else "") + (f" no {', '.join(no)}" if no else "")
    on(story, f"{name} is expelled{words if d.chance(0.8) else ''}", "expel")


def die_words(story, name, day):
    state, d = story.state(day), story.d
    owed = sum(max(0, state.account(x).payoff(day)[3]) for x in state.loans_of(name) if state.status(x) == "active")
    parts, left = "", owed
    for key, most in (("savings", state.available(name)), ("insurance", left), ("fund", state.fund), ("written off", left)):
        if left and most > 0 and d.chance(0.4):
            given = d.rng.randint(1, min(left, most))
            left -= given
            parts += f" {key} {d.text(given)}"
    return f"{name} dies{parts}"


def dies(story):
    name = somebody(story, story.d.chance(0.1))
    if name in story.state().members:
        on(story, die_words(story, name, story.day), "death")


def dies_late(story):
    """Known only after a meeting that has her: taken back, the death, the meeting without her."""
    last = next(((n, day) for n, day, kind in reversed(story.done) if kind == "meeting"), None)
    people = story.state().ids()
    if not last or not people:
        return
    name, day = story.d.pick(people), last[1] - timedelta(story.d.rng.randrange(1, 7))
    if story.d.chance(0.7):
        on(story, f"reverses {last[0]}", day=last[1])
    on(story, die_words(story, name, day), "death", day=day)


def estate(story):
    state = story.state()
    owing = [x for x in state.members if state.estate.get(x, 0) + state.payable("@estate:" + x)]
    if owing:
        name = story.d.pick(owing)
        most = state.estate.get(name, 0) + state.payable("@estate:" + name) + (1 if story.d.chance(0.2) else 0)
        on(story, f"the estate of {name} pays {amount(story, most)}", "estate")


def fund(story):
    d, state = story.d, story.state()
    social = d.pick(["", "social "])
    balance = state.social if social else state.fund
    way = d.pick(["receives", "pays"]) if balance or d.chance(0.1) else "receives"
    most = max(1, balance + (5 if d.chance(0.1) else 0)) if way == "pays" else d.unit * 2
    on(story, f"the {social}fund {way} {amount(story, most)}", "fund")


def share_out(story):
    if story.state().fund or story.d.chance(0.1):
        on(story, f"shares out {story.d.pick(['equally', 'by savings'])}", "share out")


def reverse(story):
    recent = story.done[-8:]
    if story.d.chance(0.06):
        on(story, "reverses nothing")
    elif recent:
        name, day, _ = story.d.pick(recent)
        if day <= story.day or story.d.chance(0.1):
            on(story, f"reverses {name}")


def earlier(story):
    """A meeting or a payment entered late."""
    d, now = story.d, story.day
    if len(story.days) < 2:
        return
    story.day = d.pick(story.days[-4:]) - timedelta(d.pick([0, 1, 3]))
    if d.chance(0.5):
        people = story.state().ids()
        lines, people = body_of(story)
        name = story.named("m")
        story.meetings += 1
        if story.say(f"on {story.day} meets as {name}", *lines):
            story.accepted(name, "meeting")
    else:
        d.pick([pays, saves, fund, notice, excuse, waive])(story)
    story.day = now


def loan_event(story):
    state, d = story.state(), story.d
    loans = list(state.loans.values())
    if not loans:
        return
    loan = d.pick(loans)
    what = d.pick([f"is charged {d.text(d.rng.randint(1, d.unit // 4))} fee", "is forgiven all interest",
                   f"is charged {d.text(d.rng.randint(1, d.unit // 4))} penalty", "pays off"] + (["pays 5"] if d.chance(0.1) else []))
    on(story, f"loan {loan.id} {what}", "loan event")


def group_loan(story):
    own = [x for x in story.state().loans.values() if x.member is None]
    if own:
        most = min(story.state().fund, story.state().figures(own[0]).outstanding) or 5
        return on(story, f"the group repays {own[0].id} {amount(story, most)}", "repays")
    story.loans += 1
    story.say(f"on {story.day} the group borrows {loan_words(story.d, story.day, story.next_meeting())} as L{story.loans}")


def gets_back(story):
    credits = {x: c for x, c in story.state().credits.items() if c > 0}
    if credits:
        name = story.d.pick(sorted(credits))
        on(story, f"{name} gets back {amount(story, credits[name] + (1 if story.d.chance(0.2) else 0))}", "gets back")


def books(story):
    if story.d.chance(0.4):
        story.say(f"on {story.day - timedelta(story.d.pick([2, 10, 30]))} the books are closed")


def twice(story):
    """The last event is sent again, or its name is used for something else."""
    if story.done and story.lines[-1].startswith("on ") and " as x" in story.lines[-1]:
        story.say(story.lines[-1])
    elif story.done:
        story.say(f"on {story.day} the fund receives {amount(story)} as {story.done[-1][0]}")


OTHERS = [(pays, 12), (saves, 5), (withdraws, 4), (hold, 2), (release, 2), (waive, 5), (set_off, 9), (notice, 4), (excuse, 2),
          (join, 3), (borrow, 4), (leave, 3), (expel, 1), (dies, 1), (dies_late, 2), (estate, 3), (fund, 5), (share_out, 2),
          (reverse, 9), (earlier, 10), (loan_event, 4), (group_loan, 1), (gets_back, 3), (books, 1), (twice, 2)]
