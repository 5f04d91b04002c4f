/**
 * Routers on this bus that keep another log: their --store names another database, or they are another cluster's. What
 * a client says would be kept here or there, as it happens.
 *
 * @module
 */
import type { Clock } from '../clock.ts';
import type { NodeInfo } from '../cluster/nodes.ts';
import type { Logger } from '../logger.ts';

export interface OtherLogsOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly self: () => NodeInfo;
  readonly others: () => readonly NodeInfo[];
}

interface Other {
  /** Monotonic ms. */
  readonly since: number;
  isSaid: boolean;
}

/** After a restore or a failover one router hears of the new epoch some seconds before the other. */
const PATIENCE_MS = 15_000;

export class OtherLogs {
  readonly #options: OtherLogsOptions;
  readonly #seen = new Map<string, Other>();
  #trouble: string | undefined;

  constructor(options: OtherLogsOptions) {
    this.#options = options;
  }

  /** Why this router should get no traffic: it came to others that keep another log. Those that were there first stay. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** Looks at who is there; to be called every second or so. */
  look(): void {
    const { clock, self, others } = this.#options;
    const own = self();
    const strange = others().filter((node) => isStrange(node, own));
    for (const id of this.#seen.keys()) {
      if (!strange.some((node) => node.id === id)) this.#seen.delete(id);
    }
    this.#trouble = undefined;
    for (const node of strange) {
      const other = this.#seen.get(node.id) ?? { since: clock.monotonic(), isSaid: false };
      this.#seen.set(node.id, other);
      if (clock.monotonic() - other.since < PATIENCE_MS) continue;
      this.#say(node, other);
      if (wasFirst(node, own)) this.#trouble ??= `--store is not that of router ${node.id} on this bus`;
    }
  }

  #say({ id, host }: NodeInfo, other: Other): void {
    if (other.isSaid) return;
    other.isSaid = true;
    this.#options.logger.error(
      { id, host },
      'another router on this bus keeps its messages in another database: give all routers of a cluster the same ' +
        '--store, and each cluster a NATS of its own',
    );
  }
}

function isStrange({ isRouter, epoch }: NodeInfo, own: NodeInfo): boolean {
  return isRouter && epoch !== '' && own.epoch !== '' && epoch !== own.epoch;
}

function wasFirst(node: NodeInfo, own: NodeInfo): boolean {
  return node.startedAt === own.startedAt ? node.id < own.id : node.startedAt < own.startedAt;
}
