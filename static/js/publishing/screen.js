// What the screen does beyond its plain forms: says aloud what a section answered.

const live = document.querySelector("[data-live]");

function tell(section) {
  const said = [...section.querySelectorAll("[data-said]")].map((line) => line.textContent.trim());
  if (said.length) live.textContent = said.join(" ");
}

document.addEventListener("htmx:afterSwap", (event) => {
  const section = document.getElementById(event.detail.target.id);
  if (section) tell(section);
});
