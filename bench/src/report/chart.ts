/**
 * A chart, before it is drawn.
 *
 * @module
 */

export interface Axis {
  readonly label: string;
  /**
   * `percentile`: values from 0 to below 100, with as much room for 99 to 99.9 as for 90 to 99, as HdrHistogram
   * draws them.
   */
  readonly scale: 'linear' | 'log' | 'percentile';
}

export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** What it is compared with: drawn paler. */
  readonly isFloor?: boolean;
}

export interface Chart {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  /** A horizontal line: what we want to stay below, or reach. */
  readonly target?: { readonly y: number; readonly label: string };
}
