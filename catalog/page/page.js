// Brings it together: what the address says is what is shown.
let lastPlace = 0;

const applyFilters = () => {
  const controls = filterMatrix();
  const gaps = filterGaps();
  if (axis && timeKey() !== drawnFor) {
    drawRows();
    showTimeChoices();
  }
  byID("count").textContent = `Showing ${controls} of ${plural(report.controls.length, "control")}, ${plural(gaps, "gap")}.`;
};

const showPage = () => {
  const [id, ...rest] = view.cell.split(" ");
  const component = rest.join(" ");
  const control = controlByID.get(id);
  const isCell = view.cell && control !== undefined && (!component || componentByID.has(component));
  const overview = byID("overview");
  const detail = byID("detail");
  if (isCell) {
    if (!overview.hidden) lastPlace = window.scrollY;
    overview.hidden = true;
    detail.hidden = false;
    drawCell(control, component ? componentByID.get(component) : -1);
    window.scrollTo(0, 0);
    byID("detail-title").focus({ preventScroll: true });
    return;
  }
  const wasHidden = overview.hidden;
  detail.hidden = true;
  detail.textContent = "";
  overview.hidden = false;
  showFilters();
  applyFilters();
  if (wasHidden) {
    window.scrollTo(0, lastPlace);
    if (current) current.focus({ preventScroll: true });
  }
};

const followLinks = (event) => {
  const link = event.target.closest("a[data-control], a[data-commit]");
  if (!link) return;
  event.preventDefault();
  if (link.dataset.commit !== undefined) {
    if (view.cell) closeCell(false);
    hasChosen = true;
    chooseCommit(Number(link.dataset.commit), true);
    byID("commit").scrollIntoView({ block: "nearest" });
    return;
  }
  openCell(Number(link.dataset.control), Number(link.dataset.component));
};

drawBar();
drawSummary();
drawFilters();
readAddress();
drawWires();
drawInForce();
drawUnread();
drawFoot();
showFilters();
applyFilters();
drawHistory();
if (view.cell) showPage();
document.addEventListener("click", followLinks);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && view.cell) closeCell(true);
});
window.addEventListener("popstate", () => {
  readAddress();
  showPage();
  const asked = askedCommit();
  if (!view.cell && asked >= 0 && asked !== chosenCommit) chooseCommit(asked, false);
});
document.documentElement.dataset.ready = "yes";
