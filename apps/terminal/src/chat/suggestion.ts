/**
 * Something that the user may be about to type.
 *
 * @module
 */

export interface Suggestion {
  readonly label: string;
  /** What stands before the cursor if it is taken. */
  readonly text: string;
  /** What is said of it; undefined: how the command that stands there is used. */
  readonly hint?: string;
  /** It makes a command of what was pasted. */
  readonly isCommand?: boolean;
}
