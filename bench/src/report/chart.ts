/**
 * A chart, before it is drawn.
 *
 * @module
 */

export interface Axis {
  readonly label: string;
  /** `percentile`: values from 0 to below 100. Like HdrHistogram it gives 99 to 99.9 as much space as 90 to 99. */
  readonly scale: 'linear' | 'log' | 'percentile';
}

export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** The floor; drawn paler. */
  readonly isFloor?: boolean;
}

export interface Chart {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  /** The target, drawn as a horizontal line. */
  readonly target?: { readonly y: number; readonly label: string };
}
