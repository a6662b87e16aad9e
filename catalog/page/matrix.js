// The matrix: a table of controls by components, with one cell in the tab order and arrow keys between the others.
let rows = [];
let columns = [];
let drawnColumns = null;
let current = null;

const shownColumns = () => {
  if (view.component) return [chosenComponent()];
  const every = report.components.map((_, index) => index);
  if (report.components.length === 1) return [];
  if (view.all) return every;
  return every.filter((column) => report.controls.some((control) => control.cells && !"n.".includes(control.cells[column])));
};

// One cell of each kind is made, and copied.
const cellKinds = new Map();
const cell = (state, tested, kind, inFull) => {
  const key = `${state}${tested}${kind}${inFull}`;
  if (!cellKinds.has(key)) {
    const label = [STATES[state].name];
    if (tested === "t") label.push("tested");
    if (kind === "waived") label.push("waived");
    if (kind === "known") label.push("known to the baseline");
    const node = element(
      "td", { class: `cell s-${state}${kind ? ` k-${kind}` : ""}${inFull ? " full" : ""}`, tabindex: "-1", "aria-label": label.join(", ") },
      STATES[state].mark + (inFull ? ` ${STATES[state].name}` : ""),
      kind === "waived" && element("span", { class: "corner", "aria-hidden": "true" }, "w"),
      kind === "known" && element("span", { class: "corner", "aria-hidden": "true" }, "b"),
    );
    cellKinds.set(key, node);
  }
  return cellKinds.get(key).cloneNode(true);
};

// Of several gaps of a control the least excused one decides.
const kindOfCell = (control, component) => {
  if (component >= 0 || !report.controls[control].cells) {
    const gap = gapOf(control, component);
    return gap ? kindOfGap(gap) : "";
  }
  const kinds = (gapsOfControl.get(control) || []).map((gap) => kindOfGap(report.gaps[gap]));
  return kinds.includes("new") ? "new" : kinds.includes("known") ? "known" : kinds.includes("waived") ? "waived" : "";
};

const drawRow = (index) => {
  const control = report.controls[index];
  const link = element("a", { href: "#", tabindex: "-1", class: "control", title: control.title }, control.id);
  const row = element(
    "tr", { "data-control": index },
    element("th", { scope: "row" }, link, element("span", { class: "what" }, control.title)),
    element("td", { class: `level v-${control.severity}` }, control.severity),
    cell(control.state, ".", kindOfCell(index, -1), true),
  );
  for (const column of columns) {
    const state = control.cells ? control.cells[column] : ".";
    row.append(state === "." ? element("td", { class: "none" }) : cell(state, control.testedCells[column], kindOfCell(index, column), false));
  }
  return { control: index, row };
};

const heading = (column) =>
  element(
    "th", { scope: "col", class: "component", title: report.components[column].id },
    element("span", { class: "turned" }, element("bdi", {}, shortName(column))),
  );

const drawMatrix = () => {
  const section = byID("matrix");
  section.textContent = "";
  rows = [];
  const table = element(
    "table", { role: "grid", class: columns.length < 12 ? "matrix few" : "matrix", "aria-labelledby": "matrix-title", "aria-describedby": "matrix-help" },
    element(
      "thead", {},
      element(
        "tr", {}, element("th", { scope: "col" }, "Control"), element("th", { scope: "col", class: "level" }, "Severity"),
        element("th", { scope: "col" }, "State"), columns.map(heading),
      ),
    ),
  );
  for (const area of report.areas) {
    const body = element("tbody", { "data-area": area.name });
    body.append(
      element(
        "tr", { class: "area" },
        element(
          "th", { scope: "rowgroup", colspan: 3 }, element("span", { class: "area-name" }, area.name),
          element("span", { class: "area-score" }, area.score === undefined ? "not judged" : `${area.score} of 100`),
        ),
        columns.length > 0 && element("td", { colspan: columns.length, class: "none" }),
      ),
    );
    report.controls.forEach((control, index) => {
      if (control.area !== area.name) return;
      const drawn = drawRow(index);
      rows.push(drawn);
      body.append(drawn.row);
    });
    table.append(body);
  }
  add(section, [
    element("h2", { id: "matrix-title" }, "Matrix"),
    element(
      "p", { class: "legend", id: "matrix-help" },
      Object.keys(STATES).map((state) => [element("span", { class: "pair" }, stateBadge(state), STATES[state].more && ` ${STATES[state].more}`), " "]),
      hasWaivers && [element("span", { class: "pair" }, element("b", {}, "w"), " waived"), " "],
      hasBaseline && [element("span", { class: "pair" }, element("b", {}, "b"), " known to the baseline"), " "],
      element("span", { class: "screen hint" }, "Choose a cell for its proof; arrow keys go from cell to cell."),
    ),
    element("div", { class: "scroll", role: "region", "aria-label": "Matrix, which scrolls", tabindex: "0" }, table),
  ]);
  table.addEventListener("click", chooseCell);
  table.addEventListener("keydown", moveInMatrix);
  table.addEventListener("focusin", (event) => {
    const target = event.target.closest("td.cell");
    if (target) makeCurrent(target);
  });
  makeCurrent(table.querySelector("td.cell"));
};

const makeCurrent = (target) => {
  if (current) current.tabIndex = -1;
  current = target;
  if (current) current.tabIndex = 0;
};

const cellPlace = (target) => {
  const control = Number(target.parentElement.dataset.control);
  const column = target.cellIndex - 3;
  return { control, component: column < 0 ? -1 : columns[column] };
};

const chooseCell = (event) => {
  const target = event.target.closest("td.cell, a.control");
  if (!target) return;
  event.preventDefault();
  const cellNode = target.matches("td.cell") ? target : target.closest("tr").cells[2];
  makeCurrent(cellNode);
  const { control, component } = cellPlace(cellNode);
  openCell(control, component);
};

const moveInMatrix = (event) => {
  const target = event.target.closest("td.cell");
  if (!target) return;
  const visible = rows.filter((entry) => !entry.row.hidden).map((entry) => entry.row);
  const at = visible.indexOf(target.parentElement);
  const column = target.cellIndex;
  // The nearest row that has a cell there, from one on in steps.
  const vertical = (start, step) => {
    for (let index = start; index >= 0 && index < visible.length; index += step) {
      if (visible[index].cells[column].matches(".cell")) return visible[index].cells[column];
    }
    return null;
  };
  const horizontal = (row, start, step) => {
    for (let index = start; index >= 2 && index < row.cells.length; index += step) {
      if (row.cells[index].matches(".cell")) return row.cells[index];
    }
    return null;
  };
  const row = target.parentElement;
  const last = visible.length - 1;
  const next = {
    ArrowUp: () => vertical(at - 1, -1),
    ArrowDown: () => vertical(at + 1, 1),
    PageUp: () => vertical(Math.max(0, at - 10), 1),
    PageDown: () => vertical(Math.min(last, at + 10), -1),
    ArrowLeft: () => horizontal(row, column - 1, -1),
    ArrowRight: () => horizontal(row, column + 1, 1),
    Home: () => (event.ctrlKey ? horizontal(visible[0], 2, 1) : horizontal(row, 2, 1)),
    End: () => (event.ctrlKey ? horizontal(visible[last], visible[last].cells.length - 1, -1) : horizontal(row, row.cells.length - 1, -1)),
    Enter: () => target,
    " ": () => target,
  }[event.key];
  if (!next || event.altKey || event.metaKey) return;
  event.preventDefault();
  if (event.key === "Enter" || event.key === " ") {
    const { control, component } = cellPlace(target);
    openCell(control, component);
    return;
  }
  const found = next();
  if (found) found.focus();
};

const filterMatrix = () => {
  const wanted = shownColumns();
  if (drawnColumns === null || wanted.join() !== drawnColumns) {
    columns = wanted;
    drawnColumns = wanted.join();
    drawMatrix();
  }
  const table = byID("matrix").querySelector("table");
  // The others stay, dimmed: what stands beside a cell is a part of what it says.
  table.dataset.state = view.state;
  let count = 0;
  const inArea = new Map();
  for (const entry of rows) {
    const isShown = matchesControl(entry.control, columns);
    if (entry.row.hidden === isShown) entry.row.hidden = !isShown;
    if (!isShown) continue;
    count += 1;
    const area = report.controls[entry.control].area;
    inArea.set(area, (inArea.get(area) || 0) + 1);
  }
  for (const body of table.tBodies) body.hidden = !inArea.has(body.dataset.area);
  if (!current || current.parentElement.hidden) {
    const first = rows.find((entry) => !entry.row.hidden);
    makeCurrent(first ? first.row.cells[2] : null);
  }
  return count;
};
