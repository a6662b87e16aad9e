// Elements are made here and nowhere else: texts become text nodes, never markup.
const add = (parent, children) => {
  for (const child of children) {
    if (child === null || child === undefined || child === false || child === "") continue;
    if (Array.isArray(child)) add(parent, child);
    else parent.append(child);
  }
  return parent;
};

const element = (name, attributes, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "class") node.className = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  return add(node, children);
};

const drawing = (name, attributes, ...children) => {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes || {})) node.setAttribute(key, value);
  return add(node, children);
};

const byID = (id) => document.getElementById(id);

// A state with its mark and its name, so that nobody needs the colour.
const stateBadge = (state, title) =>
  element(
    "span", { class: `badge s-${state}`, title: title || STATES[state].more },
    element("span", { "aria-hidden": "true" }, STATES[state].mark), ` ${STATES[state].name}`,
  );
const severityBadge = (severity) => element("span", { class: `severity v-${severity}` }, severity);
// Names of the repository's: isolated, so that their direction turns nothing around them.
const name = (text, kind) => element("bdi", { class: kind || "name" }, text);
const place = (file, line) =>
  name(report.files[file].path + (line > 0 ? `:${line}` : ""), "place");
const shortID = (id) => element("code", { class: "commit" }, id.slice(0, 10));

// The first entries of a long list, and a button for the next ones: nothing is drawn that nobody asked for.
const longList = (parent, entries, draw, first, what) => {
  let shown = 0;
  const button = element("button", { type: "button", class: "more" });
  const grow = (count) => {
    const part = document.createDocumentFragment();
    for (const entry of entries.slice(shown, shown + count)) part.append(draw(entry));
    const start = parent.childElementCount;
    parent.append(part);
    shown = Math.min(entries.length, shown + count);
    const rest = entries.length - shown;
    button.textContent = `Show ${rest.toLocaleString("en")} more ${what}`;
    button.hidden = rest === 0;
    return parent.children[start];
  };
  button.addEventListener("click", () => {
    const next = grow(500);
    if (next) {
      next.tabIndex = -1;
      next.focus({ preventScroll: true });
    }
  });
  grow(first);
  parent.after(button);
  // Whoever prints wants all of it, within reason.
  const growForPrint = () => {
    if (!parent.isConnected) window.removeEventListener("beforeprint", growForPrint);
    else if (shown < 2000) grow(2000 - shown);
  };
  window.addEventListener("beforeprint", growForPrint);
};
