/**
 * Rows with a due time (pipeline/due-work.ts).
 *
 * @module
 */
export interface Due {
  readonly id: number;
  /** Unix ms, by the clock of the router that carries it out. */
  readonly due: number;
}

/** A page of what is due, by due time and id. */
export interface DuePage {
  /** Rows that are due by then. */
  readonly now: number;
  /** Rows behind this one. */
  readonly after: Due;
  readonly limit: number;
}
