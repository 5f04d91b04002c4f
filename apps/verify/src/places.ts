/**
 * The users of a run and the conversations between them.
 *
 * @module
 */

export interface User {
  readonly id: number;
  readonly name: string;
  readonly password: string;
  /** The token of the session that reads the logs. */
  readonly token: string;
}

/** A conversation of the run. `users`: the two users of a direct conversation; otherwise empty. */
export interface PlaceInfo {
  readonly id: number;
  readonly name: string;
  readonly kind: 'direct' | 'group' | 'room';
  readonly users: readonly number[];
  /** Who may recall what others have said there. */
  readonly owner?: number;
}

/** A conversation with those who talk in it. `witness` may see all of its log. */
export interface Place extends PlaceInfo {
  readonly witness: User;
  /**
   * What happens in it besides talking: members come and go, or one of the two users blocks the other. `quiet`:
   * nothing.
   */
  readonly use: 'talk' | 'come-and-go' | 'block' | 'quiet';
  /** Users who talk here, whether members or not. */
  readonly speakers: readonly User[];
}
