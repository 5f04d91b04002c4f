/**
 * docs/benchmarks.md, from one run.
 *
 * @module
 */
import { longNumber } from '../../src/report/text.ts';
import type { Measured } from '../../src/load/closed-loop.ts';
import type { Peer, ScenarioName, Work } from './peer.ts';
import { TARGETS } from './peers.ts';
import { filledIn } from './filled-in.ts';

/** The result of one peer. */
export interface Entry {
  readonly peer: Peer;
  readonly version: string;
  readonly measured: Readonly<Partial<Record<ScenarioName, Measured>>>;
  /** Why it was left out, completely or in part. `isMissing`: it is not installed. */
  readonly failure?: { readonly isMissing: boolean; readonly message: string };
}

export interface Surroundings {
  readonly date: Date;
  readonly machine: string;
  readonly pinning: string;
  readonly seconds: number;
  readonly scale: number;
  readonly work: Work;
}

/** From this share on a core counts as fully used. */
const FULL = 0.9;
/** From this share of other work on the figures are less reliable. */
const BUSY = 0.25;

/** The whole page. The first entry is Posthorn's. */
export function page(entries: readonly Entry[], given: Surroundings): Promise<string> {
  const { date, machine, pinning, seconds, scale, work } = given;
  return filledIn('benchmarks.md', {
    ...work,
    date: date.toISOString().slice(0, 10),
    machine: `${machine}; ${pinning}`,
    versions: [`Node ${process.version}`, ...new Set(entries.map(versionOf))].filter(Boolean).join('; '),
    seconds,
    others: othersOf(entries),
    size: scale === 1 ? '' : `\n**At ${scale} of the size, to try out: the ratios say little.**\n`,
    directTable: tableOf('direct', 'messages/s', entries),
    fanoutTable: tableOf('fanout', 'deliveries/s', entries),
    targets: targetsOf(entries),
    guarantees: entries.map(({ peer }) => guaranteeRow(peer)).join('\n'),
    full: FULL,
  });
}

function tableOf(scenario: ScenarioName, unit: string, entries: readonly Entry[]): string {
  const own = entries[0]?.measured[scenario];
  const rows = entries.flatMap(({ peer, measured, failure }, index) => {
    const figure = measured[scenario];
    if (figure === undefined)
      return failure === undefined || peer[scenario] === undefined
        ? []
        : [`| ${peer.title} | not measured: ${reasonOf(failure)} | | | | | |`];
    const ratio = own === undefined || index === 0 ? '–' : ratioText(own.perSecond / figure.perSecond);
    const bound = isLoadBound(figure) ? '≥ ' : '';
    const cells = [
      peer.title,
      bound + longNumber(figure.perSecond),
      ratio,
      keptText(peer),
      figure.serverCpu?.toFixed(2) ?? '–',
      eachText(figure),
      figure.loadCpu.toFixed(2),
    ];
    return [`| ${cells.join(' | ')} |`];
  });
  return [
    `| | ${unit} | Posthorn is … × as fast | when acked | server | each | load |`,
    '|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

/** The load used all of its core and the server did not: the server might have done more. */
function isLoadBound({ serverCpu = 1, loadCpu }: Measured): boolean {
  return loadCpu > FULL && serverCpu < FULL;
}

function eachText({ serverCpu, perSecond }: Measured): string {
  return serverCpu === undefined ? '–' : `${Number(((serverCpu / perSecond) * 1e6).toPrecision(2))} µs`;
}

function keptText({ guarantee: { stored, isSynced } }: Peer): string {
  return stored === undefined ? 'not stored' : `in ${stored}, ${isSynced ? '**synced**' : 'not synced'}`;
}

function guaranteeRow(peer: Peer): string {
  const { guarantee, fanoutAck } = peer;
  const ack = fanoutAck === undefined ? guarantee.ack : `${guarantee.ack}; in a group ${fanoutAck}`;
  return `| ${peer.title} | ${ack} | ${keptText(peer)} | ${guarantee.means} |`;
}

function targetsOf(entries: readonly Entry[]): string {
  const own = entries[0];
  const rows = TARGETS.map(({ scenario, peer, ratioAtLeast }) => {
    const [ours, theirs] = [
      own?.measured[scenario],
      entries.find((entry) => entry.peer === peer)?.measured[scenario],
    ];
    const what = `| ${scenario === 'direct' ? 'direct' : 'group'} compared with ${peer.title} | ≥ ${ratioAtLeast} |`;
    if (ours === undefined || theirs === undefined) return `${what} – | not measured |`;
    const ratio = ours.perSecond / theirs.perSecond;
    const isOpen = isBusy(ours) || isBusy(theirs);
    const verdict = ratio >= ratioAtLeast ? 'reached' : '**not reached**';
    return `${what} ${ratioText(ratio)} | ${isOpen ? '**open**: one of the two was measured busy' : verdict} |`;
  });
  return ['| | target | ratio | |', '|---|---|---|---|', ...rows].join('\n');
}

function isBusy({ otherCpu = 0 }: Measured): boolean {
  return otherCpu >= BUSY;
}

/** How busy the machine was with other work. */
function othersOf(entries: readonly Entry[]): string {
  const shares = entries
    .flatMap(({ measured }) => Object.values(measured))
    .flatMap(({ otherCpu }) => (otherCpu === undefined ? [] : [otherCpu]))
    .toSorted((a, b) => a - b);
  const [median, most] = [shares[Math.floor(shares.length / 2)], shares.at(-1)];
  if (median === undefined || most === undefined) return 'unknown';
  const text = `other work used ${median.toFixed(2)} of a core in the median, ${most.toFixed(2)} at most`;
  return most < BUSY
    ? `quiet: ${text}`
    : `**busy**: ${text}. A figure is a lower bound of what its system does, and a ratio says more than a figure`;
}

function versionOf({ peer, version }: Entry): string {
  return version === '' ? '' : `${peer.title.split(',')[0] ?? peer.title} ${version}`;
}

function reasonOf({ isMissing, message }: NonNullable<Entry['failure']>): string {
  return isMissing ? 'not installed' : message.replaceAll(/\s+/g, ' ').replaceAll('|', '/');
}

function ratioText(ratio: number): string {
  return ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(2);
}
