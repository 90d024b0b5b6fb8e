// A comfort for the page of a site's look: a preview that follows what is typed. The page works without.
(() => {
  const form = document.getElementById("look");
  const frame = document.querySelector("iframe[name=preview]");
  const button = form.querySelector("[data-preview]");
  const wait = 400;

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
