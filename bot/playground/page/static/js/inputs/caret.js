// Where the caret stands in an editable element, counted in letters: some of the browser's own commands lose it.

export function caretIn(root) {
  const selection = getSelection();
  if (!selection.isCollapsed || !root.contains(selection.anchorNode)) return null;
  const before = document.createRange();
  before.selectNodeContents(root);
  before.setEnd(selection.anchorNode, selection.anchorOffset);
  return before.toString().length;
}

export function putCaret(root, letters) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let left = letters;
  while (walker.nextNode()) {
    const { length } = walker.currentNode;
    if (left <= length) return getSelection().collapse(walker.currentNode, left);
    left -= length;
  }
  return getSelection().collapse(root, root.childNodes.length);
}
