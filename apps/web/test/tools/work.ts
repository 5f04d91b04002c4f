/**
 * How much a page works, whatever else the machine does.
 *
 * @module
 */
import type { Person } from '../e2e/support/person.ts';

/** From now on. Resolves to a function that tells the seconds of processor time that the page's main thread has had. */
export async function watchWork(person: Person): Promise<() => Promise<number>> {
  const devtools = await person.devtools();
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
  };
}
