/**
 * Changes the text of a textarea so that the user can undo it.
 *
 * @module
 */
import type { Change } from '../../model/marks.ts';

/** The textarea's `input` event tells of it. The caret is where the change wants it afterwards. */
export function applyChange(element: HTMLTextAreaElement, change: Change): void {
  element.focus();
  element.setSelectionRange(change.from, change.to);
  if (!isTyped(change.insert)) {
    element.setRangeText(change.insert, change.from, change.to, 'end');
    element.dispatchEvent(new Event('input', { bubbles: true }));
  }
  element.setSelectionRange(change.selectFrom, change.selectTo);
}

/** As if it was typed. False: the browser cannot do this. */
function isTyped(insert: string): boolean {
  // Nothing else keeps the history of undo.
  // oxlint-disable-next-line typescript/no-deprecated
  return document.execCommand(insert === '' ? 'delete' : 'insertText', false, insert);
}
