/**
 * status: the state of every process of the server.
 *
 * @module
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Client, Node } from '@posthorn/client';
import type { Command, Context } from '../command.ts';
import { counted } from '../counted.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { withClient } from '../online.ts';
import { sanitiseLine } from '../sanitise.ts';

/** Rates are measured over this time. */
const MEASURE_MS = 1000;

export const statusCommand: Command = {
  name: 'status',
  summary: 'Show every process of the server, its load and its problems. For administrators.',
  usages: [''],
  options: {},
  positionals: [0, 0],
  run: (context) => withClient(context, 'status', (client) => show(context, client)),
};

interface Row extends Node {
  readonly roles: string;
  /** Per second, between two answers; undefined if there is only one. */
  readonly appendedRate: number | undefined;
  readonly deliveredRate: number | undefined;
}

async function show({ output, io }: Context, client: Client): Promise<number> {
  const [info, before] = await Promise.all([client.call('getServerInfo', {}), client.call('listNodes', {})]);
  await pause(MEASURE_MS, undefined, { signal: io.signal });
  const after = await client.call('listNodes', {});
  const rows = after.nodes.map((node) => measured(node, before.nodes));
  if (output.isJson) {
    for (const { gateway: _gateway, router: _router, ...row } of rows) await output.result(row, '');
  } else {
    const { users, conversations, messages, epoch } = info;
    const counts = [
      counted(users, 'account'),
      counted(conversations, 'conversation'),
      counted(messages, 'message'),
    ];
    const totals = `${counts.join(', ')}; epoch ${epoch}`;
    await output.result({}, [...table(rows), '', totals]);
  }
  return EXIT_CODES.ok.code;
}

function measured(node: Node, before: readonly Node[]): Row {
  const earlier = before.find(({ id }) => id === node.id);
  const ms = earlier === undefined || earlier.time === 0 || node.time === 0 ? 0 : node.time - earlier.time;
  const rate = (now: number, then = 0): number | undefined =>
    ms > 0 ? Math.round(((now - then) / ms) * 1000) : undefined;
  const roles = [node.gateway && 'gateway', node.router && 'router'].filter((role) => role !== false);
  return {
    ...node,
    roles: roles.join('+'),
    appendedRate: rate(node.appended, earlier?.appended),
    deliveredRate: rate(node.delivered, earlier?.delivered),
  };
}

const COLUMNS: readonly (readonly [heading: string, cell: (row: Row) => string])[] = [
  ['NODE', ({ id }) => id],
  // An older node does not report its port.
  ['HOST', ({ host, httpPort }) => sanitiseLine(httpPort === 0 ? host : `${host}:${httpPort}`)],
  ['ROLES', ({ roles }) => roles],
  ['VERSION', ({ version }) => sanitiseLine(version)],
  ['CONNECTIONS', ({ connections, lagging }) => `${connections}${lagging > 0 ? ` (${lagging} slow)` : ''}`],
  ['APPENDED/S', ({ appendedRate }) => (appendedRate === undefined ? '–' : String(appendedRate))],
  ['DELIVERED/S', ({ deliveredRate }) => (deliveredRate === undefined ? '–' : String(deliveredRate))],
  ['DELAY', ({ answers, loopDelayMs }) => (answers ? `${loopDelayMs} ms` : '–')],
  ['MEMORY', ({ answers, memoryBytes }) => (answers ? `${Math.round(memoryBytes / 1e6)} MB` : '–')],
  ['BUS LOST', ({ answers, busLost }) => (answers ? String(busLost) : '–')],
  [
    'STATE',
    ({ draining, trouble }) => (draining ? 'draining' : trouble === '' ? 'well' : sanitiseLine(trouble)),
  ],
];

function table(rows: readonly Row[]): readonly string[] {
  const cells = [
    COLUMNS.map(([heading]) => heading),
    ...rows.map((row) => COLUMNS.map(([, cell]) => cell(row))),
  ];
  const widths = COLUMNS.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  return cells.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
