// Wakes govuk-frontend's components. Every page is whole without this.
import { initAll } from "./dist/govuk-frontend.min.js";

function wake(scope) {
  initAll({ scope });
}

document.body.classList.add("js-enabled", "govuk-frontend-supported");
wake(document.body);

// A part of the page that htmx brought: wake it, and tell where it begins.
document.addEventListener("htmx:afterSettle", (event) => {
  wake(event.detail.elt);
  const heading = event.detail.elt.querySelector("[data-focus]");
  if (heading) heading.focus();
});

// A link to copy. Without a script the link itself can be copied.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(new URL(button.dataset.copy, location.href).href);
  button.textContent = "Copied";
});

// What only works with a script is shown only where there is one.
document.querySelectorAll("[data-needs-script]").forEach((part) => part.removeAttribute("hidden"));
