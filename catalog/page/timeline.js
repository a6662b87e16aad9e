// The heat map over time: a table whose rows hold a strip each, drawn as one shape for each state, so that its size does not grow with the commits.
let axis = null;
let chosenCommit = -1;
let timeRows = [];
let currentStrip = null;
let drawnFor = "";

// [from, to, value] in places of the axis.
const spans = (runs, on) => {
  const found = [];
  runs.forEach(([from, value], index) => {
    const to = index + 1 < runs.length ? runs[index + 1][0] : commitCount;
    const [left, right] = [on.places[from], on.places[to]];
    if (right <= left || value === ".") return;
    const last = found[found.length - 1];
    if (last && last[2] === value && last[1] === left) last[1] = right;
    else found.push([left, right, value]);
  });
  return found;
};

// What is too short to be seen is drawn as a line that has its width on every screen; the worst states are drawn last.
const strip = (runs, on, look) => {
  const shapes = new Map();
  const texts = [];
  let edges = "";
  for (const [left, right, value] of spans(runs, on)) {
    const { color, mark, word } = look(value);
    if (!shapes.has(color)) shapes.set(color, { wide: "", thin: "" });
    const shape = shapes.get(color);
    const share = (right - left) / on.count;
    if (share < 0.006) shape.thin += `M${(left + right) / 2} 0V10`;
    else shape.wide += `M${left} 0H${right}V10H${left}Z`;
    if (share >= 0.006 && left > 0) edges += `M${left} 0V10`;
    if (share > 0.035 && texts.length < 30) {
      const text = element("span", { class: `run t-${color}` }, mark, word && share > 0.15 && element("span", { class: "word" }, ` ${word}`));
      text.style.left = `${(left / on.count) * 100}%`;
      text.style.maxWidth = `${share * 100}%`;
      texts.push(text);
    }
  }
  const picture = drawing("svg", { viewBox: `0 0 ${on.count} 10`, preserveAspectRatio: "none", "aria-hidden": "true", class: "strip" });
  const colors = [...shapes.keys()].sort((one, other) => COLORS.indexOf(one) - COLORS.indexOf(other));
  for (const color of colors) if (shapes.get(color).wide) picture.append(drawing("path", { d: shapes.get(color).wide, class: `f-${color}` }));
  if (edges) picture.append(drawing("path", { d: edges, class: "edge" }));
  for (const color of colors) if (shapes.get(color).thin) picture.append(drawing("path", { d: shapes.get(color).thin, class: `l-${color}` }));
  return [picture, texts];
};
const COLORS = ["n", "u", "w", "p", "d", "c", "m", "0", "1", "2", "3", "4"];
const stateLook = (state) => ({ color: state, mark: STATES[state].mark, word: STATES[state].name });
const scoreStep = (score) => (score >= 90 ? 0 : score >= 70 ? 1 : score >= 45 ? 2 : score >= 20 ? 3 : 4);
const scoreLook = (score) => ({ color: String(scoreStep(score)), mark: String(score), word: "" });
const SCORE_STEPS = ["90 to 100", "70 to 89", "45 to 69", "20 to 44", "below 20"];

// Areas, controls, or cells: as many rows as say something at once.
const changedCells = pastCells.filter((row) => everChanged(row.runs)).length;
const defaultRows = () => (report.components.length > 1 && changedCells <= 60 ? "cells" : "controls");
const rowKind = () => (["areas", "controls", "cells"].includes(view.rows) ? view.rows : defaultRows());
const axisOptions = () => {
  const some = makeAxis("changed").count;
  const options = [["all", `all ${commitCount.toLocaleString("en")}`]];
  if (some < commitCount) options.push(["changed", `the ${some.toLocaleString("en")} that changed something`]);
  for (const count of [500, 100]) if (commitCount > count) options.push([String(count), `the newest ${count}`]);
  return options;
};
const axisKinds = new Set(hasPast ? axisOptions().map(([kind]) => kind) : []);
const defaultAxis = () => (commitCount > 200 && axisKinds.has("changed") ? "changed" : "all");
const axisKind = () => (axisKinds.has(view.commits) ? view.commits : defaultAxis());
const showsStill = () => view.still === "yes" || changedCells === 0;

const wantedRows = () => {
  if (rowKind() === "areas") {
    return report.areas.filter((area) => (past.areas[area.name] || []).some((run) => run[1] >= 0) && (!view.area || view.area === area.name)).map((area) => ({
      area: area.name, label: area.name, id: "", runs: past.areas[area.name].map(([from, score]) => [from, score < 0 ? "." : score]), look: scoreLook,
      open: () => filter({ area: area.name, rows: "controls" }),
    }));
  }
  const rows_ = [];
  report.controls.forEach((control, index) => {
    const cells = pastCellsOf.get(index);
    if (!cells || !matchesControl(index, columns)) return;
    const entry = (id, component, runs) => ({
      area: control.area, label: control.id, id, runs, look: stateLook, isGone: component === -2,
      open: () => openCell(index, Math.max(component, -1)),
    });
    if (rowKind() === "controls" && !view.component) {
      rows_.push(entry("", -1, controlRuns(index)));
      return;
    }
    for (const cell_ of cells) {
      if (view.component && cell_.component >= 0 && cell_.component !== chosenComponent()) continue;
      if (view.component && cell_.component === -2) continue;
      const isNamed = cell_.component === -2 || (cell_.component >= 0 && report.components.length > 1);
      rows_.push(entry(isNamed ? cell_.id : "", cell_.component, cell_.runs));
    }
  });
  return rows_.filter((row) => showsStill() || everChanged(row.runs));
};

const timeKey = () => `${rowKind()} ${axisKind()} ${showsStill()} ${rowKind() === "areas" ? view.area : address({ cell: "", commit: "" })}`;

const valueThen = (row, commit) => {
  const value = stateAt(row.runs, commit);
  if (value === ".") return null;
  return row.look === scoreLook ? element("b", {}, String(value)) : stateBadge(value);
};

const rowName = (row) => row.label + (row.id ? ` of ${row.id}` : "");
const wordThen = (row, commit) => {
  if (commit < 0) return "not there";
  const value = stateAt(row.runs, commit);
  return value === "." ? (row.look === scoreLook ? "not judged" : "not there") : row.look === scoreLook ? `${value} of 100` : STATES[value].name;
};

const drawTimeRow = (row, index) => {
  const link = element("a", { href: "#", tabindex: "-1", class: "control" }, row.label);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    event.stopPropagation();
    row.open();
  });
  row.then = element("td", { class: "then" });
  row.strip = element("td", { class: "over", tabindex: "-1", "data-row": index }, strip(row.runs, axis, row.look));
  row.node = element(
    "tr", { class: row.isGone ? "gone" : "" },
    element("th", { scope: "row", class: "label", title: rowName(row) }, link,
      row.id && element("span", { class: "component" }, row.isGone && element("span", { class: "tag" }, "gone"), name(row.id))),
    row.strip, row.then,
  );
  showThen(row);
  return row.node;
};

const showThen = (row) => {
  if (!row.then) return;
  const value = stateAt(row.runs, chosenCommit);
  if (row.drawn !== value) {
    row.drawn = value;
    row.then.replaceChildren(...[valueThen(row, chosenCommit)].filter(Boolean));
  }
  row.strip.setAttribute("aria-label", `${rowName(row)}: ${wordThen(row, chosenCommit)} at the chosen commit`);
};

const FIRST_ROWS = 120;
const drawRows = () => {
  drawnFor = timeKey();
  axis = makeAxis(axisKind());
  const table = byID("time");
  for (const body of [...table.tBodies]) body.remove();
  byID("time-head").replaceChildren(...timeHead());
  timeRows = wantedRows();
  let shown = 0;
  let body = null;
  let area = "";
  const more = byID("time-more");
  const grow = (count) => {
    // Not a button for a handful.
    for (const row of timeRows.slice(shown, timeRows.length - shown - count < 40 ? timeRows.length : shown + count)) {
      if (rowKind() !== "areas" && row.area !== area) {
        area = row.area;
        body = element("tbody", {}, element("tr", { class: "area" }, element("th", { scope: "rowgroup", colspan: 3 }, area)));
        table.append(body);
      } else if (!body) {
        body = element("tbody", {});
        table.append(body);
      }
      body.append(drawTimeRow(row, timeRows.indexOf(row, shown)));
      shown += 1;
    }
    more.textContent = `Show ${(timeRows.length - shown).toLocaleString("en")} more rows`;
    more.hidden = shown >= timeRows.length;
  };
  more.grow = () => grow(400);
  grow(FIRST_ROWS);
  currentStrip = null;
  makeCurrentStrip(byID("score-strip"));
  byID("time-none").hidden = timeRows.length > 0;
  byID("time-none").textContent =
    view.still !== "yes" && changedCells > 0 ? "No row that the filters let through ever changed its state." : "No row that the filters let through.";
  moveMark();
};

const timeHead = () => {
  const score = element("td", { class: "over score", id: "score-strip", tabindex: "-1", "data-row": "-1" }, scorePicture());
  const dates = element("td", { class: "dates" }, element("span", { class: "sr" }, `Dates from ${past.commits[axis.commits[0]].date.slice(0, 10)} to ${past.commits[axis.commits[axis.count - 1]].date.slice(0, 10)}.`));
  const steps = Math.min(6, axis.count);
  for (let step = 0; step < steps; step += 1) {
    const place_ = Math.floor((step * axis.count) / steps);
    const date = element("span", { class: step % 3 ? "date between" : "date", "aria-hidden": "true" }, past.commits[axis.commits[place_]].date.slice(0, 10));
    date.style.left = `${(place_ / axis.count) * 100}%`;
    dates.append(date);
  }
  const range = byID("commit-range");
  range.max = String(axis.count - 1);
  return [
    element("tr", { class: "score-row" }, element("th", { scope: "row", class: "label" }, "Score"), score, element("td", { class: "then", id: "score-then" })),
    element("tr", {}, element("td", {}), dates, element("td", { class: "then", id: "date-then" })),
  ];
};

// A score holds until the next one: a line of steps.
const scorePicture = () => {
  let line = "";
  let area = "";
  let last = null;
  axis.commits.forEach((commit, place_) => {
    const score = past.commits[commit].score;
    if (score === undefined) {
      if (last !== null) area += `V100`;
      last = null;
      return;
    }
    line += last === null ? `M${place_} ${100 - score}` : last === score ? "" : `V${100 - score}`;
    area += last === null ? `M${place_} 100V${100 - score}` : last === score ? "" : `V${100 - score}`;
    line += `H${place_ + 1}`;
    area += `H${place_ + 1}`;
    last = score;
  });
  if (last !== null) area += "V100";
  const grid = [0, 50, 100].map((score) => drawing("path", { d: `M0 ${100 - score}H${axis.count}`, class: "grid" }));
  const labels = [0, 50, 100].map((score) => {
    const label = element("span", { class: `level l${score}`, "aria-hidden": "true" }, String(score));
    return label;
  });
  return [
    drawing("svg", { viewBox: `0 -4 ${axis.count} 108`, preserveAspectRatio: "none", class: "chart", role: "img", "aria-label": scoreSentence() }, grid,
      drawing("path", { d: area, class: "score-area" }), drawing("path", { d: line, class: "score-line" })),
    labels,
  ];
};

const scoreSentence = () => {
  const scores = past.commits.map((commit) => commit.score).filter((score) => score !== undefined);
  if (scores.length === 0) return "No commit has a score.";
  const [first, last] = [scores[0], scores[scores.length - 1]];
  const when = `Over ${plural(commitCount, "commit")}, from ${past.commits[0].date.slice(0, 10)} to ${past.commits[commitCount - 1].date.slice(0, 10)}, the score`;
  if (new Set(scores).size === 1) return `${when} was ${first} throughout.`;
  return first === last ? `${when} went from ${first} down to ${Math.min(...scores)}, up to ${Math.max(...scores)}, and back to ${last}.` : `${when} went from ${first} to ${last}.`;
};

const moveMark = () => {
  const table = byID("time");
  if (!axis || chosenCommit < 0) return;
  const place_ = Math.min(axis.count - 1, axis.places[chosenCommit]);
  table.style.setProperty("--at", String((place_ + 0.5) / axis.count));
  for (const row of timeRows) showThen(row);
  const commit = past.commits[chosenCommit];
  byID("score-then").replaceChildren(commit.score === undefined ? "–" : element("b", {}, String(commit.score)));
  byID("date-then").textContent = commit.date.slice(0, 10);
  byID("score-strip").setAttribute("aria-label", `Score: ${commit.score === undefined ? "none" : commit.score} at the chosen commit`);
  const range = byID("commit-range");
  range.value = String(place_);
  range.setAttribute("aria-valuetext", `${commit.date.slice(0, 10)}, ${commit.subject}`);
};

const makeCurrentStrip = (target) => {
  if (currentStrip) currentStrip.tabIndex = -1;
  currentStrip = target;
  if (target) target.tabIndex = 0;
};

// Commits at which a row changed; for the score, those at which it did.
const turnsOf = (index) => (index < 0 ? scoreTurns() : timeRows[index].runs.map(([from]) => from).filter((from) => from > 0));

// The commit at a place of a strip: a change that is near is what is meant.
const commitAt = (target, x) => {
  const box = target.getBoundingClientRect();
  const exact = ((x - box.left) / box.width) * axis.count;
  const place_ = Math.max(0, Math.min(axis.count - 1, Math.floor(exact)));
  const near = turnsOf(Number(target.dataset.row))
    .map((commit) => ({ commit, far: Math.abs(((axis.places[commit] + 0.5 - exact) / axis.count) * box.width) }))
    .filter(({ commit, far }) => far <= 5 && axis.places[commit + 1] > axis.places[commit])
    .sort((one, other) => one.far - other.far)[0];
  return near && box.width / axis.count < 10 ? near.commit : axis.commits[place_];
};

const sayCommit = (index) => {
  const commit = past.commits[chosenCommit];
  const row = timeRows[index];
  byID("said").textContent =
    `${commit.date.slice(0, 10)}, ${commit.author}: ${commit.subject}. ` +
    (row ? `${rowName(row)}: ${wordThen(row, chosenCommit)}, ${wordThen(row, chosenCommit - 1)} before.` : `Score ${commit.score === undefined ? "none" : commit.score}.`);
};

const moveInTime = (event) => {
  const target = event.target.closest("td.over");
  if (!target || event.altKey || event.metaKey || event.ctrlKey) return;
  const strips = [...byID("time").querySelectorAll("td.over")];
  const at = strips.indexOf(target);
  const turns = turnsOf(Number(target.dataset.row));
  const go = (index) => () => {
    const next = strips[Math.max(0, Math.min(strips.length - 1, index))];
    makeCurrentStrip(next);
    next.focus();
  };
  const choose = (commit) => () => {
    if (commit === undefined) return;
    chooseCommit(commit, false);
    sayCommit(Number(target.dataset.row));
  };
  const action = {
    ArrowUp: go(at - 1), ArrowDown: go(at + 1), PageUp: go(at - 10), PageDown: go(at + 10),
    ArrowLeft: choose(turns.filter((commit) => commit < chosenCommit).pop()), ArrowRight: choose(turns.find((commit) => commit > chosenCommit)),
    Home: choose(axis.commits[0]), End: choose(axis.commits[axis.count - 1]),
    Enter: () => byID("commit-title").focus(), " ": () => byID("commit-title").focus(),
  }[event.key];
  if (!action) return;
  event.preventDefault();
  action();
};

// What stands under the pointer, in words.
const tellUnder = (event) => {
  const tip = byID("tip");
  const target = event.target.closest("td.over");
  if (!target || event.pointerType === "touch") {
    tip.hidden = true;
    return;
  }
  const index = commitAt(target, event.clientX);
  const commit = past.commits[index];
  const row = timeRows[Number(target.dataset.row)];
  const counts = countsOf(index);
  tip.replaceChildren();
  add(tip, [
    element("b", {}, row ? `${rowName(row)}: ${wordThen(row, index)}` : `Score ${commit.score === undefined ? "none" : commit.score}`),
    element("div", {}, `${commit.date.slice(0, 10)} `, shortID(commit.id), " ", name(commit.author)),
    element("div", {}, name(commit.subject.length > 90 ? `${commit.subject.slice(0, 90)}…` : commit.subject)),
    counts.opened + counts.closed > 0 && element("div", { class: "dim" }, countWords(counts)),
  ]);
  tip.hidden = false;
  tip.style.left = `${Math.min(event.clientX + 14, window.innerWidth - tip.offsetWidth - 8)}px`;
  tip.style.top = `${event.clientY + 20 + tip.offsetHeight > window.innerHeight ? event.clientY - tip.offsetHeight - 12 : event.clientY + 20}px`;
};
