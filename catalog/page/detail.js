// The page of one cell: what it is, why, what to do, and the proof.
const evidenceOf = (control, component) =>
  report.controls[control].evidence
    .map((item, index) => ({ item, index }))
    .filter(({ item }) => component < 0 || item.component < 0 || item.component === component)
    .sort((one, other) => ROLE_ORDER.indexOf(one.item.role) - ROLE_ORDER.indexOf(other.item.role) || one.index - other.index)
    .map(({ item }) => item);

const ladder = (state, required) =>
  element(
    "ol", { class: "ladder", "aria-label": `${STATES[state].name}, required ${STATES[required].name}` },
    LADDER.map((rung) =>
      element(
        "li", { class: `${rung === state ? `here s-${rung}` : ""}${rung === required ? " goal" : ""}`, "aria-current": rung === state },
        element("span", { "aria-hidden": "true" }, STATES[rung].mark), ` ${STATES[rung].name}`,
        rung === required && element("span", { class: "dim" }, rung === state ? " · as required" : " · required"),
      )),
  );

// The way from a root to the place, one step below the other.
const witnessPath = (steps) =>
  element(
    "details", { class: "witness", open: true },
    element("summary", {}, `How it is reached: ${plural(steps.length, "step")}`),
    element(
      "ol", { class: "path" },
      steps.map((place_, index) => {
        const [symbol, file, line, guess] = report.steps[place_];
        const text = lineAt(file, line);
        return element(
          "li", { class: guess ? "guess" : "" },
          element("div", {}, name(report.texts[symbol], "symbol"), " ", place(file, line),
            index === 0 && element("span", { class: "tag" }, "root"), guess === 1 && element("span", { class: "tag" }, "dispatch by name")),
          text !== null && element("pre", { class: "step" }, codeLine(text.trim(), report.files[file].path)),
        );
      }),
    ),
  );

const evidenceCard = (item) =>
  element(
    "li", { class: `evidence r-${item.role}` },
    element(
      "p", {}, element("span", { class: "tag" }, ROLES[item.role] || item.role), " ", place(item.file, item.line), " ",
      item.symbol && name(item.symbol, "symbol"),
    ),
    element("p", {}, element("bdi", {}, item.message)),
    excerpt(item.file, item.line, item.end),
    item.witness.length > 1 && witnessPath(item.witness),
  );

const eventWords = {
  open: "was there before this history begins", opened: "opened", closed: "closed", reopened: "opened again", changed: "changed",
  moved: "moved", removed: "went with its component", unjudged: "could not be judged any more", judged: "was judged again",
};
const lifeOf = (gap) => {
  const events = report.history && gap && report.history.lives[gap.fingerprint];
  if (!events) return null;
  return element(
    "section", {}, element("h2", {}, "Since when"),
    element("ol", { class: "life" }, events.map((event) => {
      const commit = event.commit >= 0 ? report.history.commits[event.commit] : null;
      return element(
        "li", {}, commit && `${commit.date.slice(0, 10)} `, eventWords[event.kind] || event.kind,
        event.kind === "changed" && event.to && ` to ${event.to}`,
        commit && [" by ", name(commit.author), " in ", element("a", { href: "#", "data-commit": event.commit }, shortID(commit.id)), " ", name(commit.subject, "quote")],
      );
    })),
  );
};

const otherComponents = (control, component) => {
  const entry = report.controls[control];
  if (!entry.cells || report.components.length < 2) return null;
  const link = (index) =>
    element(
      "li", {}, element("a", { href: "#", "data-control": control, "data-component": index, "aria-current": index === component }, name(report.components[index].id)),
      " ", stateBadge(entry.cells[index]), kindOfCell(control, index) === "waived" && element("span", { class: "tag" }, "waived"),
      kindOfCell(control, index) === "known" && element("span", { class: "tag" }, "in the baseline"),
    );
  // The worst first; what does not apply says nothing.
  const order = { m: 0, c: 1, d: 2, p: 3, u: 4, w: 5 };
  const shown = report.components.map((_, index) => index).filter((index) => entry.cells[index] in order)
    .sort((one, other) => order[entry.cells[one]] - order[entry.cells[other]] || one - other);
  const rest = report.components.length - shown.length;
  return element(
    "section", {}, element("h2", {}, "By component"), element("ul", { class: "cells" }, shown.map(link)),
    rest > 0 && element("p", { class: "dim" }, `It does not apply to ${plural(rest, "other component")}.`),
  );
};

const drawCell = (control, component) => {
  const entry = report.controls[control];
  const gaps = component < 0 && entry.cells ? (gapsOfControl.get(control) || []).map((index) => report.gaps[index]) : [gapOf(control, component)].filter(Boolean);
  const gap = gaps[0];
  const guide = gap && report.guides[gap.guide];
  const state = stateOf(control, component);
  const reason = reasonOf(control, component);
  const files = [...new Set(gaps.flatMap((each) => each.files))];
  const evidence = evidenceOf(control, component);
  const list = element("ol", { class: "proof" });
  const back = element("a", { href: "#", class: "back", id: "back" }, "← Back to the matrix");
  back.addEventListener("click", (event) => {
    event.preventDefault();
    closeCell(true);
  });
  const section = byID("detail");
  section.textContent = "";
  section.setAttribute("aria-labelledby", "detail-title");
  const waivers = [...new Set(gaps.filter((each) => each.waived).map((each) => JSON.stringify(each.waived)))].map((text) => JSON.parse(text));
  add(section, [
    back,
    element("h1", { id: "detail-title", tabindex: "-1" }, entry.title),
    element(
      "p", { class: "facts" }, severityBadge(entry.severity), element("code", { class: "control" }, entry.id), element("span", { class: "dim" }, entry.area),
      element("span", {}, name(componentName(component))),
      testedOf(control, component) === "t" && element("span", { class: "tag" }, "tested"),
      testedOf(control, component) === "f" && element("span", { class: "tag" }, "not tested"),
      component < 0 && gap && points(entry.gain) && element("span", { class: "gain" }, `${points(entry.gain)} points`),
    ),
    "un".includes(state) ? element("p", {}, stateBadge(state), reason && [" ", element("bdi", {}, reason)]) : ladder(state, entry.required),
    !"un".includes(state) && reason && element("p", {}, element("bdi", {}, reason)),
    waivers.map((waiver) => element("p", { class: "waiver" }, waiverText(waiver))),
    gaps.length > 0 && gaps.every((each) => each.known && !each.waived) && element("p", { class: "waiver" }, "Known to the baseline."),
    guide && element(
      "div", { class: "guide" },
      element("section", {}, element("h2", {}, "Why it matters"), element("p", {}, guide.why)),
      element("section", { class: "todo" }, element("h2", {}, "To do"), element("p", {}, guide.remedy)),
      guide.acceptance.length > 0 && element("section", {}, element("h2", {}, "Done when"), element("ul", {}, guide.acceptance.map((text) => element("li", {}, text)))),
      files.length > 0 && element("section", {}, element("h2", {}, "Files"),
        element("ul", { class: "files" }, files.slice(0, 30).map((file) => element("li", {}, place(file, 0))), files.length > 30 && element("li", {}, `and ${files.length - 30} more`))),
    ),
    element("section", {}, element("h2", {}, "Proof"),
      evidence.length === 0 && element("p", { class: "dim" }, state === "m" ? "Nothing of it was found." : "There is nothing to show."), list,
      entry.omitted > 0 && element("p", { class: "dim" }, `${plural(entry.omitted, "more piece")} of evidence had no room here; the JSON report has them all.`)),
    lifeOf(component >= 0 || !entry.cells ? gap : null),
    cellPast(control, component),
    otherComponents(control, component),
    gap && gaps.length === 1 && element("p", { class: "dim" }, "Fingerprint ", element("code", {}, gap.fingerprint), "; ", element("code", {}, `gapmatrix blame ${gap.fingerprint}`), " names the commits behind it."),
  ]);
  if (evidence.length > 0) longList(list, evidence, evidenceCard, 12, "pieces of evidence");
};

const openCell = (control, component) => {
  history.pushState({ inside: true }, "", cellAddress(control, component));
  readAddress();
  showPage();
};

const closeCell = (returnFocus) => {
  // One step back where one came from the matrix, so that the way back does not grow.
  if (history.state && history.state.inside && returnFocus) {
    history.back();
    return;
  }
  history.pushState(null, "", address({ cell: "" }));
  readAddress();
  showPage();
};
