// Where the area stands: a number of an indicator opens it; the address keeps the state of the page.
function openIndicator(event) {
  const link = event.target.closest?.("a[data-indicator]");
  if (!link) return;
  event.preventDefault();
  const details = $(`ind-${link.dataset.indicator}`);
  details.open = true;
  details.querySelector("summary").focus({ preventScroll: true });
  details.scrollIntoView({ block: "start" });
}

function listenToStanding() {
  $("view-standing")?.addEventListener("click", openIndicator);
}
