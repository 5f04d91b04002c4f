/**
 * Metrics of a gateway.
 *
 * @module
 */
import { Counter, Gauge, type Registry } from 'prom-client';

export interface GatewayMetrics {
  /** Counts a write with its frames and bytes. */
  readonly written: (frames: number, bytes: number) => void;
  /** Connections ended by the server, by error code. */
  readonly partings: Counter<'code'>;
  /** Pushes dropped because the client read too slowly. */
  readonly lagging: Counter;
}

/** Gauges: `connections`, and those `lagging`, for which pushes are being dropped. Read when the metrics are. */
export function countConnections(
  registry: Registry,
  { connections, lagging }: { readonly connections: () => number; readonly lagging: () => number },
): void {
  const registers = [registry];
  new Gauge({
    name: 'posthorn_connections',
    help: 'Live connections of this gateway.',
    registers,
    collect() {
      this.set(connections());
    },
  });
  new Gauge({
    name: 'posthorn_lagging_connections',
    help: 'Connections that read too slowly now, so that pushes for them are dropped.',
    registers,
    collect() {
      this.set(lagging());
    },
  });
}

export function createGatewayMetrics(registry: Registry): GatewayMetrics {
  const registers = [registry];
  const frames = new Counter({
    name: 'posthorn_frames_written_total',
    help: 'Frames written to clients.',
    registers,
  });
  const writes = new Counter({ name: 'posthorn_writes_total', help: 'Writes to client sockets.', registers });
  const bytes = new Counter({
    name: 'posthorn_bytes_written_total',
    help: 'Bytes written to clients.',
    registers,
  });
  return {
    written(frameCount, byteCount) {
      frames.inc(frameCount);
      writes.inc();
      bytes.inc(byteCount);
    },
    partings: new Counter({
      name: 'posthorn_partings_total',
      help: 'Connections ended by the server, by code.',
      labelNames: ['code'],
      registers,
    }),
    lagging: new Counter({
      name: 'posthorn_lagging_total',
      help: 'Clients told to sync after dropped pushes.',
      registers,
    }),
  };
}
