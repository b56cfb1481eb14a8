// Light or dark: as the machine has it, until somebody says otherwise.

const KEY = "playground-look";
const dark = window.matchMedia("(prefers-color-scheme: dark)");

export const isDark = () => document.documentElement.dataset.look === "dark";

export function applyLook() {
  const chosen = localStorage.getItem(KEY);
  document.documentElement.dataset.look = chosen ?? (dark.matches ? "dark" : "light");
}

export function toggleLook() {
  const next = isDark() ? "light" : "dark";
  // What the machine has by itself need not be kept.
  if ((next === "dark") === dark.matches) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, next);
  applyLook();
}

dark.addEventListener("change", applyLook);
applyLook();
