// Comforts for the page of a site's look: a colour to pick, and a preview that follows what is typed. The page works without.
(() => {
  const form = document.getElementById("look");
  const frame = document.querySelector("iframe[name=preview]");
  const button = form.querySelector("[data-preview]");
  const wait = 400;

  // The browser's own way to pick a colour, beside the field that takes its digits.
  for (const field of form.querySelectorAll("input[data-color]")) {
    const picker = document.createElement("input");
    picker.type = "color";
    picker.className = "picker";
    picker.setAttribute("aria-label", field.labels[0].textContent);
    const follow = () => {
      const known = [field.value, `#${field.value}`, field.placeholder].find((text) => /^#[0-9a-f]{6}$/i.test(text));
      picker.value = known ?? "#ffffff";
    };
    picker.addEventListener("input", () => {
      field.value = picker.value;
    });
    field.addEventListener("input", follow);
    field.before(picker);
    follow();
  }

  // Show it as it is typed. Fields beside the form belong to it, too.
  let timer;
  let asked = false;
  document.addEventListener("input", (event) => {
    if (event.target.form !== form) return;
    clearTimeout(timer);
    timer = setTimeout(() => form.requestSubmit(button), wait);
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter !== button) return clearTimeout(timer);
    asked = true;
  });

  // What is said about the draft and its colours follows, too.
  frame.addEventListener("load", async () => {
    if (!asked) return;
    asked = false;
    const answer = await fetch(form.action, { headers: { accept: "text/html" } }).catch(() => null);
    if (!answer?.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-live]")) {
      const now = fresh.getElementById(part.id);
      if (now && now.innerHTML !== part.innerHTML) part.replaceChildren(...now.childNodes);
    }
  });
})();
