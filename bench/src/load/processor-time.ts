/**
 * CPU time of processes, from Linux's /proc.
 *
 * @module
 */
import { readdir, readFile } from 'node:fs/promises';

/** The unit of times in proc(5), the same on all machines: USER_HZ. */
const TICKS_PER_SECOND = 100;

/** In CPU seconds. */
export interface ProcessorTime {
  /** CPU time of the given processes and their descendants. */
  readonly tree: number;
  /** CPU time of the whole machine, including what a hypervisor took away. */
  readonly machine: number;
}

/** CPU time of `roots` and their descendants since their start. Undefined if the system has no /proc. */
export async function processorTime(roots: readonly number[]): Promise<ProcessorTime | undefined> {
  try {
    const [processes, machine] = await Promise.all([allProcesses(), machineTime()]);
    return { tree: treeTime(processes, new Set(roots)), machine };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

interface Process {
  readonly id: number;
  readonly parentId: number;
  /** Includes its ended children. */
  readonly seconds: number;
}

function treeTime(processes: readonly Process[], tree: Set<number>): number {
  for (let before = -1; before !== tree.size;) {
    before = tree.size;
    for (const { id, parentId } of processes) if (tree.has(parentId)) tree.add(id);
  }
  return processes.reduce((sum, { id, seconds }) => sum + (tree.has(id) ? seconds : 0), 0);
}

async function allProcesses(): Promise<readonly Process[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const processes = await Promise.all(ids.map(processOf));
  return processes.filter((each) => each !== undefined);
}

/** Undefined if it has ended meanwhile. */
async function processOf(id: number): Promise<Process | undefined> {
  const text = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  // The name, in parentheses, may contain anything. Field 3, the state, follows it.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [parentId = 0, times] = [fields[1], fields.slice(11, 15)];
  return { id, parentId, seconds: sum(times) / TICKS_PER_SECOND };
}

async function machineTime(): Promise<number> {
  const [line = ''] = (await readFile('/proc/stat', 'utf8')).split('\n');
  const times = line.split(/\s+/).slice(1, 9).map(Number);
  const [, , , idle = 0, waiting = 0] = times;
  return (sum(times) - idle - waiting) / TICKS_PER_SECOND;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
