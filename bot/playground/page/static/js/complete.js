// What the message box offers to complete: commands, what a command's usage hint lists, people and channels.

const MOST = 8;

// The words that a hint such as "[signup | agenda | status]" lists; none where it reads otherwise.
export function hinted(hint) {
  const parts = hint.replace(/^[[(<{]+|[\])>}]+$/g, "").split("|").map((part) => part.trim());
  return parts.length > 1 && parts.every((part) => /^[\w-]+(\s.*)?$/.test(part)) ? parts : [];
}

// Suggestions for the text before the caret: { key, label, detail, from, insert }. `isEager`: Enter takes the first.
export function suggestions(before, { commands, members, channels }) {
  if (/^\/\S*$/.test(before)) return { isEager: true, options: commandOptions(before, commands) };
  const typed = /^(\/\S+)\s+(\S*)$/.exec(before);
  if (typed) return { isEager: false, options: hintOptions(typed, commands) };
  const name = /(?:^|\s)([@#])([\w.-]*)$/.exec(before);
  if (name) return { isEager: true, options: nameOptions(name, before, members, channels) };
  return { isEager: false, options: [] };
}

function commandOptions(before, commands) {
  return commands
    .filter((command) => command.name.startsWith(before.toLowerCase()) && command.name !== before)
    .slice(0, MOST)
    .map(({ name, hint, description }) => ({ key: name, label: `${name} ${hint}`, detail: description, from: 0, insert: `${name} ` }));
}

function hintOptions([whole, name, word], commands) {
  const command = commands.find((other) => other.name === name);
  return hinted(command?.hint ?? "")
    .filter((part) => part.startsWith(word.toLowerCase()) && part.split(/\s/)[0] !== word)
    .slice(0, MOST)
    .map((part) => ({ key: part, label: `${name} ${part}`, from: whole.length - word.length, insert: part.split(/\s/)[0] }));
}

function nameOptions([, sign, typed], before, members, channels) {
  const from = before.length - typed.length;
  const wanted = typed.toLowerCase();
  const found = sign === "#"
    ? Object.values(channels).map((name) => ({ name, detail: "" }))
    : Object.values(members).filter((member) => !member.deleted).map(({ name, real_name: detail }) => ({ name, detail }));
  return found
    .filter(({ name, detail }) => name.toLowerCase().startsWith(wanted) || detail.toLowerCase().startsWith(wanted))
    .filter(({ name }) => name !== typed)
    .slice(0, MOST)
    .map(({ name, detail }) => ({ key: name, label: `${sign}${name}`, detail, from, insert: `${name} ` }));
}
