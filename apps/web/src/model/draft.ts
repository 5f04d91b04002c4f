/**
 * What was typed and not sent yet, in the personal space: `draft/<conversation>`, in threads `draft/<conversation>/<thread>`.
 *
 * @module
 */

export interface Draft {
  readonly text: string;
  /** Seq of the message that it answers; 0: none. */
  readonly replyTo: number;
}

export const NO_DRAFT: Draft = { text: '', replyTo: 0 };

/** `thread`: seq of the message whose thread it is; 0: the conversation itself. */
export function draftKey(conversation: number, thread = 0): string {
  return thread === 0 ? `draft/${conversation}` : `draft/${conversation}/${thread}`;
}

/** Reads an entry of the personal space. One of a thread does not belong into the conversation itself. */
export function draftOf(value: unknown, thread = 0): Draft {
  if (typeof value !== 'object' || value === null || !('text' in value)) return NO_DRAFT;
  const { text } = value;
  if (typeof text !== 'string') return NO_DRAFT;
  const said = 'thread' in value && typeof value.thread === 'number' ? value.thread : 0;
  if (said !== thread) return NO_DRAFT;
  const replyTo = 'replyTo' in value && typeof value.replyTo === 'number' ? value.replyTo : 0;
  return { text, replyTo };
}

/** What to write into the personal space; undefined removes it. */
export function draftValue({ text, replyTo }: Draft, thread = 0): unknown {
  if (text.trim() === '' && replyTo === 0) return undefined;
  return { text, ...(replyTo !== 0 && { replyTo }), ...(thread !== 0 && { thread }) };
}

function isSameDraft(a: Draft, b: Draft): boolean {
  return a.text === b.text && a.replyTo === b.replyTo;
}

/** A place of the device that is written at once, such as localStorage: what a page loses that ends before the engine has stored it. */
export interface Notepad {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export interface DraftKeeping {
  readonly mine: { at(key: string): unknown };
  readonly setMine: (key: string, value: unknown) => Promise<void>;
  readonly notepad: Notepad;
  /** Calls `run` after `ms`; returns what cancels it. */
  readonly later: (run: () => void, ms: number) => () => void;
}

const PAUSE_MS = 700;
const PREFIX = 'posthorn/';

/** The draft of one conversation, or of one thread, on its way from the composer to the personal space. */
export class DraftKeeper {
  readonly #keeping: DraftKeeping;
  readonly #thread: number;
  readonly #key: string;
  /** Typed here, and not in the personal space yet. */
  #typed: Draft | undefined;
  /** As it was last read or written here: another value comes from elsewhere. */
  #known: Draft;
  #cancel: (() => void) | undefined;

  constructor(keeping: DraftKeeping, conversation: number, thread = 0) {
    this.#keeping = keeping;
    this.#thread = thread;
    this.#key = draftKey(conversation, thread);
    this.#known = this.#stored();
  }

  /** What to begin with. What this device had no time to store comes before what is stored. */
  read(): Draft {
    const noted = this.#noted();
    if (noted === undefined || isSameDraft(noted, this.#known)) return this.#known;
    this.#typed = noted;
    this.flush();
    return noted;
  }

  /** The user has typed. Stored after a pause. */
  typed(draft: Draft): void {
    this.#typed = draft;
    this.#cancel?.();
    this.#cancel = this.#keeping.later(() => this.flush(), PAUSE_MS);
  }

  /**
   * Stores what waits. Call it when the page may end, too: it is on the device when this returns.
   */
  flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const draft = this.#typed;
    if (draft === undefined) return;
    this.#typed = undefined;
    this.#known = draft;
    const noteKey = PREFIX + this.#key;
    note(this.#keeping.notepad, noteKey, JSON.stringify(draft));
    void this.#store(noteKey, draft);
  }

  /** Lets go of what waits, for instance after a logout. */
  drop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#typed = undefined;
  }

  async #store(noteKey: string, draft: Draft): Promise<void> {
    const { notepad, setMine } = this.#keeping;
    try {
      await setMine(this.#key, draftValue(draft, this.#thread));
    } catch {
      // Left in the notepad: it is tried again when the chat is opened the next time.
      return;
    }
    // Something newer may have been noted meanwhile.
    if (notepad.getItem(noteKey) === JSON.stringify(draft)) notepad.removeItem(noteKey);
  }

  /**
   * The personal space has changed. Returns a draft that another device has written and that may take the place of `shown`;
   * undefined if nothing has, or if the user is typing here: what is typed here stays, and will be stored over it.
   */
  changed(shown: Draft): Draft | undefined {
    const stored = this.#stored();
    if (isSameDraft(stored, this.#known) || this.#typed !== undefined) return undefined;
    const isUntouched = isSameDraft(shown, this.#known) || shown.text.trim() === '';
    this.#known = stored;
    return isUntouched ? stored : undefined;
  }

  #stored(): Draft {
    return draftOf(this.#keeping.mine.at(this.#key), this.#thread);
  }

  #noted(): Draft | undefined {
    try {
      const noted: unknown = JSON.parse(this.#keeping.notepad.getItem(PREFIX + this.#key) ?? 'null');
      return noted === null ? undefined : draftOf(noted);
    } catch {
      return undefined;
    }
  }
}

/** Forgets what was noted of all drafts, when the user logs out. */
export function forgetNotes(
  notepad: Notepad & { readonly length: number; key(at: number): string | null },
): void {
  const keys = Array.from({ length: notepad.length }, (_, at) => notepad.key(at) ?? '');
  for (const key of keys) if (key.startsWith(`${PREFIX}draft/`)) notepad.removeItem(key);
}

/** A full or forbidden storage loses nothing but this safety. */
function note(notepad: Notepad, key: string, value: string): void {
  try {
    notepad.setItem(key, value);
  } catch {
    // Nothing to do: the engine stores it too.
  }
}
