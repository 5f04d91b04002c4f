/**
 * What a page keeps in memory.
 *
 * @module
 */
import type { Person } from '../e2e/support/person.ts';

/** The parts of a snapshot of V8's heap that are read here (its format is that of Chromium's DevTools). */
interface Snapshot {
  readonly snapshot: {
    readonly meta: { readonly node_fields: readonly string[]; readonly node_types: readonly unknown[] };
  };
  readonly nodes: readonly number[];
  readonly strings: readonly string[];
}

/** What scripts make. The others are compiled code, and what V8 and DevTools keep for themselves. */
const KINDS = new Set([
  'array',
  'bigint',
  'closure',
  'concatenated string',
  'number',
  'object',
  'regexp',
  'sliced string',
  'string',
  'symbol',
]);

/**
 * Bytes of the objects of a page and of its DOM, also what is not in the document any more, without garbage. Compiled code is
 * not among them: it grows as long as functions become hot, and is thrown away when there is need.
 */
export async function keptBytes(person: Person): Promise<number> {
  const { nodes, strings, snapshot } = await takeSnapshot(person);
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const names = types[0] as readonly string[];
  const [type, name, size] = ['type', 'name', 'self_size'].map((field) => fields.indexOf(field));
  if (type === undefined || name === undefined || size === undefined) return Number.NaN;
  let bytes = 0;
  for (let at = 0; at < nodes.length; at += fields.length) {
    const kind = names[nodes[at + type] ?? 0] ?? '';
    const isElement = kind === 'native' && /^(Detached )?</.test(strings[nodes[at + name] ?? 0] ?? '');
    if (KINDS.has(kind) || isElement) bytes += nodes[at + size] ?? 0;
  }
  return bytes;
}

async function takeSnapshot(person: Person): Promise<Snapshot> {
  const devtools = await person.devtools();
  const chunks: string[] = [];
  const take = ({ chunk }: { readonly chunk: string }): void => void chunks.push(chunk);
  devtools.on('HeapProfiler.addHeapSnapshotChunk', take);
  await devtools.send('HeapProfiler.collectGarbage');
  await devtools.send('HeapProfiler.takeHeapSnapshot');
  devtools.off('HeapProfiler.addHeapSnapshotChunk', take);
  return JSON.parse(chunks.join('')) as Snapshot;
}
