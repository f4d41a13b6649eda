// Sorts the table by a column and hides the rows that do not fit; without it the whole table is there.
"use strict";
const body = document.querySelector("tbody");
const rows = [...body.rows];
const find = document.getElementById("find");
const status = document.getElementById("status");
const errors = document.getElementById("errors");
const STATUS = 2;
const ERRORS = 4;
const text = (row, column) => row.cells[column].textContent;

for (const row of rows) row.classList.toggle("errors", Number(text(row, ERRORS)) > 0);

const show = () => {
  const wanted = find.value.toLocaleLowerCase();
  let shown = 0;
  for (const row of rows) {
    const fits = row.textContent.toLocaleLowerCase().includes(wanted)
      && (!status.value || text(row, STATUS) === status.value)
      && (!errors.checked || row.classList.contains("errors"));
    row.hidden = !fits;
    shown += fits;
  }
  document.getElementById("shown").textContent = `${shown} of ${rows.length} shown`;
};
for (const field of [find, status, errors]) field.addEventListener("input", show);
find.form.addEventListener("submit", event => event.preventDefault());

const heads = [...document.querySelectorAll("thead th")];
heads.forEach((head, column) => head.querySelector("button").addEventListener("click", () => {
  const down = head.getAttribute("aria-sort") === "ascending";
  for (const other of heads) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const compare = (one, other) => text(one, column).localeCompare(text(other, column), undefined, { numeric: true });
  rows.sort((one, other) => compare(one, other) * (down ? -1 : 1));
  body.append(...rows);
}));
show();
