// History: the score over time, the states of controls and cells over time, and the commits behind them.
const timeSelect = (key, label, options, chosen) => {
  const field = element("select", { id: `time-${key}` }, options.map(([value, text]) => element("option", { value }, text)));
  field.value = chosen;
  field.addEventListener("change", () => filter({ [key]: field.value }));
  return element("div", { class: "field" }, element("label", { for: `time-${key}` }, label), field);
};

const drawLegend = () => {
  const legend = byID("time-legend");
  legend.textContent = "";
  add(legend, [
    rowKind() === "areas"
      ? SCORE_STEPS.map((text, index) => [element("span", { class: `badge h-${index}` }, text), " "])
      : [...LADDER].reverse().concat("u", "n").map((state) => [element("span", { class: "pair" }, stateBadge(state)), " "]),
    element("span", { class: "pair" }, element("span", { class: "badge hatched", "aria-hidden": "true" }, "  "), rowKind() === "areas" ? " not judged" : " not there"),
  ]);
};

const showTimeChoices = () => {
  byID("time-rows").value = rowKind();
  byID("time-commits").value = axisKind();
  byID("time-still").checked = showsStill();
  drawLegend();
};

// The commit that the address names; -1 for none of this history.
const askedCommit = () => (hasPast && view.commit ? past.commits.findIndex((commit) => commit.id.startsWith(view.commit)) : -1);

const stepButton = (label, find) => {
  const button = element("button", { type: "button" }, label);
  button.addEventListener("click", () => {
    const next = find();
    if (next === undefined) return;
    hasChosen = true;
    chooseCommit(next, false);
    sayCommit(-1);
  });
  return button;
};

const drawHistory = () => {
  const section = byID("history");
  if (!hasPast) {
    section.hidden = true;
    return;
  }
  const range = element("input", { type: "range", id: "commit-range", min: "0", max: String(commitCount - 1), step: "1" });
  range.addEventListener("input", () => {
    hasChosen = true;
    chooseCommit(axis.commits[Number(range.value)], false);
  });
  const still = element("input", { type: "checkbox", id: "time-still" });
  still.checked = showsStill();
  still.addEventListener("change", () => filter({ still: still.checked ? "yes" : "" }));
  const table = element("table", { class: "time", id: "time", role: "grid", "aria-labelledby": "history-title", "aria-describedby": "time-help" }, element("thead", { id: "time-head" }));
  const more = element("button", { type: "button", class: "more", id: "time-more", hidden: true });
  more.addEventListener("click", () => more.grow());
  add(section, [
    element("h2", { id: "history-title" }, "History"),
    element(
      "p", {}, scoreSentence(), past.isCut && " What came before is not in this clone.",
      past.isSampled && " Commits between these were left out: what a commit is said to change, it or one of those left out before it did.",
      changedCells === 0 && " No control changed its state.",
      report.omitted.commits > 0 && ` ${plural(report.omitted.commits, "earlier commit")} had no room here.`,
      past.cellsFrom > 0 && ` States are told from ${past.commits[past.cellsFrom].date.slice(0, 10)} on; what came before had no room here.`,
      report.omitted.cells > 0 && ` ${plural(report.omitted.cells, "cell")} had no room here.`,
    ),
    element(
      "div", { class: "filters screen" },
      timeSelect("rows", "Rows", [["areas", "areas, with their score"], ["controls", "controls"], ["cells", "controls by component"]], rowKind()),
      timeSelect("commits", "Commits", axisOptions(), axisKind()),
      element("div", { class: "field check", hidden: changedCells === 0 }, still, element("label", { for: "time-still" }, "Also what never changed")),
    ),
    element("p", { class: "legend", id: "time-help" }, element("span", { id: "time-legend" }), " ",
      element("span", { class: "hint screen" }, "Commits go from left to right, each judged by the rules of today. Choose one in a row, with the slider or from the list; arrow keys go from row to row and from change to change.")),
    element("div", { class: "scroll over-time", role: "region", "aria-label": "States over time, which scroll", tabindex: "0" }, table, element("p", { id: "time-none", class: "dim", hidden: true })),
    more,
    element(
      "div", { class: "controls" }, element("label", { for: "commit-range" }, "Commit"), range,
      stepButton("Earlier change", () => changing.filter((index) => index < chosenCommit).pop()), stepButton("Later change", () => changing.find((index) => index > chosenCommit)),
    ),
    element("p", { id: "said", class: "sr", "aria-live": "polite" }),
    element("div", { id: "commit" }),
    drawCommits(),
    element("div", { id: "tip", "aria-hidden": "true", hidden: true }),
  ]);
  drawLegend();
  const asked = askedCommit();
  chosenCommit = asked >= 0 ? asked : changing.length > 0 ? changing[changing.length - 1] : commitCount - 1;
  hasChosen = asked >= 0;
  drawRows();
  chooseCommit(chosenCommit, false);
  table.addEventListener("click", (event) => {
    const target = event.target.closest("td.over");
    if (!target) return;
    hasChosen = true;
    makeCurrentStrip(target);
    chooseCommit(commitAt(target, event.clientX), false);
    sayCommit(Number(target.dataset.row));
  });
  table.addEventListener("keydown", (event) => {
    hasChosen = true;
    moveInTime(event);
  });
  table.addEventListener("focusin", (event) => {
    const target = event.target.closest("td.over");
    if (target) makeCurrentStrip(target);
  });
  table.addEventListener("pointermove", tellUnder);
  table.addEventListener("pointerleave", () => { byID("tip").hidden = true; });
};

// What a cell, or each cell of a control, was over time, and the commits that changed it.
const cellPast = (control, component) => {
  if (!hasPast) return null;
  const all = (pastCellsOf.get(control) || []).filter((row) => component < 0 || row.component === component || row.component === -1);
  if (all.length === 0) return null;
  const present = all.filter((row) => row.component !== -2).slice(0, 60);
  const own = [...present, ...all.filter((row) => row.component === -2).slice(0, 10)];
  const on = makeAxis(defaultAxis());
  const first = past.commits[0].date.slice(0, 10);
  const last = past.commits[commitCount - 1].date.slice(0, 10);
  const moved = changes.filter((change) => change.control === control && (component < 0 || componentOf(change) === component || !report.controls[control].cells)).reverse();
  const list = element("ol", { class: "commits" });
  const part = element(
    "section", { class: "past" }, element("h2", {}, "Over time"),
    element("p", { class: "dim" }, `${on.kind === "all" ? plural(on.count, "commit") : `The ${plural(on.count, "commit")} that changed something`}, from ${first} to ${last}.`),
    element("table", { class: "time", "aria-label": "States from commit to commit" }, element("tbody", {}, own.map((row) =>
      element(
        "tr", {}, all.length > 1 && element("th", { scope: "row", class: "label" }, element("span", { class: "component" }, row.component === -2 && element("span", { class: "tag" }, "gone"), name(row.id))),
        element("td", { class: "over" }, element("span", { class: "sr" }, runSentence(row.runs)), strip(row.runs, on, stateLook)),
      )))),
    all.length > own.length && element("p", { class: "dim" }, `and ${plural(all.length - own.length, "component")} more`),
    list,
  );
  if (moved.length > 0) {
    longList(list, moved, (change) => {
      const commit = past.commits[change.commit];
      return element(
        "li", {}, element("span", { class: "day" }, commit.date.slice(0, 10)), element("a", { href: "#", "data-commit": change.commit }, shortID(commit.id)),
        element("span", { class: "turn" }, changeWords(change)),
        element("span", { class: "what" }, all.length > 1 && [name(report.texts[change.component]), ": "], name(commit.subject), element("span", { class: "dim" }, " ", name(commit.author))),
      );
    }, 12, "changes");
  }
  return part;
};

const runSentence = (runs) =>
  runs.slice(-8).map(([from, state]) => `${state === "." ? "not there" : STATES[state].name} since ${past.commits[from].date.slice(0, 10)}`).join(", ");
