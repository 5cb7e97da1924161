// Wakes what needs a script. Every page is whole without this.
import { initAll } from "./dist/govuk-frontend.min.js";

// On a phone the rows of a wide table stand below each other, each value with the heading of its column. The
// roles say that it is a table still. Without a script such a table scrolls in its box.
function stack(table) {
  const words = (cell) => {
    const copy = cell.cloneNode(true);
    copy.querySelectorAll(".govuk-visually-hidden").forEach((part) => part.remove());
    return copy.textContent.trim();
  };
  const headings = [...table.querySelectorAll("thead th")];
  if (!headings.length || table.querySelector("[colspan], [rowspan]")) return;
  const labels = headings.map(words);
  table.setAttribute("role", "table");
  headings.forEach((cell) => cell.setAttribute("role", "columnheader"));
  table.querySelectorAll("thead, tbody").forEach((part) => part.setAttribute("role", "rowgroup"));
  table.querySelectorAll("tr").forEach((row) => row.setAttribute("role", "row"));
  table.querySelectorAll("tbody tr").forEach((row) =>
    [...row.cells].forEach((cell, place) => {
      cell.setAttribute("role", cell.tagName === "TH" ? "rowheader" : "cell");
      if (labels[place]) cell.dataset.label = labels[place];
    }),
  );
  table.classList.add("belisha-stacks");
}

// A box that is wider than the screen says so: no bar shows on a phone until it is moved.
function sayThatItScrolls(box) {
  if (box.scrollWidth <= box.clientWidth + 1) return;
  box.dataset.said = "";
  const hint = document.createElement("p");
  hint.className = "govuk-hint govuk-!-margin-bottom-1 belisha-no-print";
  hint.textContent = "Scroll sideways to see all of it";
  box.before(hint);
}

// What only works with a script is shown only where there is one.
function wake(scope) {
  initAll({ scope });
  scope.querySelectorAll(".belisha-scroll > table:not([data-scrolls])").forEach(stack);
  scope.querySelectorAll(".belisha-scroll:not([data-said])").forEach(sayThatItScrolls);
  scope.querySelectorAll("[data-needs-script]").forEach((part) => part.removeAttribute("hidden"));
}

document.body.classList.add("js-enabled", "govuk-frontend-supported");
wake(document.body);

// A part of the page that htmx brought: wake it, show it from its beginning, and let a
// screen reader say the verdict.
document.addEventListener("htmx:afterSettle", (event) => {
  wake(event.detail.elt);
  const heading = event.detail.elt.querySelector("[data-focus]");
  if (!heading) return;
  event.detail.elt.scrollIntoView();
  heading.focus({ preventScroll: true });
});

// Closed groups open for the printer, and close again. Most browsers need no script for it (see `_print.scss`).
addEventListener("beforeprint", () => {
  document.querySelectorAll("details:not([open])").forEach((part) => {
    part.open = true;
    part.dataset.openedToPrint = "";
  });
});
addEventListener("afterprint", () => {
  document.querySelectorAll("[data-opened-to-print]").forEach((part) => {
    part.open = false;
    delete part.dataset.openedToPrint;
  });
});

// A link to something inside a closed group opens the group. Most browsers do so themselves.
function reveal() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const closed = target && target.closest("details:not([open])");
  if (!closed) return;
  for (let part = closed; part; part = part.parentElement.closest("details")) part.open = true;
  target.scrollIntoView();
}
addEventListener("hashchange", reveal);
reveal();

// Without a script, the link beside the button can be copied.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const words = button.dataset.copy.startsWith("#") && document.querySelector(button.dataset.copy);
  await navigator.clipboard.writeText(words ? words.textContent : new URL(button.dataset.copy, location.href).href);
  button.textContent = "Copied";
});

// Hide this page: the link, or Escape pressed three times within two seconds. The page goes blank at once and
// is replaced, so that "back" does not bring it up again.
const hide = document.querySelector("[data-hide]");
let escapes = [];

function leave() {
  document.body.replaceChildren();
  document.title = "";
  location.replace(hide.href);
}

if (hide) {
  hide.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") {
      escapes = [];
      return;
    }
    const now = Date.now();
    escapes = [...escapes.filter((at) => now - at < 2000), now];
    if (escapes.length >= 3) leave();
  });
}
