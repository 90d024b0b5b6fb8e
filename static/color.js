// The browser's own way to pick a colour, beside each field that takes its digits.
for (const field of document.querySelectorAll("input[data-color]")) {
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
