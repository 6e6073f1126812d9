# SPDX-License-Identifier: MIT
"""A second, independent writing of docs/groups.md: the life of a lending group as a fold of its events.

    group = Group(rules); group.record(day, id, doc)     # raises Refused, and then nothing has changed
    group.view(day)                                      # the State at the end of the day

A fold keeps the state after each event, so that an event entered in order costs itself alone. Amounts are integers
of minor units. What an event leaves open is computed when it is recorded, written into its `facts`, and stays.
"""
from datetime import date, timedelta

from due_dates import OUT_OF_RANGE
from group_claims import INVALID_STATE
from group_life import Life
from group_loans import Refused, need
from group_meeting import KINDS, Meeting
from group_state import DUPLICATE, NOT_FOUND, State

CONFLICT, CLOSED = "idempotency_conflict", "closed_period"


class Event:
    def __init__(self, on, sequence, name, doc, turn):
        self.on, self.sequence, self.id, self.doc, self.facts = on, sequence, name, doc, {"turn": turn}
        self.type = doc["type"]

    def key(self):
        return self.on, self.sequence

    def names(self):
        """Whom it names as members: lines, covers, loans, votes."""
        doc, found = self.doc, set()
        if self.type == "meeting":
            for kind in KINDS[1:] + ("limits", "collateral", "loans"):     # the absent are struck off
                found |= {line["member"] for line in doc.get(kind, [])}
            for lines in self.facts.get("lines", {}).values():
                found |= {line["member"] for line in lines}
            found |= set(self.facts.get("outside", {}))
            for _, debtor, by, _, _ in self.facts.get("covers", []):
                found |= {debtor, by}
        if self.type in ("meeting", "vote"):
            for vote in doc.get("elections", []):
                found |= {name for pair in vote["votes"] for name in pair}
            for vote in doc.get("resolutions", []):
                found |= set(vote["yes"] + vote["no"])
        if self.type == "expel":
            found |= {doc["member"], *doc.get("yes", []), *doc.get("no", [])}
        return found | ({doc["member"]} if self.type in ("grant", "join", "leave", "excuse") else set())


class Group:
    def __init__(self, rules):
        self.rules, self.events, self.closed, self.meetings = rules, [], None, 0
        self.line = []                      # [(event, state after it)] of what stands, in order
        self.start = State(rules)
        self.by_id, self.reversals = {}, []

    # --- recording --------------------------------------------------------------------------------------------

    def record(self, on, name, doc):
        """The event; None when it was known before."""
        known = self.by_id.get(name)
        if known is not None:
            need((known.on, known.doc) == (on, doc), CONFLICT, name)
            return None
        need(self.closed is None or on > self.closed, CLOSED, str(self.closed))
        event = Event(on, len(self.events) + 1, name, doc, self.meetings)
        if event.type == "reverse":
            self.check_reversal(event)
        elif event.type == "die":
            self.check_death(event)
        self.events.append(event)
        try:
            line = self.check(event)
        except Refused:
            self.events.pop()
            raise
        self.line, self.by_id[name] = line, event
        self.meetings += event.type == "meeting"
        if event.type == "reverse":
            self.reversals.append(event)
        return event

    def close(self, on):
        need(self.closed is None or on >= self.closed, CLOSED, str(self.closed))
        self.closed = on

    def check_reversal(self, event):
        gone = self.by_id.get(event.doc["of"])
        need(gone is not None, NOT_FOUND, "of")
        over = any(state.dissolved for _, state in self.line if state.day <= event.on)
        need(not over or gone.type == "dissolve", INVALID_STATE, "the group is dissolved")
        need(gone.type != "reverse", INVALID_STATE, "a reversal")
        need(all(r.doc["of"] != gone.id for r in self.reversals), DUPLICATE, "of")
        need(gone.on <= event.on, OUT_OF_RANGE, "on")

    def check_death(self, event):
        name, joins = event.doc["member"], [e for e, _ in self.line if e.type == "join"]
        hers = [e.on for e in joins if e.doc["member"] == name]
        need(hers, NOT_FOUND, name)
        need(event.on >= min(hers), OUT_OF_RANGE, f"{name} joined later")
        need(all(e.type != "die" or e.doc["member"] != name for e, _ in self.line), DUPLICATE, name)

    def check_names(self, event):
        """Nobody dies who does something later, on some day's view."""
        name = event.doc["member"]
        taken_back = {r.doc["of"]: r.on for r in self.reversals}
        for e in self.events:
            seen = e.on > event.on and taken_back.get(e.id, date.max) > e.on       # on some day it stands
            need(not seen or name not in e.names(), INVALID_STATE, f"{e.id} names {name}")

    def check(self, event):
        """The line of all events, after those of every view that the event touches were found to stand."""
        views = {r.on for r in self.reversals if r.on > event.on}
        if views:
            self.fold(self.standing(event.on), event)
        line = self.fold(self.standing(None), event)
        for day in sorted(views):
            self.fold(self.standing(day - timedelta(1)), event)
        if event.type == "die":
            self.check_names(event)
        return line

    # --- folding ----------------------------------------------------------------------------------------------

    def standing(self, day):
        """The events that stand in the view of a day (of the end when None), in order."""
        events = self.events if day is None else [e for e in self.events if e.on <= day]
        gone = {e.doc["of"] for e in events if e.type == "reverse"}
        return sorted((e for e in events if e.type != "reverse" and e.id not in gone), key=Event.key)

    def fold(self, events, fresh):
        """[(event, state)]; shares its beginning with the line that is known."""
        same = 0
        while same < min(len(events), len(self.line)) and events[same] is self.line[same][0]:
            same += 1
        line = self.line[:same]
        state = line[-1][1] if line else self.start
        for event in events[same:]:
            state = self.applied(state, event, fresh)
            line.append((event, state))
        return line

    @staticmethod
    def applied(before, event, fresh):
        state = before.copy(event.on)
        known = event is not fresh or bool(event.facts.get("known"))
        try:
            need(not state.dissolved, INVALID_STATE, "the group is dissolved")
            (Meeting if event.type == "meeting" else Life)(state, event, known).run()
            why = state.broken_law()
            need(not why, OUT_OF_RANGE, why)
        except Refused as refusal:
            raise refusal if event is fresh else Refused(INVALID_STATE, f"{event.id}: {refusal}")
        event.facts["known"] = True
        return state

    # --- questions --------------------------------------------------------------------------------------------

    def view(self, day, known=None):
        """The state at the end of the day, as known then (after the first `known` events)."""
        line = self.line
        later = known is not None or any(r.on > day for r in self.reversals)
        if later:
            events, self.events = self.events, self.events[:known]
            line = self.fold(self.standing(day), None)
            self.events = events
        last = next((state for _, state in reversed(line) if state.day <= day), self.start)
        if last.day == day:
            return last
        return last.copy(day)
