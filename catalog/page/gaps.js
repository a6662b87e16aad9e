// The head of the page and the list of gaps: after ten seconds one knows what is worst and what to do first.
const drawBar = () => {
  const toggle = element("button", { type: "button", id: "theme", class: "quiet" });
  const themes = ["auto", "light", "dark"];
  const show = (theme) => {
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    toggle.textContent = `Theme: ${theme}`;
    toggle.setAttribute("aria-label", `Theme: ${theme}. Change it.`);
  };
  let theme = "auto";
  // A file opened from disk may not be allowed to remember anything.
  try { theme = themes.find((known) => known === localStorage.getItem("gapmatrix-theme")) || "auto"; } catch { theme = "auto"; }
  show(theme);
  toggle.addEventListener("click", () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length];
    show(theme);
    try { localStorage.setItem("gapmatrix-theme", theme); } catch { /* then it holds for this page alone */ }
  });
  const repository = report.repository;
  const links = [["matrix", "Matrix"], ["gaps", "Gaps"]];
  if (report.wires.length) links.push(["wires", "Broken wires"]);
  if (report.history) links.push(["history", "History"]);
  if (report.inForce.length) links.push(["inforce", "In force"]);
  links.push(["unread", "Not judged"]);
  const navigation = element("nav", { "aria-label": "Sections" }, links.map(([id, text]) => element("a", { href: `#${id}`, "data-section": id }, text)));
  add(byID("top"), [
    element(
      "div", { class: "title" }, element("h1", {}, name(repository.path, "repository")),
      element(
        "p", { class: "where" },
        repository.commit ? ["commit ", shortID(repository.commit)] : "working tree",
        repository.branch && [" on ", name(repository.branch)], repository.committed_at && ` of ${repository.committed_at.slice(0, 10)}`,
      ),
    ),
    navigation, toggle,
  ]);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-section], a.skip");
    if (!link) return;
    event.preventDefault();
    if (view.cell) closeCell(false);
    const section = byID(link.dataset.section || link.getAttribute("href").slice(1));
    section.scrollIntoView();
    section.focus({ preventScroll: true });
  });
};

const ring = (score) => {
  const length = 2 * Math.PI * 42;
  return drawing(
    "svg", { viewBox: "0 0 100 100", class: "ring", "aria-hidden": "true" },
    drawing("circle", { cx: 50, cy: 50, r: 42, class: "track" }),
    score > 0 && drawing("circle", {
      cx: 50, cy: 50, r: 42, class: "value", transform: "rotate(-90 50 50)",
      "stroke-dasharray": `${(length * score) / 100} ${length}`,
    }),
    drawing("text", { x: 50, y: 57, "text-anchor": "middle" }, String(score)),
    drawing("text", { x: 50, y: 72, "text-anchor": "middle", class: "of" }, "of 100"),
  );
};

const lastChange = (index) =>
  element(
    "p", { class: "dim" }, `Last change ${past.commits[index].date.slice(0, 10)}, `, element("a", { href: "#", "data-commit": index }, shortID(past.commits[index].id)),
    countWords(countsOf(index)) && `: ${countWords(countsOf(index))}`,
  );

const drawSummary = () => {
  const section = byID("summary");
  const open = report.gaps.filter((gap) => !gap.waived);
  const fresh = open.filter((gap) => !gap.known);
  const chips = report.severities.map((severity) => {
    const count = open.filter((gap) => gap.severity === severity).length;
    const chip = element(
      "button", { type: "button", class: `chip v-${severity}`, "aria-label": `${plural(count, "gap")} of severity ${severity}: show them` },
      element("b", {}, count.toLocaleString("en")), ` ${severity}`,
    );
    chip.addEventListener("click", () => {
      filter({ severity, gaps: "open" });
      byID("gaps").scrollIntoView();
    });
    return chip;
  });
  const notes = [];
  if (hasBaseline) notes.push(`${fresh.length.toLocaleString("en")} new since the baseline`);
  if (hasWaivers) notes.push(`${(report.gaps.length - open.length).toLocaleString("en")} waived`);
  if (report.inForce.length) notes.push(report.inForce[0]);
  const unknown = report.controls.filter((control) => control.state === "u").length;
  if (unknown) notes.push(`${plural(unknown, "control")} could not be judged`);
  add(section, [
    element("div", { class: "left" }, element(
      "div", { class: "score" },
      report.score === undefined
        ? element("p", { class: "noscore" }, "No score: nothing could be judged.")
        : [ring(report.score), element("p", { class: "sr" }, `Score ${report.score} of 100.`)],
      element(
        "div", {}, element("p", { class: "lead" }, open.length === 0 ? "No open gaps" : plural(open.length, "open gap")),
        element("div", { class: "chips" }, chips), notes.length > 0 && element("p", { class: "dim" }, notes.join(" · ")),
        changing.length > 0 && lastChange(changing[changing.length - 1]),
      ),
    ),
    bestWins(5).length > 0 && element(
      "div", { class: "wins" }, element("h2", {}, "Raises the score most"),
      element("ul", {}, bestWins(5).map((control) =>
        element(
          "li", {}, element("span", { class: "gain" }, points(report.controls[control].gain)), " ",
          element("a", { href: "#", "data-control": control, "data-component": -1 }, report.controls[control].id),
          element("span", { class: "dim" }, ` ${report.controls[control].area}`),
        ))),
    )),
    firstSteps(5).length > 0 && element(
      "div", { class: "first" }, element("h2", {}, "Do first"),
      element("ol", {}, firstSteps(5).map((group) => {
        const control = report.controls[group.control];
        const gap = report.gaps[group.gaps[0]];
        const count = group.gaps.length;
        return element(
          "li", {}, element("a", { href: "#", "data-control": group.control, "data-component": count > 1 ? -1 : gap.component }, control.title),
          element(
            "span", { class: "facts" }, severityBadge(group.severity), stateBadge(group.state),
            count > 1 && element("span", { class: "dim" }, plural(count, "component")),
            points(control.gain) && element("span", { class: "gain", title: "points of the score that closing it wins" }, `${points(control.gain)} points`),
          ),
          element("p", { class: "dim" }, report.guides[gap.guide].remedy),
        );
      })),
    ),
    element(
      "ul", { class: "areas", "aria-label": "Score by area" },
      report.areas.map((area) => {
        const bar = drawing(
          "svg", { viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" },
          drawing("rect", { width: 100, height: 6, class: "track" }), drawing("rect", { width: area.score || 0, height: 6, class: "value" }),
        );
        const button = element(
          "button", { type: "button", "aria-label": `${area.name}: ${area.score === undefined ? "not judged" : `${area.score} of 100`}; show this area alone` },
          element("span", {}, area.name), element("b", {}, area.score === undefined ? "–" : String(area.score)), bar,
        );
        button.addEventListener("click", () => filter({ area: view.area === area.name ? "" : area.name }));
        return element("li", {}, button);
      }),
    ),
  ]);
};

const waiverText = (waiver) =>
  [
    "Waived: ", name(waiver.reason, "quote"), waiver.owner && [", by ", name(waiver.owner)], waiver.until && `, until ${waiver.until}`,
    " (", name(`${waiver.path}:${waiver.line}`, "place"), ")",
  ];

const gapCard = (group) => {
  const control = report.controls[group.control];
  const guide = report.guides[report.gaps[group.gaps[0]].guide];
  const components = group.gaps.map((gap) => report.gaps[gap].component).filter((component) => component >= 0);
  const kinds = new Set(group.gaps.map((gap) => kindOfGap(report.gaps[gap])));
  const waivers = new Set(group.gaps.map((gap) => report.gaps[gap].waived).filter(Boolean).map((waiver) => JSON.stringify(waiver)));
  const files = [...new Set(group.gaps.flatMap((gap) => report.gaps[gap].files))];
  return element(
    "li", { class: `gap v-${group.severity}` },
    element(
      "div", { class: "head" }, severityBadge(group.severity),
      element("a", { href: "#", "data-control": group.control, "data-component": components.length === 1 ? components[0] : -1 }, control.title),
      element("code", { class: "control" }, control.id), stateBadge(group.state),
      kinds.size === 1 && kinds.has("waived") && element("span", { class: "tag" }, "waived"),
      kinds.size === 1 && kinds.has("known") && element("span", { class: "tag" }, "in the baseline"),
      points(control.gain) && element("span", { class: "gain" }, `${points(control.gain)} points`),
    ),
    components.length > 0 && report.components.length > 1 && element(
      "p", { class: "dim" }, components.length > 3 ? `${components.length} components: ` : "",
      components.slice(0, 3).map((component, index) => [index > 0 && ", ", name(report.components[component].id)]),
      components.length > 3 && ` and ${components.length - 3} more`,
    ),
    element("p", {}, guide.remedy),
    [...waivers].slice(0, 3).map((waiver) => element("p", { class: "waiver" }, waiverText(JSON.parse(waiver)))),
    element("p", { class: "print" }, guide.why),
    guide.acceptance.length > 0 && element("p", { class: "print" }, element("b", {}, "Done when: "), guide.acceptance.join(" ")),
    files.length > 0 && element("p", { class: "print" }, element("b", {}, "Files: "), listed(files.map((file) => report.files[file].path), 6)),
  );
};

const filterGaps = () => {
  const section = byID("gaps");
  section.textContent = "";
  const wanted = [];
  report.gaps.forEach((gap, index) => {
    const control = report.controls[gap.control];
    if (view.area && control.area !== view.area) return;
    if (view.severity && gap.severity !== view.severity) return;
    if (view.q && !view.q.toLowerCase().split(/\s+/).every((word) => searchTexts[gap.control].includes(word))) return;
    if (matchesGap(gap)) wanted.push(index);
  });
  const groups = groupedGaps(wanted);
  const list = element("ol", { class: "gaps" });
  add(section, [
    element("h2", { id: "gaps-title" }, "Gaps"),
    groups.length === 0
      ? element("p", { class: "dim" }, report.gaps.length ? "None that the filters let through." : "None: every control that applies is as it should be.")
      : [element("p", { class: "dim" }, `${plural(groups.length, "kind")} of ${plural(wanted.length, "gap")}, the worst first; of one severity what takes least, then what wins most.`), list],
  ]);
  if (groups.length > 0) longList(list, groups, gapCard, 25, "kinds of gaps");
  return wanted.length;
};
