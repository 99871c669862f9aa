// Small helps. Every page works without them: drafts are also kept on "Continue", the browser can print and copy.
(() => {
  "use strict";
  const EVERY = 5000;

  const clock = () => new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

  function autosave(form) {
    const status = form.querySelector("[data-autosave-status]");
    let changed = false, sending = false, leaving = false, version = 0;

    const say = (words, failed) => {
      if (!status || status.textContent === words) return;
      status.textContent = words;
      status.classList.toggle("plait-saved--failed", failed);
    };

    async function save(last) {
      if (!changed || sending || leaving) return;
      const sent = version;
      sending = true;
      try {
        const answer = await fetch(form.dataset.autosaveUrl, {
          method: "POST", body: new FormData(form), credentials: "same-origin", redirect: "manual",
          headers: { "X-Requested-With": "autosave" }, keepalive: last,
        });
        // Signed out in the middle is a redirect: not saved.
        if (!answer.ok) throw new Error(String(answer.status));
        changed = version !== sent;
        say("Saved at " + clock(), false);
      } catch {
        say("Not saved yet – keep this page open", true);
      } finally {
        sending = false;
      }
    }

    const touch = () => { changed = true; version += 1; };
    form.addEventListener("input", touch);
    form.addEventListener("change", touch);
    form.addEventListener("submit", () => { leaving = true; });
    window.addEventListener("pageshow", () => { leaving = false; });
    setInterval(() => save(false), EVERY);
    document.addEventListener("visibilitychange", () => { if (document.hidden) save(true); });
  }

  function copier(button) {
    const target = document.querySelector(button.dataset.copyTarget);
    if (!target) return;
    const words = button.textContent;
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      const text = "value" in target ? target.value : target.innerText;
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "Copied";
      } catch {
        const range = document.createRange();
        range.selectNodeContents(target);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        button.textContent = "Selected: press Ctrl and C to copy";
      }
      setTimeout(() => { button.textContent = words; }, 4000);
    });
  }

  document.querySelectorAll("form[data-autosave-url]").forEach(autosave);
  document.querySelectorAll("button[data-copy-target]").forEach(copier);
  document.querySelectorAll("button[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });

  // A page put in by htmx may bring a fault list: take the reader to it, as the whole page does on load.
  document.addEventListener("htmx:afterSettle", (event) => {
    const summary = event.target.querySelector?.(".govuk-error-summary");
    if (summary) { summary.tabIndex = -1; summary.focus(); }
  });
})();
