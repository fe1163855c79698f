// Chosen files: a file that is too large is left out at once and named, before anything is sent.

const LARGEST = 10 * 1024 * 1024;

document.addEventListener("change", (event) => {
  const input = event.target;
  if (!input.matches?.("input[type=file][data-files]")) return;
  const fitting = new DataTransfer();
  const left = [];
  for (const file of input.files) file.size > LARGEST ? left.push(file.name) : fitting.items.add(file);
  let said = input.parentElement.querySelector("[data-left-out]");
  if (!said) {
    said = Object.assign(document.createElement("p"), { className: "error small" });
    said.dataset.leftOut = "";
    said.setAttribute("role", "status");
    input.after(said);
  }
  said.textContent = left.length ? input.dataset.tooLarge.replace("%s", left.join(", ")) : "";
  if (left.length) input.files = fitting.files;
});
