/** A figure over time. */
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import uPlot from 'uplot';
import type { AlignedData } from 'uplot';
import 'uplot/dist/uPlot.min.css';
import styles from './admin.module.css';

export interface ChartProps {
  readonly title: string;
  /** The newest value, in words. */
  readonly now: string;
  /** Unix seconds. */
  readonly times: readonly number[];
  readonly values: readonly (number | null)[];
  readonly format: (value: number) => string;
}

const HEIGHT = 120;

export function Chart({ title, now, times, values, format }: ChartProps): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const write = useRef(format);
  write.current = format;
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const made = new uPlot(
      optionsFor(element, (value) => write.current(value)),
      [[], []],
      element,
    );
    plot.current = made;
    const watcher = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    watcher.observe(element);
    return () => {
      watcher.disconnect();
      made.destroy();
      plot.current = undefined;
    };
  }, []);
  useEffect(() => {
    const data: AlignedData = [[...times], [...values]];
    plot.current?.setData(data);
  }, [times, values]);
  return (
    <section className={`${styles.card} ${styles.chart}`} aria-label={`${title}: ${now}`}>
      <h2>
        {title}
        <b>{now}</b>
      </h2>
      <div ref={box} className={styles.plot} aria-hidden />
    </section>
  );
}

function clock(seconds: number): string {
  return new Date(seconds * 1000).toTimeString().slice(0, 8);
}

function optionsFor(element: HTMLElement, format: (value: number) => string): uPlot.Options {
  const style = getComputedStyle(element);
  const [ink, line, accent] = ['--ink-3', '--line', '--accent'].map((name) => style.getPropertyValue(name));
  const axis = {
    stroke: ink ?? '',
    font: `11px ${style.fontFamily}`,
    grid: { stroke: line ?? '', width: 1 },
    ticks: { show: false },
  };
  return {
    width: element.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      // A single figure has no span of its own.
      x: { range: (_plot, low, high) => [Math.min(low, high - 60), high] },
      y: { range: (_plot, _low, high) => [0, Math.max(1, high * 1.15)] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 24,
        space: 90,
        values: (plot, ticks) => ticks.map((tick) => (plot.data[0].length === 0 ? '' : clock(tick))),
      },
      { ...axis, size: 52, values: (_plot, ticks) => ticks.map(format) },
    ],
    series: [
      {},
      {
        stroke: accent ?? '',
        width: 2,
        points: { show: false },
        fill: `color-mix(in oklab, ${accent ?? ''} 12%, transparent)`,
      },
    ],
  };
}
