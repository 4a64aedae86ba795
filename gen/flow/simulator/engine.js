// SPDX-License-Identifier: MIT
// Plays flows by the rules of src/engine: the first row whose guard holds is
// taken, and choices are left at once.  All of `now` is plain data, so that a
// copy of it is a way back; the log only grows meanwhile.
"use strict";

const START = "(start)";

class Simulation {
	constructor(map) {
		this.map = map;
		this.reset();
	}

	// Settings, which no step changes, stay.
	reset() {
		this.guards = this.guards || {};  // "flow guard": does it hold?
		this.items = this.items || {};  // "flow prepare": how many
		this.now = {instances: {}, lastId: 0, queue: []};
		this.log = [];
	}

	flow(sm) {
		return this.map.flows[sm.flow];
	}

	// The state that an instance is in; none: it has not begun, or is over.
	state(sm) {
		return this.flow(sm).states[sm.state];
	}

	isChoice(sm) {
		return sm.state === START || this.state(sm).kind === "choice";
	}

	children(sm) {
		return Object.values(this.now.instances).filter(
			other => other.parent === sm.id && !other.exit);
	}

	// Instances

	begin(flow, parent, item) {
		this.forget();
		const sm = {id: ++this.now.lastId, flow, parent, item, state: START,
			exit: null, counters: {}, timers: [], asked: [], run: null};

		this.now.instances[sm.id] = sm;
		this.now.queue.push({id: sm.id, event: "ENTER"});
		return sm;
	}

	// What is over, and what ran it knows.
	forget() {
		for (const sm of Object.values(this.now.instances))
			if (sm.exit && sm.parent !== null)
				delete this.now.instances[sm.id];
	}

	// Its exit is an event of its parent; what comes next of an `each`
	// begins before that is told.
	end(sm) {
		const parent = this.now.instances[sm.parent];

		sm.exit = sm.state;
		sm.timers = [];
		sm.asked = [];
		if (!parent || !parent.run)
			return;
		const run = parent.run;
		const name = `${sm.flow}.${sm.exit}`;

		run.all = run.ended++ ? (run.all === sm.exit ? run.all : "") : sm.exit;
		this.now.queue.push({id: parent.id,
			event: run.many ? `any ${name}` : name});
		this.goOn(parent);
	}

	goOn(sm) {
		const run = sm.run;

		while (run.begun - run.ended < run.limit && run.begun < run.items)
			this.begin(run.flow, sm.id, run.begun++);
		if (!run.many || run.ended < run.begun)
			return;
		const exit = run.begun ? run.all : this.map.flows[run.flow].exits[0];

		this.now.queue.push({id: sm.id,
			event: `all ${run.flow}${exit ? `.${exit}` : ""}`});
	}

	run(sm) {
		const run = this.state(sm).run;

		sm.run = {...run, begun: 0, ended: 0, all: "",
			items: run.many ? this.itemsOf(sm.flow, run.prepare) : 1};
		this.goOn(sm);
	}

	itemsOf(flow, prepare) {
		return this.items[`${flow} ${prepare}`] ?? 2;
	}

	// The deepest first: each takes its row for CANCEL, and is told of no
	// more.
	stopChildren(sm) {
		for (const child of this.children(sm))
			this.stop(child);
		if (sm.run)
			this.now.queue = this.now.queue.filter(
				waits => waits.id !== sm.id);
		sm.run = null;
	}

	stop(sm) {
		this.stopChildren(sm);
		if (sm.state !== START) {
			const row = this.match(sm, this.state(sm).rows.CANCEL);

			if (row && (row.line || row.ops.length))
				this.take(sm, row, "CANCEL");
		}
		this.retire(sm);
	}

	retire(sm) {
		sm.exit = sm.exit || "stopped";
		sm.timers = [];
		sm.asked = [];
		this.now.queue = this.now.queue.filter(waits => waits.id !== sm.id);
	}

	// Rows

	holds(sm, term) {
		const value = term.counter === undefined
			? !!this.guards[`${sm.flow} ${term.guard}`]
			: (sm.counters[term.counter] || 0) <
				this.flow(sm).counters[term.counter];

		return value !== term.not;
	}

	match(sm, rows) {
		return rows.find(row => row.guard.every(term => this.holds(sm, term)));
	}

	rowsFor(sm, event) {
		if (sm.state === START)
			return [this.flow(sm).start];
		return this.state(sm).rows[this.isChoice(sm) ? "ENTER" : event];
	}

	// Set the guards so that this row is the one that is taken.  Counters
	// are what they are; false: they do not permit it.
	prefer(sm, rows, row) {
		const wanted = {};

		for (const term of row.guard)
			if (term.guard !== undefined)
				wanted[term.guard] = this.guards[`${sm.flow} ${term.guard}`] =
					!term.not;
		for (const other of rows.slice(0, rows.indexOf(row))) {
			const term = other.guard.find(each =>
				each.guard !== undefined && !(each.guard in wanted));

			if (term && other.guard.every(each => this.holds(sm, each)))
				this.guards[`${sm.flow} ${term.guard}`] = term.not;
		}
		return this.match(sm, rows) === row;
	}

	note(sm, text) {
		this.log.push({id: sm.id, text});
	}

	take(sm, row, event) {
		const from = sm.state;

		if (row.to !== null && from !== START && !this.isChoice(sm)) {
			this.stopChildren(sm);
			sm.asked = [];
		}
		const acts = row.ops.filter(([verb]) =>
			["act", "use", "reset"].includes(verb)).map(
			([verb, name]) => verb === "act" ? name : `${name}.${verb}`);
		const text = `${sm.flow}.flow:${row.line} #${sm.id} ${from} ` +
			`--${event}${row.guardText ? ` ${row.guardText}` : ""}` +
			`--${row.to === null ? "" : ">"} ${row.to ?? from}`;

		this.log.push({id: sm.id, text, acts, line: row.line, from,
			flow: sm.flow});
		sm.state = row.to ?? from;
		for (const [verb, name] of row.ops)
			this.perform(sm, verb, name);
		if (event !== "CANCEL" && this.flow(sm).exits.includes(sm.state))
			this.end(sm);
	}

	perform(sm, verb, name) {
		const asks = this.flow(sm).asks[name];

		if (verb === "arm" || verb === "disarm")
			sm.timers = sm.timers.filter(timer => timer !== name);
		if (verb === "arm")
			sm.timers.push(name);
		else if (verb === "use")
			sm.counters[name] = Math.min((sm.counters[name] || 0) + 1,
				this.flow(sm).counters[name]);
		else if (verb === "reset")
			sm.counters[name] = 0;
		else if (verb === "run")
			this.run(sm);
		else if (verb === "act" && asks)
			sm.asked.push(name);
	}

	// Events

	dispatch(sm, event) {
		const rows = this.rowsFor(sm, event);

		if (!rows || !rows.length) {
			this.note(sm, `${sm.flow}.flow #${sm.id} ${sm.state}: ${event} ` +
				(rows ? "ignored" : "unexpected"));
			return;
		}
		for (let row = this.match(sm, rows); ;
			row = this.match(sm, this.rowsFor(sm, event))) {
			if (!row) {
				this.note(sm, `${sm.flow}.flow #${sm.id} ${sm.state}: ` +
					`${event} no guard held`);
				return;
			}
			// A timer that ran out is not armed any more.
			sm.timers = sm.timers.filter(timer => timer !== event);
			this.take(sm, row, event);
			if (sm.exit || !this.isChoice(sm))
				return;
		}
	}

	// Begin what is to begin, tell of what has ended.
	settle() {
		while (this.now.queue.length) {
			const {id, event} = this.now.queue.shift();
			const sm = this.now.instances[id];

			if (sm && !sm.exit)
				this.dispatch(sm, event);
		}
	}

	post(sm, event) {
		this.dispatch(sm, event);
		this.settle();
	}

	// It ends so, whatever is in it.
	endBy(sm, exit) {
		this.stopChildren(sm);
		this.retire(sm);
		sm.exit = null;
		sm.state = exit;
		this.note(sm, `${sm.flow}.flow #${sm.id} ends: ${exit}`);
		this.end(sm);
		this.settle();
	}

	// What an event would do: the lines of the log.  It is done to a copy.
	preview(sm, event) {
		const now = this.now;

		const logged = this.log.length;

		this.restore(this.save());
		this.post(this.now.instances[sm.id], event);
		this.now = now;
		return this.log.splice(logged);
	}

	save() {
		return {now: JSON.stringify(this.now), logged: this.log.length};
	}

	restore({now, logged}) {
		this.now = JSON.parse(now);
		this.log.length = logged;
	}
}
