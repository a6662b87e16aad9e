// Broken wires, and what could not be read or judged.
const drawWires = () => {
  const section = byID("wires");
  if (report.wires.length === 0) {
    section.hidden = true;
    return;
  }
  const list = element("ol", { class: "wires" });
  add(section, [
    element("h2", { id: "wires-title" }, "Broken wires"),
    element("p", { class: "dim" }, `${plural(report.wires.length, "place")} that should lead somewhere and does not.`.replace("places that should lead somewhere and does", "places that should lead somewhere and do")),
    list,
  ]);
  longList(list, report.wires, (wire) =>
    element(
      "li", { class: `wire v-${wire.severity}` },
      element(
        "p", {}, severityBadge(wire.severity), " ", place(wire.file, wire.line), element("span", { class: "arrow", "aria-label": "leads to" }, " ⇥ "),
        name(wire.name, "target"), wire.toFile >= 0 && [" ", place(wire.toFile, wire.toLine)],
      ),
      element("p", {}, element("bdi", {}, wire.why)),
      excerpt(wire.file, wire.line, wire.line, 1),
      wire.controls.length > 0 && element(
        "p", { class: "dim" }, "Weakens ",
        wire.controls.map((control, index) => [
          index > 0 && ", ",
          controlByID.has(control) ? element("a", { href: "#", "data-control": controlByID.get(control), "data-component": -1 }, control) : control,
        ]),
      ),
    ), 15, "broken wires");
};

// What the configuration changes, and what it says without effect.
const drawInForce = () => {
  const section = byID("inforce");
  if (report.inForce.length === 0 && report.warnings.length === 0) {
    section.hidden = true;
    return;
  }
  const lines = element("ul", { class: "diagnostics" });
  const warnings = element("ul", { class: "diagnostics" });
  add(section, [
    element("h2", { id: "inforce-title" }, "In force"), lines,
    report.warnings.length > 0 && [element("h3", {}, "Warnings of the configuration"), warnings],
  ]);
  longList(lines, report.inForce, (line) => element("li", {}, element("bdi", {}, line)), 20, "settings");
  longList(warnings, report.warnings, (item) =>
    element("li", {}, item.file >= 0 && [place(item.file, item.line), " "], element("bdi", {}, item.message)), 20, "warnings");
};

const drawUnread = () => {
  const section = byID("unread");
  const reasons = new Map();
  report.controls.forEach((control, index) => {
    const found = new Set();
    if (!control.cells && control.state === "u") found.add(reasonOf(index, -1));
    else if (control.cells) [...control.cells].forEach((state, column) => state === "u" && found.add(reasonOf(index, column)));
    for (const reason of found) {
      if (!reasons.has(reason)) reasons.set(reason, []);
      reasons.get(reason).push(index);
    }
  });
  const sorted = [...reasons].sort((one, other) => other[1].length - one[1].length);
  const why = element("ul", {});
  const told = element("ul", { class: "diagnostics" });
  const failed = report.analyzers.filter((analyzer) => analyzer.status !== "ok");
  add(section, [
    element("h2", { id: "unread-title" }, "Not judged, not read"),
    sorted.length === 0 && element("p", { class: "dim" }, "Every control could be judged."),
    why,
    failed.length > 0 && element("ul", {}, failed.map((analyzer) =>
      element("li", {}, element("b", {}, `Analyzer ${analyzer.name}: ${analyzer.status}. `), element("bdi", {}, analyzer.message || "")))),
    element("h3", {}, "Files that were not read, or in part"),
    report.diagnostics.length === 0 && element("p", { class: "dim" }, "None."),
    told,
    report.omitted.diagnostics > 0 && element("p", { class: "dim" }, `${plural(report.omitted.diagnostics, "more note")} had no room here; the JSON report has them all.`),
  ]);
  longList(why, sorted, ([reason, controls]) =>
    element(
      "li", {}, element("b", {}, plural(controls.length, "control")), ": ", element("bdi", {}, reason || "no reason given"), " ",
      element("span", { class: "dim" }, controls.slice(0, 12).map((control, index) => [
        index > 0 && ", ", element("a", { href: "#", "data-control": control, "data-component": -1 }, report.controls[control].id),
      ]), controls.length > 12 && ` and ${controls.length - 12} more`),
    ), 20, "reasons");
  longList(told, report.diagnostics, (item) =>
    element("li", {}, item.severity !== "info" && [element("b", {}, item.severity), " "], item.file >= 0 && [place(item.file, item.line), " "], element("bdi", {}, item.message)),
  20, "notes");
};

const drawFoot = () => {
  const read = report.analyzers.filter((analyzer) => analyzer.files > 0).map((analyzer) => `${analyzer.name} ${plural(analyzer.files, "file")}`);
  add(byID("foot"), [
    element("p", {}, `Made by ${report.tool.name} ${report.tool.version}`, read.length > 0 && `, which read: ${read.join(", ")}`, "."),
    element("p", {}, "This file holds pieces of the repository's code. It loads nothing, and sends nothing anywhere."),
    (report.omitted.evidence > 0 || report.omitted.excerpts > 0) && element("p", {}, `Left out for want of room: ${plural(report.omitted.evidence, "piece")} of evidence, code of ${plural(report.omitted.excerpts, "file")}.`),
  ]);
};
