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
  /** The ids of all nodes that nothing troubles. */
  readonly well: () => Promise<ReadonlySet<string>>;
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
  #isAsking = false;

  constructor(options: OtherLogsOptions) {
    this.#options = options;
  }

  /**
   * Why this router should get no traffic: it came to others that keep another log. Those that were there first stay,
   * unless they are not well: after a failover they may be cut off from the database that all others have.
   */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** Looks at who is there; to be called every second or so. */
  look(): void {
    const { self, others } = this.#options;
    const own = self();
    const strange = others().filter((node) => isStrange(node, own));
    for (const id of this.#seen.keys()) {
      if (!strange.some((node) => node.id === id)) this.#seen.delete(id);
    }
    const lasting = strange.filter((node) => this.#hasLasted(node));
    const first = lasting.filter((node) => wasFirst(node, own));
    if (first.length === 0) this.#trouble = undefined;
    else if (!this.#isAsking) void this.#judge(first);
  }

  #hasLasted(node: NodeInfo): boolean {
    const now = this.#options.clock.monotonic();
    const other = this.#seen.get(node.id) ?? { since: now, isSaid: false };
    this.#seen.set(node.id, other);
    if (now - other.since < PATIENCE_MS) return false;
    this.#say(node, other);
    return true;
  }

  /** Never rejects. */
  async #judge(first: readonly NodeInfo[]): Promise<void> {
    this.#isAsking = true;
    try {
      const well = await this.#options.well();
      const found = first.find(({ id }) => well.has(id));
      this.#trouble = found && `--store is not that of router ${found.id} on this bus`;
    } catch {
      // The bus is away, which is trouble enough; it is asked again.
    }
    this.#isAsking = false;
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
