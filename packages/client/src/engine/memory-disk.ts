/**
 * What was seen, in memory: where there is no IndexedDB, such as in some private windows.
 *
 * @module
 */
import type { Disk, MessageRecord, TableName, Writes } from './disk.ts';

export function memoryDisk(): Disk {
  const messages = new Map<number, Map<number, MessageRecord>>();
  const tables = new Map<TableName, Map<number | string, unknown>>();
  const table = (name: TableName): Map<number | string, unknown> => {
    const known = tables.get(name) ?? new Map<number | string, unknown>();
    tables.set(name, known);
    return known;
  };
  const all = (): MessageRecord[] => [...messages.values()].flatMap((each) => [...each.values()]);
  return {
    async all(name) {
      return [...table(name)];
    },
    async message([conversation, seq]) {
      return messages.get(conversation)?.get(seq);
    },
    async messages(conversation, from, to) {
      const found = [...(messages.get(conversation) ?? [])].filter(([seq]) => from <= seq && seq <= to);
      return found.sort(([a], [b]) => a - b).map(([, record]) => record);
    },
    async vanished(now) {
      return all().filter(({ vanishesAt = Infinity }) => vanishesAt <= now);
    },
    async scan(visit) {
      for (const record of all()) visit(record);
    },
    async write(writes: Writes) {
      for (const [conversation, below] of writes.dropped)
        for (const seq of messages.get(conversation)?.keys() ?? [])
          if (seq < below) messages.get(conversation)?.delete(seq);
      for (const [[conversation, seq], record] of writes.messages) {
        const own = messages.get(conversation) ?? new Map<number, MessageRecord>();
        messages.set(conversation, own);
        if (record === undefined) own.delete(seq);
        else own.set(seq, record);
      }
      for (const [name, key, value] of writes.tables) {
        if (value === undefined) table(name).delete(key);
        else table(name).set(key, value);
      }
    },
    async clear() {
      messages.clear();
      for (const [name, values] of tables) if (name !== 'outgoing') values.clear();
    },
    close() {},
  };
}
