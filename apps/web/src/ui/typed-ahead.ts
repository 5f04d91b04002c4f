/**
 * What somebody types after they have asked for a window or a pane, and before it is there: it is meant for its field, and not for
 * the text that has the focus until then.
 *
 * @module
 */

/** What is asked of a key that was pressed. */
export type AheadKey = Pick<
  KeyboardEvent,
  'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing' | 'defaultPrevented'
>;

/** If nobody has taken it so long after the window was there, it has no field. */
const KEEP_MS = 1000;

export class TypedAhead {
  #text = '';
  #forgetting: ReturnType<typeof setTimeout> | undefined;

  /**
   * Takes the keys of a window until the returned function is called, or the pointer goes elsewhere. One loading part may follow
   * the other: what was typed during the first is kept. `cancel`: Escape was pressed.
   */
  begin(target: EventTarget, cancel: () => void): () => void {
    clearTimeout(this.#forgetting);
    const pressed = (event: Event): void => {
      if (this.press(event as KeyboardEvent, cancel) === 'not ours') return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    const end = (): void => {
      target.removeEventListener('keydown', pressed, true);
      target.removeEventListener('pointerdown', end, true);
      clearTimeout(this.#forgetting);
      this.#forgetting = setTimeout(() => (this.#text = ''), KEEP_MS);
    };
    target.addEventListener('keydown', pressed, true);
    target.addEventListener('pointerdown', end, true);
    return end;
  }

  /** Shortcuts, and keys of an input method, go where they would have gone. Enter waits for something to be chosen. */
  press(
    { key, ctrlKey, metaKey, altKey, isComposing, defaultPrevented }: AheadKey,
    cancel: () => void,
  ): 'taken' | 'not ours' {
    if (isComposing || defaultPrevented) return 'not ours';
    if (key === 'Enter') return 'taken';
    if (ctrlKey || metaKey || altKey) return 'not ours';
    if (key === 'Escape') cancel();
    else if (key === 'Backspace') this.#text = this.#text.replace(/.$/su, '');
    else if (/^.$/u.test(key)) this.#text += key;
    else return 'not ours';
    return 'taken';
  }

  /** For the field of the window, once: what was typed. */
  take(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }
}
