/* Sends the waiting page again after one to two seconds, at random, so that those who wait do not all come back at once.
   It stops as soon as somebody types: then the button is theirs. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-again]");
  if (!form) return;
  const timer = setTimeout(() => form.requestSubmit(), 1000 + Math.random() * 1000);
  form.addEventListener("input", () => clearTimeout(timer));
})();
