/**
 * How far readers have come, as the store has it.
 *
 * @module
 */

export interface CursorMove {
  readonly user: number;
  readonly conversation: number;
  /** 0 leaves it as it is; lower than now leaves it too (cursors only rise); above head is cut to head. */
  readonly read: number;
  readonly delivered: number;
}

export interface CursorRecord {
  readonly user: number;
  readonly conversation: number;
  readonly read: number;
  readonly delivered: number;
}
