// What is shown stands in the address behind #, so that a view can be sent to somebody and found again.
const FILTERS = ["area", "severity", "state", "component", "gaps", "q", "all"];
// How the history is shown is no filter.
const PAST = ["rows", "commits", "still", "commit"];
const KEYS = [...FILTERS, ...PAST, "cell"];
const view = Object.fromEntries(KEYS.map((key) => [key, ""]));

const readAddress = () => {
  const given = new URLSearchParams(location.hash.slice(1));
  for (const key of KEYS) view[key] = given.get(key) || "";
  // What does not exist filters nothing.
  if (view.component && !componentByID.has(view.component)) view.component = "";
  if (view.state && !Object.hasOwn(STATES, view.state)) view.state = "";
};

const address = (changes) => {
  const next = new URLSearchParams();
  for (const key of KEYS) {
    const value = key in changes ? changes[key] : view[key];
    if (value) next.set(key, value);
  }
  const text = next.toString();
  return text ? `#${text}` : "#";
};

// Filters replace the address, pages add to it: the way back leads from a page to where one came from.
const filter = (changes) => {
  history.replaceState(null, "", address(changes));
  readAddress();
  showFilters();
  applyFilters();
};
const cellAddress = (control, component) =>
  address({ cell: report.controls[control].id + (component < 0 ? "" : ` ${report.components[component].id}`) });

const searchTexts = report.controls.map((control, index) => {
  const parts = [control.id, control.title, control.area];
  for (const gap of gapsOfControl.get(index) || []) for (const file of report.gaps[gap].files) parts.push(report.files[file].path);
  for (const item of control.evidence) parts.push(item.symbol, report.files[item.file].path);
  return [...new Set(parts)].join("\n").toLowerCase();
});

const chosenComponent = () => (view.component ? componentByID.get(view.component) : -1);

const matchesGap = (gap) =>
  (!view.gaps || view.gaps === kindOfGap(gap) || (view.gaps === "open" && !gap.waived)) &&
  (!view.component || gap.component < 0 || gap.component === chosenComponent()) &&
  (!view.state || gap.state === view.state);

const matchesControl = (index, columns) => {
  const control = report.controls[index];
  if (view.area && control.area !== view.area) return false;
  if (view.severity && control.severity !== view.severity) return false;
  if (view.q && !view.q.toLowerCase().split(/\s+/).every((word) => searchTexts[index].includes(word))) return false;
  if (view.gaps && !(gapsOfControl.get(index) || []).some((gap) => matchesGap(report.gaps[gap]))) return false;
  if (view.state) {
    if (!control.cells) return control.state === view.state;
    return columns.some((column) => control.cells[column] === view.state) || (!view.component && control.state === view.state);
  }
  if (!view.all && control.state === "n") return false;
  return true;
};

const select = (key, label, first, options) => {
  const field = element("select", { id: `filter-${key}`, name: key }, element("option", { value: "" }, first));
  for (const [value, text] of options) field.append(element("option", { value }, text));
  field.addEventListener("change", () => filter({ [key]: field.value }));
  return element("div", { class: "field" }, element("label", { for: `filter-${key}` }, label), field);
};

const drawFilters = () => {
  const form = byID("filters");
  form.addEventListener("submit", (event) => event.preventDefault());
  const search = element("input", {
    id: "filter-q", type: "search", name: "q", placeholder: "control, file or symbol", autocomplete: "off", spellcheck: "false",
  });
  let waiting = 0;
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => filter({ q: search.value.trim() }), 120);
  });
  const all = element("input", { id: "filter-all", type: "checkbox", name: "all" });
  all.addEventListener("change", () => filter({ all: all.checked ? "yes" : "" }));
  const reset = element("button", { type: "button", class: "quiet", id: "reset" }, "Clear filters");
  reset.addEventListener("click", () => {
    filter(Object.fromEntries(FILTERS.map((key) => [key, ""])));
    search.focus();
  });
  const kinds = [["open", "not waived"]];
  if (hasBaseline) kinds.push(["new", "new since the baseline"], ["known", "known to the baseline"]);
  if (hasWaivers) kinds.push(["waived", "waived"]);
  add(form, [
    element("div", { class: "field wide" }, element("label", { for: "filter-q" }, "Search"), search),
    select("area", "Area", "all areas", report.areas.map((area) => [area.name, area.name])),
    select("severity", "Severity", "all severities", report.severities.map((severity) => [severity, severity])),
    select("state", "State", "all states", Object.entries(STATES).map(([letter, state]) => [letter, `${state.mark} ${state.name}`])),
    report.components.length > 1 &&
      select("component", "Component", "all components", report.components.map((component) => [component.id, component.id])),
    select("gaps", "Gaps", "with and without", kinds),
    element("div", { class: "field check" }, all, element("label", { for: "filter-all" }, "Show what does not apply")),
    reset,
  ]);
};

const showFilters = () => {
  for (const key of FILTERS) {
    const field = byID(`filter-${key}`);
    if (!field) continue;
    if (field.type === "checkbox") field.checked = view[key] === "yes";
    else if (field !== document.activeElement || field.tagName === "SELECT") field.value = view[key];
  }
  byID("reset").hidden = !FILTERS.some((key) => view[key]);
};
