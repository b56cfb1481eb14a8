// Who sits at the page and what they look at, kept in the address, so that each tab has its own and a reload
// changes nothing: #/U0MAYA/C0001, and #/U0MAYA/C0001/U0STIG/home for two people side by side.

export function readAddress() {
  const parts = location.hash.slice(2).split("/").map(decodeURIComponent);
  const panes = [];
  for (let at = 0; at < parts.length && panes.length < 2; at += 2) {
    panes.push({ me: parts[at], place: parts[at + 1] ?? "" });
  }
  return panes.filter(({ me }) => me);
}

export function writeAddress(panes) {
  const parts = panes.flatMap(({ me, place }) => [me, place].map(encodeURIComponent));
  const hash = `#/${parts.join("/")}`;
  if (hash !== location.hash) history.pushState(null, "", hash);
}
