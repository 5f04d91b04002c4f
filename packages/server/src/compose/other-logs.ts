/**
 * Detects routers on this bus that use another database, because of a wrong --store or because they belong to another
 * cluster. A message would then land in one database or the other by chance.
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
  /** The ids of all healthy nodes. */
  readonly well: () => Promise<ReadonlySet<string>>;
}

interface Other {
  /** Monotonic ms. */
  readonly since: number;
  isSaid: boolean;
}

/** After a restore or failover, routers learn the new epoch some seconds apart. */
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
   * Why this router should get no traffic: it joined routers that use another database. The routers that came first keep
   * their traffic unless they are in trouble: after a failover they may have lost the database that all others use.
   */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** Checks the known nodes. Call it about once a second. */
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
      // The bus is down, which is reported elsewhere; the next look() asks again.
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
