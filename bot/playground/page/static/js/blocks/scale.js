// Round numbers for the axis of a chart.

const STEPS = [1, 2, 2.5, 5, 10];

// About four to seven ticks, from at or below the least value to at or above the greatest; zero is one of them.
export function ticks(values) {
  const least = Math.min(0, ...values);
  const greatest = Math.max(0, ...values);
  if (least === greatest) return [0, 1];
  const rough = (greatest - least) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = STEPS.map((factor) => factor * power).find((size) => size >= rough * 0.999);
  const found = [];
  for (let at = Math.floor(least / step + 1e-9); at <= Math.ceil(greatest / step - 1e-9); at += 1) found.push(tidy(at * step));
  return found;
}

const tidy = (number) => Number(number.toPrecision(12));

export function short(number) {
  const notation = Math.abs(number) >= 10_000 ? "compact" : "standard";
  return new Intl.NumberFormat("en", { notation, maximumFractionDigits: 2 }).format(number);
}

// The slice of a pie between two parts of a whole, as an SVG path around 0,0.
export function slice(from, to, radius, hole) {
  const at = (part, length) => {
    const angle = part * 2 * Math.PI - Math.PI / 2;
    return `${(Math.cos(angle) * length).toFixed(2)},${(Math.sin(angle) * length).toFixed(2)}`;
  };
  const end = Math.min(to, from + 0.99999); // a whole circle has no two ends to draw between
  const isLarge = end - from > 0.5 ? 1 : 0;
  const arc = (length, direction, to) => `A${length},${length} 0 ${isLarge} ${direction} ${at(to, length)}`;
  return `M${at(from, radius)}${arc(radius, 1, end)}L${at(end, hole)}${arc(hole, 0, from)}Z`;
}
