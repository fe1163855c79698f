// Registering: a verification question needs a link, so that "Do not send PIN" is not offered with it. Printing a PIN.

const unsent = document.querySelector("[name=channel][value=none]");

function offer() {
  const question = document.querySelector("[name=proof][value=question]").checked;
  if (question && unsent.checked) document.querySelector("[name=channel][value=email]").checked = true;
  unsent.disabled = question;
}

if (unsent) {
  for (const choice of document.querySelectorAll("[name=proof]")) choice.addEventListener("change", offer);
  addEventListener("pageshow", offer);
}

const print = document.querySelector("[data-print]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
