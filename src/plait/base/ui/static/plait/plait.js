// Small helps. Every page works without them: drafts are also kept on "Continue", the browser can print and copy.
(() => {
  "use strict";
  const EVERY = 5000, KEEP_EVERY = 15000;

  const clock = () => new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

  function autosave(form) {
    const status = form.querySelector("[data-autosave-status]");
    let changed = false, sending = false, leaving = false, ended = false, version = 0;

    const say = (words, failed) => {
      if (!status || status.textContent === words) return;
      status.textContent = words;
      status.classList.toggle("plait-saved--failed", failed);
    };

    async function save(last) {
      if (!changed || sending || leaving || ended) return;
      const sent = version;
      sending = true;
      try {
        const answer = await fetch(form.dataset.autosaveUrl, {
          method: "POST", body: new FormData(form), credentials: "same-origin", redirect: "manual",
          headers: { "X-Requested-With": form.dataset.keeps ? "keep" : "autosave" }, keepalive: last,
        });
        // A page that cannot show it again says nothing, and is not asked any more.
        if (answer.status === 422) { ended = true; return; }
        // Signed out in the middle is a redirect: not saved.
        if (!answer.ok) throw new Error(String(answer.status));
        changed = version !== sent;
        say(form.dataset.keeps ? `Kept at ${clock()}. Not sent yet.` : "Saved at " + clock(), false);
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
    setInterval(() => save(false), form.dataset.keeps ? KEEP_EVERY : EVERY);
    document.addEventListener("visibilitychange", () => { if (document.hidden) save(true); });
  }

  // Every other form with room for words keeps itself too, more seldom: for its writer alone, until it is sent.
  function keeps(form) {
    if (form.dataset.autosaveUrl || !form.querySelector("textarea:not([readonly])")) return;
    form.dataset.autosaveUrl = form.getAttribute("action") || location.pathname;
    form.dataset.keeps = "yes";
    const status = document.createElement("p");
    status.className = "govuk-hint plait-saved";
    status.dataset.autosaveStatus = "";
    status.setAttribute("role", "status");
    form.append(status);
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

  // The server refuses a page of more than 2.5 MB, and a browser forgets what stood on a page that it may not keep:
  // so such a page is not sent at all, and everything stays where it is.
  const MOST = 2400000;
  function tooLong(event) {
    const form = event.target;
    if (form.method !== "post" || new URLSearchParams(new FormData(form)).toString().length <= MOST) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    let said = form.querySelector("[data-too-long]");
    if (!said) {
      said = document.createElement("div");
      said.className = "govuk-error-summary";
      said.dataset.tooLong = "";
      said.tabIndex = -1;
      said.innerHTML = '<div role="alert"><h2 class="govuk-error-summary__title">This is too long to send</h2>'
        + '<p class="govuk-body">A whole page takes about two million characters. Everything you wrote is still here: '
        + "shorten it, or send it in parts.</p></div>";
      form.prepend(said);
    }
    said.focus();
  }

  document.querySelectorAll("form[method=post]").forEach(keeps);
  document.querySelectorAll("form[data-autosave-url]").forEach(autosave);
  document.addEventListener("submit", tooLong, true);
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
