// A comfort for pages of what goes on by itself: they keep up with it. They work without.
(() => {
  const part = document.querySelector("[data-follow]");
  if (!part) return;
  const pause = 2000;
  const look = async () => {
    if (document.hidden) return true;
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    if (!answer.ok) return false;
    const now = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part.id);
    if (now && now.innerHTML !== part.innerHTML) part.replaceChildren(...now.childNodes);
    return now?.hasAttribute("data-follow") ?? false;
  };
  const follow = async () => {
    if (await look().catch(() => true)) setTimeout(follow, pause);
  };
  setTimeout(follow, pause);
})();
