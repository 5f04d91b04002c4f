/**
 * Brings the focus to the composer: when its chat is opened, when somebody types elsewhere in the page, and when asked to.
 *
 * @module
 */
import { useEffect } from 'react';
import type { RefObject } from 'react';
import type { ChatSession } from '../../model/chat-session.ts';

const EDITABLE = 'input, textarea, select, [contenteditable], [role="textbox"], [role="combobox"]';
/** Keys mean something of their own there. */
const OTHERS = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"], [role="tablist"]';

export function useFocus(
  text: RefObject<HTMLTextAreaElement | null>,
  session: ChatSession,
  thread: number,
): void {
  useEffect(() => {
    const focus = (): void => {
      const element = text.current;
      if (element === null || document.activeElement === element) return;
      element.focus({ preventScroll: true });
      element.setSelectionRange(element.value.length, element.value.length);
    };
    const end = session.onFocus(focus);
    // A keyboard that comes up by itself would cover half of what one wants to read.
    if (matchMedia('(pointer: fine)').matches && !isTypedInto(document.activeElement)) focus();
    return end;
  }, [text, session]);

  useEffect(() => {
    if (thread !== 0) return undefined;
    const type = (event: KeyboardEvent): void => {
      if (
        isPrintable(event) &&
        !isTypedInto(event.target) &&
        document.querySelector('[aria-modal="true"]') === null
      )
        text.current?.focus({ preventScroll: true });
    };
    document.addEventListener('keydown', type);
    return () => document.removeEventListener('keydown', type);
  }, [text, thread]);
}

/** `?` opens the help; a blank presses buttons and scrolls. */
function isPrintable({
  key,
  ctrlKey,
  metaKey,
  altKey,
  isComposing,
  defaultPrevented,
}: KeyboardEvent): boolean {
  if (defaultPrevented || isComposing || ctrlKey || metaKey || altKey) return false;
  return /^.$/u.test(key) && key !== ' ' && key !== '?';
}

function isTypedInto(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(`${EDITABLE}, ${OTHERS}`) !== null;
}
