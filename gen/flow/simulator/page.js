// SPDX-License-Identifier: MIT
// The page: shows what the simulation is in, and takes clicks.
"use strict";

const map = JSON.parse(document.getElementById("map").textContent);
const simulation = new Simulation(map);
let past = [];  // copies of what was, before each step
let replay = null;  // of a trace, in place of steps by hand
let chosen = 1;  // the instance that is shown

const at = id => document.getElementById(id);

function element(name, text, attributes = {}) {
	const made = document.createElement(name);

	made.textContent = text;
	for (const [key, value] of Object.entries(attributes))
		if (value !== false)
			made.setAttribute(key, value === true ? "" : value);
	return made;
}

function button(text, action, attributes) {
	const made = element("button", text, attributes);

	made.addEventListener("click", action);
	return made;
}

function fill(id, elements) {
	at(id).replaceChildren(...elements);
}

// Steps

function start() {
	replay = null;
	past = [];
	simulation.reset();
	simulation.begin(map.root, null, 0);
	simulation.settle();
	follow();
}

function step(action) {
	if (replay)
		return;
	past.push(simulation.save());
	action();
	follow();
}

function back() {
	if (replay)
		replay.back();
	else if (past.length)
		simulation.restore(past.pop());
	follow();
}

function forward() {
	if (replay)
		replay.forward();
	follow();
}

// Leave the trace; what waits is done as the engine would.
function playOn() {
	replay = null;
	past = [];
	simulation.settle();
	follow();
}

function loadTrace(text) {
	replay = new Replay(simulation, traceLines(text, map.flows));
	follow();
}

// Show the instance that did something last, or what runs it.
function follow() {
	const all = simulation.now.instances;
	const last = simulation.log[simulation.log.length - 1];
	let sm = last && all[last.id];

	while (sm && sm.exit && all[sm.parent])
		sm = all[sm.parent];
	for (let child = sm; child; child = simulation.children(sm).find(
		each => each.state !== START))
		sm = child;
	if (sm)
		chosen = sm.id;
	show();
}

// The happy path: guards are set so that its rows are taken.

function happyRow(sm) {
	const rows = sm.exit ? {} : simulation.state(sm).rows;

	for (const [event, some] of Object.entries(rows))
		for (const row of some)
			if (row.happy && permitted(sm, row))
				return {event, some, row};
	return null;
}

function setGuards(sm, rows, row) {
	const flow = simulation.flow(sm);

	simulation.prefer(sm, rows, row);
	for (let to = flow.states[row.to]; to && to.kind === "choice";
		to = flow.states[row.to]) {
		rows = to.rows.ENTER;
		row = rows.find(each => each.happy);
		if (!row)
			return;
		simulation.prefer(sm, rows, row);
	}
	if (flow.exits.includes(row.to))
		setParentsGuards(sm, row.to);
}

function setParentsGuards(sm, exit) {
	const parent = simulation.now.instances[sm.parent];

	if (!parent)
		return;
	for (const prefix of ["", "any ", "all "]) {
		const rows = simulation.state(parent).rows[
			`${prefix}${sm.flow}.${exit}`] || [];
		const row = rows.find(each => each.happy);

		if (row)
			setGuards(parent, rows, row);
	}
}

function goHappy() {
	const sm = simulation.now.instances[chosen];
	const {event, some, row} = happyRow(sm);

	step(() => {
		setGuards(sm, some, row);
		simulation.post(sm, event);
	});
}

// What is shown

function permitted(sm, row) {
	return row.guard.every(term => term.counter === undefined ||
		simulation.holds(sm, term));
}

function choose(id) {
	chosen = id;
	show();
}

function show() {
	const sm = simulation.now.instances[chosen];
	const used = document.activeElement.closest("#rows, #instances");
	const isHere = sm && !sm.exit && sm.state !== START;

	showPlace(sm);
	fill("instances", tree(null));
	at("flow").textContent = sm ? sm.flow : map.root;
	at("story").textContent = map.flows[sm ? sm.flow : map.root].story;
	showPicture(sm);
	fill("facts", isHere ? facts(sm) : []);
	fill("rows", isHere && !replay ? rowItems(sm) : []);
	fill("guards", isHere && !replay ? guardItems(sm) : []);
	fill("items", isHere && !replay ? countItems(sm) : []);
	showExits(isHere && !replay ? sm : null);
	showLog();
	showLines();
	at("play").hidden = !replay;
	at("happy").disabled = !isHere || !!replay || !happyRow(sm);
	at("back").disabled = replay ? !replay.at : !past.length;
	at("forward").disabled = !replay || replay.at === replay.lines.length;
	if (used)
		keepFocus(used);
}

// What had the keyboard's focus was made anew.
function keepFocus(list) {
	(list.querySelector("[aria-current]") ||
		list.querySelector("button:enabled") || at("restart")).focus();
}

function showPlace(sm) {
	const what = !sm ? "nothing has begun" : sm.exit
		? `${sm.flow} #${sm.id} is over: ${sm.exit}`
		: `${sm.flow} #${sm.id} is in ${sm.state}`;

	at("place").textContent = replay
		? `${what} (line ${replay.at} of ${replay.lines.length})` : what;
}

function tree(parent) {
	const own = Object.values(simulation.now.instances).filter(
		sm => sm.parent === parent && (!sm.exit || parent === null));

	return own.map(sm => {
		const item = element("li", "");
		const inner = element("ul", "");

		item.append(button(`${sm.flow} #${sm.id}: ${sm.exit || sm.state}`,
			() => choose(sm.id),
			{"aria-current": sm.id === chosen ? "true" : false}));
		inner.append(...tree(sm.id));
		if (inner.children.length)
			item.append(inner);
		return item;
	});
}

function showPicture(sm) {
	const pane = at("picture");
	const flow = sm ? sm.flow : map.root;
	const lines = simulation.log.filter(each => each.id === chosen);
	const last = lines[lines.length - 1];

	if (pane.dataset.flow !== flow) {
		pane.dataset.flow = flow;
		pane.replaceChildren(
			at(`picture-${flow}`).content.cloneNode(true));
	}
	for (const old of pane.querySelectorAll(".now, .taken, .may"))
		old.classList.remove("now", "taken", "may");
	if (!sm)
		return;
	markRows(pane, "may", replay ? [] : [...linesOf(sm)]);
	markRows(pane, "taken", last && last.line ? [last.line] : []);
	const name = sm.exit || sm.state;
	const box = pane.querySelector(`[id="box-${name}"]`);

	if (box) {
		box.classList.add("now");
		box.scrollIntoView({block: "nearest"});
	}
}

function markRows(pane, name, lines) {
	for (const line of lines)
		for (const row of pane.querySelectorAll(`[data-lines~="${line}"]`))
			row.classList.add(name);
}

// The table's lines that may be taken now.
function linesOf(sm) {
	const state = simulation.state(sm);
	const played = state ? Object.entries(state.rows).filter(
		([event]) => isPlayed(event)) : [];

	return new Set(played.flatMap(([, rows]) => rows.map(row => row.line)));
}

// A row in the picture is as good as its button.
function clickRow(event) {
	const row = event.target.closest(".may");

	for (const line of row ? row.dataset.lines.split(" ") : []) {
		const found = at("rows").querySelector(
			`button:enabled[data-line="${line}"]`);

		if (found) {
			found.click();
			return;
		}
	}
}

function facts(sm) {
	const flow = simulation.flow(sm);
	const state = simulation.state(sm);
	const found = [];
	const add = (name, text) => text &&
		found.push(element("dt", name), element("dd", text));

	add("state", sm.state + (state.story ? ` – ${state.story}` : ""));
	add("in", state.in.join(", "));
	add("runs", sm.run && (sm.run.many
		? `${sm.run.flow}: ${sm.run.ended} of ${sm.run.items} have ended`
		: sm.run.flow));
	add("asked", sm.asked.map(name =>
		`${name} (may bring ${flow.asks[name].join(", ")})`).join("; "));
	add("timers", sm.timers.map(name =>
		`${name}: ${flow.timers[name]}`).join("; "));
	add("counters", Object.entries(flow.counters).map(([name, max]) =>
		`${name} ${sm.counters[name] || 0} of ${max}`).join(", "));
	add("rests", state.forever && "it may rest here for ever");
	return found;
}

// Children end by themselves, and who runs a flow stops it.
function isPlayed(event) {
	return event !== "CANCEL" && !event.includes(".") &&
		!event.startsWith("all ");
}

function rowItems(sm) {
	const flow = simulation.flow(sm);
	const found = [];

	for (const [event, rows] of Object.entries(simulation.state(sm).rows)) {
		if (!isPlayed(event))
			continue;
		if (!rows.length)
			found.push(rowItem(sm, event, rows, null, `${event}: ignored`));
		for (const row of rows) {
			const when = event in flow.timers ? `after ${event}` : event;

			found.push(rowItem(sm, event, rows, row,
				`${when} ${row.guardText} ` +
				(row.to ? `→ ${row.to}` : "(stays)")));
		}
	}
	return found;
}

function rowItem(sm, event, rows, row, text) {
	const item = element("li", "");
	const set = () => row && simulation.prefer(sm, rows, row);

	item.append(button(text, () => step(() => {
		set();
		simulation.post(simulation.now.instances[sm.id], event);
	}), {"data-event": event, "data-line": row ? row.line : false, "data-to": row && row.to ? row.to : "",
		class: row && row.happy ? "happy" : false,
		disabled: !!row && !permitted(sm, row)}));
	item.append(element("span", nextText(sm, event, set), {class: "next"}));
	return item;
}

// Where it would lead, and what would be done.
function nextText(sm, event, set) {
	const guards = {...simulation.guards};

	set();
	const lines = simulation.preview(sm, event);

	simulation.guards = guards;
	return lines.filter(line => line.acts).map(line =>
		line.text.replace(/^.*--(>?) /, line.id === sm.id ? "$1 " : "$1 " +
			`${line.flow} #${line.id}: `).replace(/^>/, "→") +
		(line.acts.length ? ` / ${line.acts.join(" ")}` : "")).join(" ");
}

// Guards of the rows here, and of the choices that they lead to.
function askedGuards(sm) {
	const flow = simulation.flow(sm);
	const found = new Set();
	const todo = [sm.state];

	for (const name of todo) {
		const rows = Object.values(flow.states[name].rows).flat();

		for (const row of rows) {
			row.guard.filter(term => term.guard !== undefined).forEach(
				term => found.add(term.guard));
			if (flow.states[row.to] && flow.states[row.to].kind === "choice" &&
				!todo.includes(row.to))
				todo.push(row.to);
		}
	}
	return [...found];
}

function guardItems(sm) {
	return askedGuards(sm).map(name => {
		const key = `${sm.flow} ${name}`;
		const label = element("label", "");
		const box = element("input", "", {type: "checkbox",
			"data-guard": name});
		const item = element("li", "");

		box.checked = !!simulation.guards[key];
		box.addEventListener("change", () => {
			simulation.guards[key] = box.checked;
			show();
			document.querySelector(`[data-guard="${name}"]`).focus();
		});
		label.append(box, ` ${name}`);
		item.append(label);
		return item;
	});
}

// How many an `each` runs.
function countItems(sm) {
	const runs = Object.values(simulation.flow(sm).states)
		.map(state => state.run).filter(run => run && run.many);

	return [...new Set(runs.map(run => run.prepare))].map(name => {
		const label = element("label", `${name}: how many? `);
		const box = element("input", "", {type: "number", min: 0, max: 20,
			value: simulation.itemsOf(sm.flow, name)});
		const item = element("li", "");

		box.addEventListener("change", () => {
			simulation.items[`${sm.flow} ${name}`] = Number(box.value);
			show();
		});
		label.append(box);
		item.append(label);
		return item;
	});
}

function showExits(sm) {
	const exits = sm ? simulation.flow(sm).exits : [];

	at("exits").hidden = !exits.length || sm.parent === null;
	fill("exit", exits.map(name => element("option", name)));
}

function showLog() {
	fill("log", simulation.log.map(line => {
		const item = element("li", line.text);

		if (line.acts && line.acts.length)
			item.append(element("span", ` / ${line.acts.join(" ")}`,
				{class: "acts"}));
		return item;
	}));
	at("log").scrollTop = at("log").scrollHeight;
}

function showLines() {
	fill("lines", replay ? replay.lines.map((line, number) => {
		const item = element("li", line.text, {"aria-current":
			number === replay.at - 1 ? "step" : false});

		if (number < replay.at && replay.faults[number])
			item.append(element("span", ` ${replay.faults[number]}`,
				{class: "fault"}));
		return item;
	}) : []);
	const current = at("lines").querySelector("[aria-current]");

	if (current)
		current.scrollIntoView({block: "nearest"});
}

at("picture").addEventListener("click", clickRow);
at("happy").addEventListener("click", goHappy);
at("back").addEventListener("click", back);
at("forward").addEventListener("click", forward);
at("play").addEventListener("click", playOn);
at("restart").addEventListener("click", start);
at("replay").addEventListener("click", () => loadTrace(at("trace").value));
at("file").addEventListener("change", async () => {
	const [file] = at("file").files;

	if (file) {
		at("trace").value = await file.text();
		loadTrace(at("trace").value);
	}
});
at("exits").addEventListener("submit", event => {
	event.preventDefault();
	step(() => simulation.endBy(simulation.now.instances[chosen],
		at("exit").value));
});
document.addEventListener("keydown", event => {
	if (event.target.matches("textarea, input, select") || event.altKey ||
		event.ctrlKey || event.metaKey)
		return;
	if (event.key === "ArrowLeft")
		back();
	else if (event.key === "ArrowRight")
		forward();
});
start();
