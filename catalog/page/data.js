// The report, as the page holds it: texts, files and steps stand once and are named by their places.
const report = JSON.parse(document.getElementById("data").textContent);

const STATES = {
  w: { name: "wired", mark: "✓", rank: 5 },
  p: { name: "partial", mark: "◐", rank: 4 },
  d: { name: "defined", mark: "○", rank: 3, more: "not wired" },
  c: { name: "declared", mark: "·", rank: 2, more: "only declared" },
  m: { name: "missing", mark: "✗", rank: 1 },
  u: { name: "unknown", mark: "?", rank: 0 },
  n: { name: "n/a", mark: "–", rank: 0, more: "does not apply" },
};
const LADDER = ["m", "c", "d", "p", "w"];
const ROLES = {
  definition: "found here", wiring: "wired here", counter: "weakened here", declaration: "only declared here", test: "tested here",
};
// What explains a gap best comes first.
const ROLE_ORDER = ["counter", "definition", "declaration", "wiring", "test"];

const controlByID = new Map(report.controls.map((control, index) => [control.id, index]));
const componentByID = new Map(report.components.map((component, index) => [component.id, index]));
const severityRank = (severity) => {
  const rank = report.severities.indexOf(severity);
  return rank < 0 ? report.severities.length : rank;
};

// Gaps by control and component; -1 stands for the repository as a whole.
const gapKey = (control, component) => control * 100000 + component + 1;
const gapByCell = new Map(report.gaps.map((gap, index) => [gapKey(gap.control, gap.component), index]));
const gapsOfControl = new Map();
report.gaps.forEach((gap, index) => {
  if (!gapsOfControl.has(gap.control)) gapsOfControl.set(gap.control, []);
  gapsOfControl.get(gap.control).push(index);
});

const stateOf = (control, component) => {
  const entry = report.controls[control];
  return component < 0 || !entry.cells ? entry.state : entry.cells[component];
};
const testedOf = (control, component) => {
  const entry = report.controls[control];
  if (component < 0 || !entry.cells) return entry.tested === undefined ? "." : entry.tested ? "t" : "f";
  return entry.testedCells[component];
};
const reasonOf = (control, component) => {
  const entry = report.controls[control];
  const place = component < 0 || !entry.cells ? entry.reason : entry.reasons[component];
  return place >= 0 ? report.texts[place] : "";
};
const gapOf = (control, component) => {
  const index = gapByCell.get(gapKey(control, component));
  return index === undefined ? null : report.gaps[index];
};
const kindOfGap = (gap) => (gap.waived ? "waived" : gap.known ? "known" : "new");
const hasBaseline = report.gaps.some((gap) => gap.known);
const hasWaivers = report.gaps.some((gap) => gap.waived);

const componentName = (component) => (component < 0 ? "the repository as a whole" : report.components[component].id);
// Without the kind in front, which says little in a narrow column.
const shortName = (component) => {
  const name = report.components[component].id;
  const slash = name.indexOf("/");
  const short = slash > 0 && /^[A-Z][A-Za-z]+$/.test(name.slice(0, slash)) ? name.slice(slash + 1) : name;
  // What tells names apart stands at their ends as often as at their beginnings.
  return short.length > 26 ? `${short.slice(0, 13)}…${short.slice(-12)}` : short;
};

const plural = (count, one, many) => `${count.toLocaleString("en")} ${count === 1 ? one : many || one + "s"}`;
const listed = (names, most) =>
  names.length > most ? `${names.slice(0, most).join(", ")} and ${names.length - most} more` : names.join(", ");
const points = (gain) => (gain >= 0.05 ? `+${gain.toFixed(1)}` : "");

// Gaps that say the same of several components, as one: worst severity first; of one severity those that cost least to close, then those that win most.
const NEARNESS = { d: 0, p: 1, c: 2, m: 3 };
const groupedGaps = (indices) => {
  const groups = new Map();
  for (const index of indices) {
    const gap = report.gaps[index];
    const key = `${gap.control} ${gap.state} ${gap.severity}`;
    if (!groups.has(key)) groups.set(key, { control: gap.control, state: gap.state, severity: gap.severity, gaps: [] });
    groups.get(key).gaps.push(index);
  }
  return [...groups.values()].sort(
    (one, other) =>
      severityRank(one.severity) - severityRank(other.severity) ||
      NEARNESS[one.state] - NEARNESS[other.state] ||
      report.controls[other.control].gain - report.controls[one.control].gain ||
      one.gaps[0] - other.gaps[0],
  );
};

// What is neither waived nor known before.
const openGaps = () => report.gaps.map((_, index) => index).filter((index) => kindOfGap(report.gaps[index]) === "new");

// What to do first, in the order of the gaps: each control once.
const firstSteps = (most) => {
  const seen = new Set();
  return groupedGaps(openGaps()).filter((group) => !seen.has(group.control) && seen.add(group.control)).slice(0, most);
};

// Controls whose gaps, once closed, win most points of the score.
const bestWins = (most) =>
  [...new Set(openGaps().map((index) => report.gaps[index].control))]
    .filter((control) => points(report.controls[control].gain))
    .sort((one, other) => report.controls[other].gain - report.controls[one].gain || one - other)
    .slice(0, most);
