// History: the score as a line, gaps as a heat map over time, and what each commit changed.
const past = report.history;
let chosenCommit = -1;
let byArea = true;
let drawnWidth = 0;
let drawnFor = "";

const changesOf = new Map();
if (past) {
  past.changes.forEach((change) => {
    if (!changesOf.has(change.commit)) changesOf.set(change.commit, []);
    changesOf.get(change.commit).push(change);
  });
}
const openOf = new Map(past ? past.controls.map((entry) => [entry.control, entry.runs]) : []);

// [from, to, value] of everything that held for a while.
const spans = (runs) => runs.map(([from, value], index) => [from, index + 1 < runs.length ? runs[index + 1][0] : past.commits.length, value]);

const timeRows = () => {
  if (byArea) {
    return report.areas.filter((area) => past.areas[area.name] && (!view.area || view.area === area.name)).map((area) => ({
      label: area.name, open: () => filter({ area: view.area === area.name ? "" : area.name }),
      spans: spans(past.areas[area.name]).filter((span) => span[2] >= 0)
        .map(([from, to, score]) => ({ from, to, step: score >= 90 ? 0 : score >= 70 ? 1 : score >= 45 ? 2 : score >= 20 ? 3 : 4, text: String(score), title: `${area.name}: ${score} of 100` })),
    }));
  }
  return report.controls.map((control, index) => ({ control, index }))
    .filter(({ control, index }) => openOf.has(index) && matchesControl(index, columns) && !(control.state === "n" && !view.all))
    .map(({ control, index }) => {
      const runs = openOf.get(index);
      const all = runs[0][0] > 0 ? [[0, 0], ...runs] : runs;
      const most = Math.max(...all.map((run) => run[1]), 1);
      return {
        label: control.id, open: () => openCell(index, -1),
        spans: spans(all).map(([from, to, count]) => ({
          from, to, step: count === 0 ? 0 : count * 2 <= most ? 3 : 4, text: String(count), title: `${control.id}: ${plural(count, "open gap")}`,
        })),
      };
    });
};

// The picture depends on some of the filters alone.
const timeKey = () => `${byArea} ${view.area} ${byArea ? "" : address({ cell: "" })}`;

const drawTime = () => {
  drawnFor = timeKey();
  const box = byID("time");
  box.textContent = "";
  const width = Math.max(280, Math.round(box.clientWidth) || 900);
  drawnWidth = width;
  const gutter = byArea ? Math.min(110, width * 0.28) : Math.min(200, width * 0.4);
  const count = past.commits.length;
  const across = (commit) => gutter + ((width - gutter) * commit) / count;
  const middle = (commit) => across(commit + 0.5);
  const chartHeight = 150;
  const rowHeight = 20;
  const list = timeRows();
  const height = chartHeight + 26 + list.length * rowHeight;
  const svg = drawing("svg", { viewBox: `0 0 ${width} ${height}`, class: "time", role: "img", "aria-label": scoreSentence() });
  const up = (score) => 8 + ((chartHeight - 16) * (100 - score)) / 100;
  for (const score of [0, 50, 100]) {
    svg.append(
      drawing("line", { x1: gutter, x2: width, y1: up(score), y2: up(score), class: "grid" }),
      drawing("text", { x: gutter - 6, y: up(score) + 4, "text-anchor": "end" }, String(score)),
    );
  }
  const scored = past.commits.map((commit, index) => [index, commit.score]).filter((entry) => entry[1] !== undefined);
  // Of very many commits not more points than there is room for: the last one of each pixel.
  const step = Math.max(1, Math.floor(scored.length / (width - gutter)));
  const line = scored.filter((_, index) => (scored.length - 1 - index) % step === 0);
  svg.append(drawing("polyline", { class: "score-line", points: line.map(([index, score]) => `${middle(index).toFixed(1)},${up(score).toFixed(1)}`).join(" ") }));
  if (line.length === 1) svg.append(drawing("circle", { class: "dot", cx: middle(line[0][0]), cy: up(line[0][1]), r: 3 }));
  list.forEach((row, index) => {
    const top = chartHeight + 14 + index * rowHeight;
    const most = Math.max(4, Math.floor(gutter / 7.2));
    const label = drawing("text", { x: gutter - 6, y: top + 13, "text-anchor": "end", class: "row-label" }, row.label.length > most ? `${row.label.slice(0, most - 1)}…` : row.label);
    label.addEventListener("click", row.open);
    svg.append(label);
    let drawn = -1;
    for (const span of row.spans) {
      const left = across(span.from);
      // Of several within a pixel one is seen.
      if (Math.floor(across(span.to)) === drawn) continue;
      drawn = Math.floor(across(span.to));
      const wide = across(span.to) - left;
      const block = drawing("rect", { x: left.toFixed(1), y: top, width: Math.max(0.5, wide - 0.4).toFixed(1), height: rowHeight - 3, class: `h-${span.step}` });
      // A name for what is wide enough to be pointed at.
      if (wide >= 6) block.append(drawing("title", {}, span.title));
      svg.append(block);
      if (wide >= 20) svg.append(drawing("text", { x: left + 3, y: top + 13, class: `h-text h-text-${span.step}` }, span.text));
    }
  });
  svg.append(drawing("line", { id: "time-mark", y1: 0, y2: height, class: "mark" }));
  svg.addEventListener("click", (event) => {
    const place_ = ((event.clientX - svg.getBoundingClientRect().left) / svg.getBoundingClientRect().width) * width;
    if (place_ >= gutter) chooseCommit(Math.min(count - 1, Math.floor(((place_ - gutter) / (width - gutter)) * count)));
  });
  box.append(svg);
  svg.placeOf = middle;
  moveMark();
};

const moveMark = () => {
  const svg = byID("time").querySelector("svg");
  const mark = byID("time-mark");
  if (!svg || !mark || chosenCommit < 0) return;
  mark.setAttribute("x1", svg.placeOf(chosenCommit));
  mark.setAttribute("x2", svg.placeOf(chosenCommit));
};

const scoreSentence = () => {
  const scores = past.commits.map((commit) => commit.score).filter((score) => score !== undefined);
  if (scores.length === 0) return "No commit has a score.";
  return `Over ${plural(past.commits.length, "commit")}, from ${past.commits[0].date.slice(0, 10)} to ${past.commits[past.commits.length - 1].date.slice(0, 10)}, the score went from ${scores[0]} to ${scores[scores.length - 1]}.`;
};

const changeWords = (change) => {
  const side = (state, none) => (state ? stateBadge(state) : element("span", { class: "dim" }, none));
  return [side(change.from, "not there"), " → ", side(change.to, "gone")];
};

const chooseCommit = (index, focus) => {
  chosenCommit = index;
  const commit = past.commits[index];
  byID("commit-range").value = String(index);
  byID("commit-range").setAttribute("aria-valuetext", `${commit.date.slice(0, 10)}, ${commit.subject}`);
  moveMark();
  const box = byID("commit");
  box.textContent = "";
  const before = index > 0 ? past.commits[index - 1].score : undefined;
  const turn = commit.score !== undefined && before !== undefined && commit.score !== before ? ` (${commit.score > before ? "+" : ""}${commit.score - before})` : "";
  const changes = changesOf.get(index) || [];
  const list = element("ul", { class: "changes" });
  add(box, [
    element("h3", { tabindex: "-1", id: "commit-title" }, name(commit.subject || commit.id.slice(0, 10))),
    element(
      "p", { class: "facts" }, shortID(commit.id), element("span", {}, commit.date.slice(0, 10)), name(commit.author),
      element("b", {}, commit.score === undefined ? "no score" : `score ${commit.score}${turn}`),
      element("span", { class: "dim" }, report.severities.map((severity, place_) => `${commit.gaps[place_]} ${severity}`).join(", ")),
    ),
    element(
      "p", { class: "dim" },
      index === 0 ? (past.hasBaseline ? "The state that this history begins with." : "The first commit of this history.")
        : changes.length === 0 ? "It changed no state." : `It changed ${plural(changes.length, "state")}.`,
    ),
    list,
  ]);
  if (changes.length > 0) {
    longList(list, changes, (change) =>
      element(
        "li", {}, changeWords(change), " ",
        element("a", { href: "#", "data-control": change.control, "data-component": componentByID.has(report.texts[change.component]) ? componentByID.get(report.texts[change.component]) : -1 }, report.controls[change.control].id),
        report.controls[change.control].cells && report.components.length > 1 && [" of ", name(report.texts[change.component])],
        change.file >= 0 && element("span", { class: "dim" }, " by ", place(change.file, 0)),
      ), 40, "changes");
  }
  if (focus) byID("commit-title").focus();
};

const drawHistory = () => {
  const section = byID("history");
  if (!past || past.commits.length === 0) {
    section.hidden = true;
    return;
  }
  const range = element("input", { type: "range", id: "commit-range", min: "0", max: String(past.commits.length - 1), step: "1" });
  range.addEventListener("input", () => chooseCommit(Number(range.value)));
  const changing = [...changesOf.keys()].sort((one, other) => one - other);
  const step = (label, find) => {
    const button = element("button", { type: "button" }, label);
    button.addEventListener("click", () => {
      const next = find();
      if (next !== undefined) chooseCommit(next);
    });
    return button;
  };
  const kind = element("button", { type: "button", "aria-pressed": "false", id: "time-kind" }, "Show controls");
  kind.addEventListener("click", () => {
    byArea = !byArea;
    kind.textContent = byArea ? "Show controls" : "Show areas";
    byID("time-note").textContent = byArea ? "Rows are areas with their score." : "Rows are controls with the number of their open gaps.";
    drawTime();
  });
  const list = element("ol", { class: "commits", reversed: true });
  add(section, [
    element("h2", { id: "history-title" }, "History"),
    element("p", {}, scoreSentence(), past.isCut && " What came before is not in this clone.",
      report.omitted.commits > 0 && ` ${plural(report.omitted.commits, "earlier commit")} had no room here.`),
    element("p", { class: "dim screen" }, element("span", { id: "time-note" }, "Rows are areas with their score."), " Every commit is judged by the rules of today. Choose one in the picture or below it."),
    element("div", { id: "time" }),
    element(
      "div", { class: "controls" }, element("label", { for: "commit-range" }, "Commit"), range,
      step("Earlier change", () => changing.filter((index) => index < chosenCommit).pop()), step("Later change", () => changing.find((index) => index > chosenCommit)), kind,
    ),
    element("div", { id: "commit", "aria-live": "polite" }),
    element("h3", {}, "Commits that changed something"),
    changing.length === 0 && element("p", { class: "dim" }, "None."),
    report.omitted.changes > 0 && element("p", { class: "dim" }, `${plural(report.omitted.changes, "earlier change")} had no room here.`),
    list,
  ]);
  longList(list, changing.reverse(), (index) => {
    const commit = past.commits[index];
    return element(
      "li", {}, `${commit.date.slice(0, 10)} `, element("a", { href: "#", "data-commit": index }, shortID(commit.id)), " ", name(commit.subject.length > 120 ? `${commit.subject.slice(0, 120)}…` : commit.subject),
      element("span", { class: "dim" }, ` ${commit.author}, ${plural(changesOf.get(index).length, "change")}`, commit.score !== undefined && `, score ${commit.score}`),
    );
  }, 15, "commits");
  changing.reverse();
  drawTime();
  chooseCommit(changing.length > 0 ? changing[changing.length - 1] : past.commits.length - 1);
  let waiting = 0;
  window.addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (!byID("overview").hidden && byID("time").clientWidth !== drawnWidth) drawTime();
    }, 150);
  });
};
