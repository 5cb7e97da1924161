// While very many messages come in at once, the browser does a little work for each one, so that real ones are
// not held back among the others. Without a script, or without crypto.subtle, time does the same.
const field = document.querySelector("input[data-work-bits]");
const stamp = document.querySelector("input[name=sending]")?.value;

function zeroBits(bytes) {
  let bits = 0;
  for (const byte of bytes) {
    if (byte) return bits + Math.clz32(byte) - 24;
    bits += 8;
  }
  return bits;
}

if (field && stamp && globalThis.crypto?.subtle) {
  const wanted = Number(field.dataset.workBits);
  const encoder = new TextEncoder();
  for (let work = 0; !field.value; work++) {
    const hash = await crypto.subtle.digest("SHA-256", encoder.encode(`${stamp}:${work}`));
    if (zeroBits(new Uint8Array(hash)) >= wanted) field.value = String(work);
  }
}
