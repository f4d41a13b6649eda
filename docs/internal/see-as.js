/*
 * For our own team only: the page that is open beside the same page as the client sees it, as all of them or as
 * one kind of reader. The file lies in internal/, so no edition for a client can have it.
 */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const bar = document.querySelector("[data-hb-see-as]");
  if (!bar) return;
  const { hbBase: base } = document.querySelector("[data-hb-engagement]").dataset;
  const root = new URL(`${base}/`, location.href);
  const path = location.href.split(/[?#]/)[0].slice(root.href.length) || "index.html";
  const choice = bar.querySelector("select");
  const view = document.createElement("section");
  view.className = "hb-see-as";
  view.hidden = true;
  view.setAttribute("aria-label", bar.dataset.hbSeeAs);
  document.body.append(view);

  const show = () => {
    const who = choice.value;
    view.hidden = !who;
    document.body.classList.toggle("hb-beside", Boolean(who));
    view.replaceChildren();
    sessionStorage.setItem("handbook:see-as", who);
    if (!who) return;
    const title = document.createElement("p");
    title.textContent = `${bar.dataset.hbSeeAs}: ${choice.selectedOptions[0].textContent}`;
    view.append(title);
    if (path.startsWith("internal/")) {
      title.textContent = bar.dataset.hbNone;
      return;
    }
    const frame = document.createElement("iframe");
    frame.title = title.textContent;
    frame.src = new URL(`../client/${path}${who === "all" ? "" : `?i-am=${who}`}`, root);
    view.append(frame);
  };
  choice.addEventListener("change", show);
  choice.value = sessionStorage.getItem("handbook:see-as") || "";
  if (choice.value) show();
});
