/**
 * A prepared statement. It builds its rows itself: node:sqlite's own are dictionaries without a prototype, which take
 * more than twice as long to make and to use.
 *
 * @module
 */
import type { StatementSync } from 'node:sqlite';
import type { Value } from '../sql/sql.ts';

export class Prepared {
  readonly #statement: StatementSync;
  readonly #columns: readonly string[];

  constructor(statement: StatementSync) {
    this.#statement = statement;
    this.#columns = statement.columns().map(({ name }) => name);
    statement.setReturnArrays(true);
  }

  run(values: readonly Value[]): ReturnType<StatementSync['run']> {
    return this.#statement.run(...values);
  }

  rows(values: readonly Value[]): readonly object[] {
    // As told above.
    const found = this.#statement.all(...values) as unknown as readonly (readonly Value[])[];
    return found.map((cells) => this.#rowOf(cells));
  }

  #rowOf(cells: readonly Value[]): object {
    const row: Record<string, Value | undefined> = {};
    // In the order of the columns, so that all rows have one shape.
    this.#columns.forEach((column, index) => (row[column] = cells[index]));
    return row;
  }
}
