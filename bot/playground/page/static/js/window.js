// Draws only the rows of a long list that are near the part on screen; the rest is blank room of the same height.

import { useEffect, useLayoutEffect, useRef, useState } from "../vendor/htm-preact.js";

const GUESS = 64; // pixels of a row that was never drawn
const BEYOND = 900; // pixels above and below the screen that are drawn too
const FIRST = 30; // rows to begin with, before anything was measured
const AT_END = 48; // pixels from the end that still count as being there

// `rows` have keys; each drawn row carries its key in `data-key`. Stays at the end while it is there; otherwise the
// row at the top of the screen stays where it is, whatever changes above it.
export function useWindow(rows, reachedEnd) {
  const scroller = useRef(null);
  const content = useRef(null);
  const heights = useRef(new Map());
  const isAtEnd = useRef(true);
  const anchor = useRef(null);
  const [range, setRange] = useState({ from: Math.max(0, rows.length - FIRST), to: rows.length });
  const height = (row) => heights.current.get(row.key) ?? GUESS;
  const from = Math.min(range.from, rows.length);
  const to = isAtEnd.current ? rows.length : Math.min(range.to, rows.length);
  const room = (some) => some.reduce((sum, row) => sum + height(row), 0);

  function near(beyond) {
    const box = scroller.current;
    const [top, bottom] = [box.scrollTop - beyond, box.scrollTop + box.clientHeight + beyond];
    let first = 0;
    let at = 0;
    while (first < rows.length && at + height(rows[first]) < top) at += height(rows[first++]);
    let last = first;
    while (last < rows.length && at < bottom) at += height(rows[last++]);
    return { from: first, to: last };
  }
  // Drawn rows may turn out higher than they were taken for. So there is play between what must be drawn and what
  // is, or two ranges could each ask for the other for ever.
  function aim() {
    const [must, may] = [near(BEYOND / 3), near(BEYOND * 3)];
    const isTooLittle = must.from < from || must.to > to;
    const isTooMuch = may.from > from || (may.to < to && !isAtEnd.current);
    if (isTooLittle || isTooMuch) setRange(near(BEYOND));
  }
  function remember() {
    const top = scroller.current.getBoundingClientRect().top;
    const shown = [...content.current.children].find((child) => child.getBoundingClientRect().bottom > top);
    anchor.current = shown ? { key: shown.dataset.key, offset: shown.getBoundingClientRect().top - top } : null;
  }
  function settle() {
    const box = scroller.current;
    if (isAtEnd.current) box.scrollTop = box.scrollHeight;
    else if (anchor.current) {
      const { key, offset } = anchor.current;
      const same = [...content.current.children].find((child) => child.dataset.key === key);
      if (same) box.scrollTop += same.getBoundingClientRect().top - box.getBoundingClientRect().top - offset;
    }
  }
  function scrolled() {
    const box = scroller.current;
    isAtEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < AT_END;
    remember();
    aim();
    if (isAtEnd.current) reachedEnd();
  }
  useLayoutEffect(() => {
    for (const child of content.current.children) heights.current.set(child.dataset.key, child.offsetHeight);
    settle();
    aim();
  });
  useEffect(() => {
    // Pictures and charts grow after they are drawn, and the pane may change its size.
    const sized = new ResizeObserver(settle);
    sized.observe(content.current);
    sized.observe(scroller.current);
    return () => sized.disconnect();
  }, []);
  return {
    scroller,
    content,
    scrolled,
    isAtEnd,
    shown: rows.slice(from, to),
    above: room(rows.slice(0, from)),
    below: room(rows.slice(to)),
    toEnd() {
      isAtEnd.current = true;
      setRange({ from: Math.max(0, rows.length - FIRST), to: rows.length });
    },
  };
}
