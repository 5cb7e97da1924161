// Words stay in this tab until they are sent: closing the tab, or "Hide this page", forgets them. Without a script
// the page works the same, and the server gives back what could not be kept.
const form = document.querySelector("form[data-keep-words]");
const sent = document.querySelector("[data-words-sent]");
const offline = document.querySelector("[data-offline]");

function store() {
  try {
    return globalThis.sessionStorage;
  } catch {
    return null;
  }
}

if (sent) store()?.removeItem(sent.dataset.wordsSent);

if (form) {
  const key = form.dataset.keepWords;
  const words = form.querySelector("textarea[name=words]");
  if (words && !words.value) words.value = store()?.getItem(key) ?? "";
  words?.addEventListener("input", () => store()?.setItem(key, words.value));
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    if (offline) offline.hidden = false;
  });
  globalThis.addEventListener("online", () => {
    if (offline) offline.hidden = true;
  });
}
