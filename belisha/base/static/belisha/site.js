// Wakes what needs a script. Every page is whole without this.
import { initAll } from "./dist/govuk-frontend.min.js";

// What only works with a script is shown only where there is one.
function wake(scope) {
  initAll({ scope });
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

// Without a script, the link beside the button can be copied.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(new URL(button.dataset.copy, location.href).href);
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
