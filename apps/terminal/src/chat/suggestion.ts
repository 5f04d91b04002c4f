/**
 * Something that the user may be about to type.
 *
 * @module
 */

export interface Suggestion {
  readonly label: string;
  /** What stands before the cursor if it is taken. */
  readonly text: string;
  /** It makes a command of what was pasted. */
  readonly isCommand?: boolean;
}
