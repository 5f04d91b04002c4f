/**
 * The rows of messages of a batch that are not inserted yet: in one statement at its end, unless an effect needs them before.
 *
 * @module
 */
import { MESSAGE } from './append.ts';
import { aimOf, erases, partsOf } from './effects.ts';
import type { EffectKinds } from './effects.ts';
import type { Append } from './log.ts';
import { insertAll } from '../sql/sql.ts';
import type { Query, Value } from '../sql/sql.ts';

type MessageRow = readonly [conversation: number, seq: number, ...rest: Value[]];

export class Written {
  #rows: MessageRow[] = [];
  /** The lowest seq of each conversation among them. */
  readonly #lowest = new Map<number, number>();

  add(row: MessageRow): void {
    const [conversation, seq] = row;
    this.#rows.push(row);
    if (!this.#lowest.has(conversation)) this.#lowest.set(conversation, seq);
  }

  /** Whether the effect of an append reads or changes one of them. */
  areNeededBy({ conversation, effect }: Append, kinds: EffectKinds): boolean {
    const lowest = this.#lowest.get(conversation);
    if (lowest === undefined) return false;
    return partsOf(effect).some((part) => aimOf(part) >= lowest || erases(kinds, part));
  }

  *flush(): Query<void> {
    const rows = this.#rows;
    this.#rows = [];
    this.#lowest.clear();
    yield* insertAll(MESSAGE, rows);
  }
}
