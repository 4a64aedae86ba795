// SPDX-License-Identifier: MIT
// Replays a trace: each line of it says which row was taken, whatever guards
// say here.  What does not fit the table is told.
"use strict";

const TAKEN = new RegExp(String.raw`(\w+)\.flow:(\d+) #(\d+) ` +
	String.raw`(\(start\)|\w+) --((?:any |all )?[\w.]+)((?: \[.*?\])?)` +
	String.raw`--(>?) (\w+)`);

// The lines of a text that are a trace's of these flows; others of a log are
// left out.
function traceLines(text, flows) {
	const found = [];

	for (const raw of text.split("\n")) {
		const match = TAKEN.exec(raw);

		if (match && match[1] in flows)
			found.push({text: match[0], flow: match[1],
				line: Number(match[2]), id: match[3], from: match[4],
				event: match[5], stays: !match[7], to: match[8]});
	}
	return found;
}

class Replay {
	constructor(simulation, lines) {
		this.simulation = simulation;
		this.lines = lines;
		this.past = [];
		this.faults = lines.map(() => "");
		simulation.reset();
		simulation.now.bound = {};  // an instance by its number in the trace
	}

	get at() {
		return this.past.length;
	}

	forward() {
		if (this.at === this.lines.length)
			return false;
		const line = this.lines[this.at];

		this.past.push(this.simulation.save());
		this.faults[this.at - 1] = this.apply(line);
		return true;
	}

	back() {
		if (!this.at)
			return false;
		this.simulation.restore(this.past.pop());
		return true;
	}

	// What is wrong with a line; "" if nothing is.
	apply(line) {
		const sm = this.instance(line);
		let fault = "";

		if (sm.state !== line.from) {
			fault = `here it is in ${sm.state}`;
			if (!this.simulation.flow(sm).states[line.from])
				return fault;
			sm.state = line.from;
		}
		const row = (this.simulation.rowsFor(sm, line.event) || []).find(
			each => each.line === line.line &&
				(line.stays ? each.to === null : each.to === line.to));

		if (!row)
			return `the table has no such line for ${line.event} in ` +
				line.from;
		this.take(sm, row, line.event);
		return fault;
	}

	take(sm, row, event) {
		const queue = this.simulation.now.queue;
		const waits = queue.findIndex(
			each => each.id === sm.id && each.event === event);

		if (waits >= 0)
			queue.splice(waits, 1);
		sm.timers = sm.timers.filter(timer => timer !== event);
		this.simulation.take(sm, row, event);
		if (event === "CANCEL")
			this.simulation.retire(sm);
	}

	// The one that began first of those that no line was about yet; or
	// one more, where the trace begins in the middle.
	instance(line) {
		if (line.from === START && line.id in this.simulation.now.bound)
			this.anotherProcess();
		const now = this.simulation.now;
		const known = now.instances[now.bound[line.id]];

		if (known)
			return known;
		const bound = Object.values(now.bound);
		const sm = Object.values(now.instances).find(each =>
			each.flow === line.flow && each.state === START && !each.exit &&
			!bound.includes(each.id)) ||
			this.simulation.begin(line.flow, null, 0);

		now.bound[line.id] = sm.id;
		if (line.from !== START) {
			now.queue = now.queue.filter(each => each.id !== sm.id);
			sm.state = line.from;
		}
		return sm;
	}

	// A number begins once more: the program was started again.
	anotherProcess() {
		this.simulation.now.instances = {};
		this.simulation.now.queue = [];
		this.simulation.now.bound = {};
	}
}
