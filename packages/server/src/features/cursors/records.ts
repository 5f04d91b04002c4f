/**
 * Read and delivered cursors in the store.
 *
 * @module
 */

export interface CursorMove {
  readonly user: number;
  readonly conversation: number;
  /**
   * 0: unchanged. Lower than the current value: unchanged too, as cursors only rise. Above the head: set to the head.
   */
  readonly read: number;
  readonly delivered: number;
}

export interface CursorRecord {
  readonly user: number;
  readonly conversation: number;
  readonly read: number;
  readonly delivered: number;
}
