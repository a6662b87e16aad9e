// One commit of the history: what it opened and closed, with the evidence before and after; and the list of those that changed something.
const countWords = ({ opened, closed, other }) =>
  [opened && `${plural(opened, "gap")} opened`, closed && `${plural(closed, "gap")} closed`, other && `${plural(other, "other change")}`].filter(Boolean).join(", ");

const side = (state, none) => (state ? stateBadge(state) : element("span", { class: "dim" }, none));
const changeWords = (change) => [side(change.from, "not there"), " → ", side(change.to, "gone")];

const isWhole = (control) => !report.controls[control].cells || (report.components.length < 2 && pastCells.every((row) => row.component !== -2));
const componentOf = (change) => {
  const id = report.texts[change.component];
  return componentByID.has(id) && report.controls[change.control].cells ? componentByID.get(id) : -1;
};
const changeLink = (control, component) =>
  element("a", { href: "#", "data-control": control, "data-component": component }, report.controls[control].title);

const pastEvidence = (index) => {
  const [role, file, line, symbol, message, root] = past.proof[index];
  return element(
    "li", {}, element("span", { class: "tag" }, ROLES[ROLE_LIST[role]]), " ", place(file, line), " ",
    report.texts[symbol] && [name(report.texts[symbol], "symbol"), " "], element("bdi", { class: "dim" }, report.texts[message]),
    root >= 0 && element("span", { class: "dim" }, " · reached from ", name(report.texts[root], "symbol")),
  );
};
const evidenceSide = (title, list, none) =>
  element("div", {}, element("h5", {}, title), list.length > 0 ? element("ul", { class: "pieces" }, list.map(pastEvidence)) : element("p", { class: "dim" }, none));

const nothing = (state) => (state === "m" ? "Nothing of it was found." : !state ? "It was not there." : state === "n" ? "It did not apply." : "Nothing is told.");
const beforeAfter = (list, isOpen) =>
  element(
    "details", { class: "proofs", open: isOpen }, element("summary", {}, "Evidence before and after"),
    list.slice(0, 20).map((change) => [
      list.length > 1 && element("p", { class: "of" }, name(report.texts[change.component])),
      element("div", { class: "sides" }, evidenceSide("Before", change.before, nothing(change.from)), evidenceSide("After", change.after, nothing(change.to))),
    ]),
    list.length > 20 && element("p", { class: "dim" }, `and ${list.length - 20} more components`),
  );

// What is the same of several components is told once.
const grouped = (list) => {
  const groups = new Map();
  for (const change of list) {
    const key = `${change.control} ${change.from} ${change.to}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(change);
  }
  return [...groups.values()].sort((one, other) =>
    severityRank(report.controls[one[0].control].severity) - severityRank(report.controls[other[0].control].severity) || one[0].control - other[0].control);
};

const changeCard = (isOpen) => (list) => {
  const [first] = list;
  const control = report.controls[first.control];
  const files = [...new Set(list.map((change) => change.file).filter((file) => file >= 0))];
  return element(
    "li", { class: `change v-${control.severity}` },
    element("div", { class: "head" }, element("span", { class: "turn" }, changeWords(first)), changeLink(first.control, list.length === 1 ? componentOf(first) : -1),
      element("code", { class: "control" }, control.id), severityBadge(control.severity)),
    (!isWhole(first.control) || files.length > 0) && element(
      "p", { class: "dim" },
      !isWhole(first.control) && ["in ", list.slice(0, 4).map((change, index) => [index > 0 && ", ", name(report.texts[change.component])]), list.length > 4 && ` and ${list.length - 4} more`],
      files.length > 0 && [isWhole(first.control) ? "by " : ", by ", files.slice(0, 3).map((file, index) => [index > 0 && ", ", place(file, 0)]), files.length > 3 && ` and ${files.length - 3} more`],
    ),
    list.some((change) => change.before.length + change.after.length > 0) && beforeAfter(list, isOpen),
  );
};

const tally = (list, key) => {
  const counts = {};
  for (const change of list) counts[change[key]] = (counts[change[key]] || 0) + 1;
  return LADDER.filter((state) => counts[state]).map((state) => [" ", element("span", { class: "pair" }, stateBadge(state), ` ${counts[state]}`)]);
};
// A component that came or went: its states in numbers first.
const componentCard = (key) => (list) =>
  element(
    "li", { class: "change" },
    element("div", { class: "head" }, element("b", {}, name(report.texts[list[0].component])), tally(list, key)),
    element("details", {}, element("summary", {}, plural(list.length, "control")), element("ul", { class: "plain" }, list.map((change) =>
      element("li", {}, stateBadge(change[key]), " ", changeLink(change.control, componentOf(change)), " ", element("code", { class: "control" }, report.controls[change.control].id))))),
  );

const weaknessCard = (item) =>
  element(
    "li", { class: "change" }, element("div", { class: "head" }, element("span", { class: "tag" }, `weakness ${item.kind}`), changeLink(item.control, -1),
      element("code", { class: "control" }, report.controls[item.control].id)),
    element("ul", { class: "pieces" }, pastEvidence(item.proof)),
  );

const KINDS = [
  ["opened", "Opened"], ["closed", "Closed"], ["moved", "Another state"], ["unjudged", "Cannot be judged any more"], ["judged", "Could not be judged before"],
];

const commitBody = (index) => {
  const list = changesOf.get(index) || [];
  const weak = weaknessesOf.get(index) || [];
  const few = list.length + weak.length <= 8;
  const parts = [];
  const part = (kind, title, entries, count, draw, what) => {
    if (entries.length === 0) return;
    const items = element("ul", { class: `changes k-${kind}` });
    parts.push(element("section", { class: "part" }, element("h4", {}, `${title} `, element("span", { class: "number-of" }, count.toLocaleString("en"))), items));
    longList(items, entries, draw, 30, what);
  };
  for (const [kind, title] of KINDS) {
    const own = list.filter((change) => change.kind === kind);
    part(kind, title, grouped(own), own.length, changeCard(few), "changes");
  }
  for (const [kind, title, key] of [["came", "New components", "to"], ["went", "Components that are gone", "from"]]) {
    const own = new Map();
    for (const change of list.filter((each) => each.kind === kind)) {
      if (!own.has(change.component)) own.set(change.component, []);
      own.get(change.component).push(change);
    }
    part(kind, title, [...own.values()], own.size, componentCard(key), "components");
  }
  // What a cell's change says is not said again.
  const said = new Set(list.flatMap((change) => [...change.before, ...change.after].map((proof) => `${change.control} ${proof}`)));
  const alone = weak.filter((item) => !said.has(`${item.control} ${item.proof}`));
  part("weak", "Weaknesses", alone, alone.length, weaknessCard, "weaknesses");
  return parts;
};

const chooseCommit = (index, focus) => {
  chosenCommit = index;
  const commit = past.commits[index];
  moveMark();
  const before = index > 0 ? past.commits[index - 1].score : undefined;
  const turn = commit.score !== undefined && before !== undefined && commit.score !== before ? commit.score - before : 0;
  const box = byID("commit");
  box.textContent = "";
  add(box, [
    element("h3", { tabindex: "-1", id: "commit-title" }, name(commit.subject || shortID(commit.id).textContent)),
    element(
      "p", { class: "facts" }, element("code", { class: "commit", title: commit.id }, commit.id.slice(0, 10)), element("span", {}, commit.date.slice(0, 10)), name(commit.author),
      element("b", {}, commit.score === undefined ? "no score" : `score ${commit.score}`),
      turn !== 0 && element("span", { class: turn > 0 ? "up" : "down" }, `${turn > 0 ? "▲ +" : "▼ −"}${Math.abs(turn)}`),
      element("span", { class: "dim" }, `open: ${report.severities.map((severity, place_) => `${commit.gaps[place_]} ${severity}`).join(", ")}`),
    ),
    element(
      "p", { class: "dim" },
      index === 0 ? (past.hasBaseline ? "The state that this history begins with." : "The first commit of this history.")
        : changesOf.has(index) ? `${countWords(countsOf(index))}.` : weaknessesOf.has(index) ? "It changed no state." : "It changed nothing that the controls ask for.",
      past.isSampled && index > 0 && [" All that changed since ", shortID(past.commits[index - 1].id), ", the commit chosen before it."],
      " ", element("code", { class: "command" }, past.isSampled && index > 0 ? `git log ${past.commits[index - 1].id.slice(0, 10)}..${commit.id.slice(0, 10)}` : `git show ${commit.id.slice(0, 10)}`),
    ),
    commitBody(index),
  ]);
  if (focus) byID("commit-title").focus();
  rememberCommit();
};

// Browsers count how often an address is replaced: once, when somebody has arrived.
let remembering = 0;
const rememberCommit = () => {
  clearTimeout(remembering);
  remembering = setTimeout(() => {
    if (view.cell || !hasChosen) return;
    history.replaceState(history.state, "", address({ commit: past.commits[chosenCommit].id.slice(0, 12) }));
    readAddress();
  }, 300);
};
let hasChosen = false;

const drawCommits = () => {
  const list = element("ol", { class: "commits" });
  const section = element(
    "div", {}, element("h3", {}, "Commits that changed something"),
    changing.length > 0 && element("p", { class: "legend" }, element("b", { class: "opened" }, "+"), " gaps opened, ", element("b", { class: "closed" }, "−"), " closed, ", element("b", {}, "±"), " other changes of states"), changing.length === 0 && element("p", { class: "dim" }, "None."),
    report.omitted.changes > 0 && element("p", { class: "dim" }, `${plural(report.omitted.changes, "earlier change")} had no room here.`), list,
  );
  longList(list, [...changing].reverse(), (index) => {
    const commit = past.commits[index];
    const before = index > 0 ? past.commits[index - 1].score : undefined;
    const counts = countsOf(index);
    return element(
      "li", {}, element("span", { class: "day" }, commit.date.slice(0, 10)), element("a", { href: "#", "data-commit": index }, shortID(commit.id)),
      element("span", { class: "counts" }, counts.opened > 0 && element("span", { class: "opened" }, `+${counts.opened}`), counts.closed > 0 && element("span", { class: "closed" }, `−${counts.closed}`),
        counts.other > 0 && element("span", { class: "dim" }, `±${counts.other}`), !changesOf.has(index) && element("span", { class: "dim" }, "weakness"),
        element("span", { class: "sr" }, countWords(counts) || "weaknesses only")),
      element("span", { class: "what" }, name(commit.subject.length > 120 ? `${commit.subject.slice(0, 120)}…` : commit.subject),
        element("span", { class: "dim" }, " ", name(commit.author), commit.score !== undefined && before !== undefined && commit.score !== before && `, score ${before} → ${commit.score}`)),
    );
  }, 15, "commits");
  return section;
};
