// Comforts for the hosted pages. Every form works without this file.
(() => {
  const every = (selector, act) => document.querySelectorAll(selector).forEach(act);

  // Show and hide a password. Named by its own word and the field's label: "Show Password".
  every('input[type="password"]', (input) => {
    const button = document.createElement("button");
    button.type = "button";
    button.id = `${input.id}-toggle`;
    button.className = "toggle";
    button.setAttribute("aria-labelledby", `${button.id} ${input.id}-label`);
    const show = (shown) => {
      input.type = shown ? "text" : "password";
      button.textContent = shown ? input.dataset.hide : input.dataset.show;
    };
    show(false);
    button.addEventListener("click", () => show(input.type === "password"));
    input.form.addEventListener("submit", () => show(false));
    input.after(button);
  });

  // Take the address typed so far along to sign up or to a forgotten password.
  every("a[data-carry]", (link) => {
    link.addEventListener("click", () => {
      const typed = document.getElementById(link.dataset.carry).value;
      const target = new URL(link.href);
      if (typed.includes("@")) target.searchParams.set("login_hint", typed);
      link.href = target;
    });
  });

  // One submit at a time. A page that comes back from the browser's memory starts afresh.
  const busyFor = 10_000;
  const rest = (form) => form.removeAttribute("aria-busy");
  every("form", (form) => {
    form.addEventListener("submit", (event) => {
      if (event.submitter?.formTarget) return; // it answers elsewhere, and this page stays
      if (form.hasAttribute("aria-busy")) return event.preventDefault();
      form.setAttribute("aria-busy", "true");
      setTimeout(rest, busyFor, form);
    });
  });
  addEventListener("pageshow", () => every("form[aria-busy]", rest));

  // An answer that goes on to an app.
  every("form[data-send]", (form) => form.requestSubmit());

  // Times by the reader's own clock, where nobody told it. UTC stays in what points at them.
  const clock = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  every("time[data-utc]", (time) => {
    time.textContent = clock.format(new Date(time.dateTime));
  });

  // Count down to the moment when another mail may be asked for.
  every("button[data-wait]", (button) => {
    const words = button.textContent;
    const end = Date.now() + button.dataset.wait * 1000;
    const tick = () => {
      const left = Math.ceil((end - Date.now()) / 1000);
      button.disabled = left > 0;
      button.textContent = words;
      if (left <= 0) return;
      button.textContent += ` (${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")})`;
      setTimeout(tick, 1000);
    };
    document.getElementById(button.getAttribute("aria-describedby")).remove();
    button.removeAttribute("aria-describedby");
    tick();
  });

  // Go on by itself once the address was confirmed on another device.
  every("a[data-poll]", (link) => {
    const ask = async () => {
      if (document.hidden) return;
      const answer = await fetch(link.dataset.poll, { headers: { accept: "application/json" } });
      const { proven, next } = await answer.json();
      if (proven) location.assign(next);
    };
    const tryAsking = () => ask().catch(() => {});
    setInterval(tryAsking, 4000);
    document.addEventListener("visibilitychange", tryAsking);
  });
})();
