// Words that a bookmark brings behind the # sign: they are put into the box and taken out of the address.
const brought = new URLSearchParams(location.hash.slice(1)).get("draft");
const box = document.getElementById("id_text");
if (brought && box instanceof HTMLTextAreaElement && !box.value) {
  box.value = brought;
  history.replaceState(null, "", location.pathname);
}
