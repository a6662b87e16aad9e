// What the history says: states as runs from commit to commit, what each commit opened and closed, and which commits a picture has room for.
const past = report.history;
const hasPast = past !== undefined && past !== null && past.commits.length > 0;
const commitCount = hasPast ? past.commits.length : 0;
const ROLE_LIST = ["definition", "wiring", "counter", "declaration", "test"];

const isGapState = (control, state) => {
  const rank = state && STATES[state] ? STATES[state].rank : 0;
  return rank > 0 && rank < STATES[report.controls[control].required].rank;
};

// As the lives of gaps have it: what goes with its component or cannot be judged any more is not called closed.
const kindOfChange = ({ control, from, to }) => {
  if (!from) return "came";
  if (!to) return "went";
  const was = isGapState(control, from);
  const is = isGapState(control, to);
  if (was === is) return from === "u" || to === "u" ? (to === "u" ? "unjudged" : "judged") : "moved";
  if (is) return from === "u" ? "judged" : "opened";
  return to === "u" ? "unjudged" : "closed";
};

const changes = hasPast
  ? past.changes.map(([commit, control, component, from, to, file, before, after]) => {
      const change = { commit, control, component, from, to, file, before, after };
      change.kind = kindOfChange(change);
      return change;
    })
  : [];
const byCommit = (list) => {
  const found = new Map();
  for (const entry of list) {
    if (!found.has(entry.commit)) found.set(entry.commit, []);
    found.get(entry.commit).push(entry);
  }
  return found;
};
const changesOf = byCommit(changes);
const weaknessesOf = byCommit(hasPast ? past.weaknesses : []);
// Commits that changed something, oldest first.
const changing = [...new Set([...changesOf.keys(), ...weaknessesOf.keys()])].sort((one, other) => one - other);

const countsOf = (commit) => {
  const counts = { opened: 0, closed: 0, other: 0 };
  for (const change of changesOf.get(commit) || []) {
    if (change.kind === "opened" || (change.kind === "came" && isGapState(change.control, change.to))) counts.opened += 1;
    else if (change.kind === "closed") counts.closed += 1;
    else counts.other += 1;
  }
  return counts;
};

// `3m12w40.` as [[3, "m"], [12, "w"], [40, "."]].
const knownRuns = new Map();
const runsOf = (text) => {
  if (!knownRuns.has(text)) knownRuns.set(text, [...text.matchAll(/(\d+)(\D)/g)].map(([, from, state]) => [Number(from), state]));
  return knownRuns.get(text);
};

// A row for each cell that ever was; -1 for the repository as a whole, -2 for a component that is gone.
const pastCells = hasPast
  ? past.cells.flatMap(({ control, runs, components }) =>
      components.map((text) => {
        const id = report.texts[text];
        const component = report.controls[control].cells ? (componentByID.has(id) ? componentByID.get(id) : -2) : -1;
        return { control, component, id, runs: runsOf(runs) };
      }))
  : [];
pastCells.sort((one, other) => one.control - other.control || (one.component === -2) - (other.component === -2) || one.component - other.component);
const pastCellsOf = new Map();
for (const row of pastCells) {
  if (!pastCellsOf.has(row.control)) pastCellsOf.set(row.control, []);
  pastCellsOf.get(row.control).push(row);
}

// Whether it ever went from one state to another; to come, to go, and to be unknown instead of not to apply is no such change.
const everChanged = (runs) => {
  let before = "";
  for (const [, state] of runs) {
    if (state === ".") continue;
    if (before && state !== before && !("un".includes(state) && "un".includes(before))) return true;
    before = state;
  }
  return false;
};

// The state at a commit.
const stateAt = (runs, commit) => {
  let found = ".";
  for (const [from, state] of runs) {
    if (from > commit) break;
    found = state;
  }
  return found;
};

// The state of a control by those of its cells: wired where all of them are, partial where some are or nearly; what is not known decides nothing.
const together = (counts) => {
  const known = LADDER.filter((state) => counts.get(state) > 0);
  if (known.length === 0) return counts.get("u") > 0 ? "u" : counts.get("n") > 0 ? "n" : ".";
  const highest = known[known.length - 1];
  if (known[0] === "w") return "w";
  return STATES[highest].rank >= STATES.p.rank ? "p" : highest;
};

const knownControlRuns = new Map();
const controlRuns = (control) => {
  if (knownControlRuns.has(control)) return knownControlRuns.get(control);
  const steps = [];
  for (const row of pastCellsOf.get(control) || []) {
    row.runs.forEach(([from, state], index) => steps.push([from, index > 0 ? row.runs[index - 1][1] : ".", state]));
  }
  steps.sort((one, other) => one[0] - other[0]);
  const counts = new Map();
  const runs = [];
  steps.forEach(([from, before, state], index) => {
    counts.set(before, (counts.get(before) || 0) - 1);
    counts.set(state, (counts.get(state) || 0) + 1);
    if (index + 1 < steps.length && steps[index + 1][0] === from) return;
    const all = together(counts);
    if (runs.length === 0 || runs[runs.length - 1][1] !== all) runs.push([from, all]);
  });
  // The report knows more of the present: whose code was read, for one.
  const last = runs[runs.length - 1];
  if (last && last[1] !== ".") last[1] = report.controls[control].state;
  knownControlRuns.set(control, runs);
  return runs;
};

// The commits that a picture shows, from left to right, and where each of all commits would stand among them.
const AXES = {
  all: () => null,
  changed: () => [...new Set([0, ...changing, ...scoreTurns(), commitCount - 1])].sort((one, other) => one - other),
  500: () => lastCommits(500),
  100: () => lastCommits(100),
};
const lastCommits = (count) => past.commits.map((_, index) => index).slice(-count);
const scoreTurns = () => past.commits.map((commit, index) => index).filter((index) => index > 0 && past.commits[index].score !== past.commits[index - 1].score);

const makeAxis = (kind) => {
  const commits = (AXES[kind] || AXES.all)() || past.commits.map((_, index) => index);
  const places = new Array(commitCount + 1);
  let next = 0;
  for (let commit = 0; commit <= commitCount; commit += 1) {
    while (next < commits.length && commits[next] < commit) next += 1;
    places[commit] = next;
  }
  return { kind, commits, places, count: commits.length };
};
