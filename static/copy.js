// A button that copies, beside what is worth copying.
document.querySelectorAll("[data-copy]").forEach((text) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button small";
  button.textContent = text.dataset.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.textContent);
    button.textContent = text.dataset.copied;
    setTimeout(() => (button.textContent = text.dataset.copy), 2000);
  });
  // A long text has its button where reading begins.
  if (text.tagName === "PRE") text.before(button);
  else text.after(" ", button);
});
