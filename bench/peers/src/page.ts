/**
 * docs/benchmarks.md, from one run.
 *
 * @module
 */
import { longNumber } from '../../src/report/text.ts';
import type { Measured, Peer, Work } from './peer.ts';
import { TARGETS } from './peers.ts';
import type { ScenarioName } from './peers.ts';

export interface Entry {
  readonly peer: Peer;
  readonly version: string;
  readonly measured: Partial<Record<ScenarioName, Measured>>;
}

export interface Surroundings {
  readonly date: Date;
  readonly machine: string;
  readonly pinning: string;
  readonly seconds: number;
  readonly scale: number;
  readonly work: Work;
}

/** The whole page. The first entry is Posthorn's. */
export function page(entries: readonly Entry[], given: Surroundings): string {
  const { date, machine, pinning, seconds, scale, work } = given;
  const size = scale === 1 ? '' : ` **At ${scale} of the size, to try out: the ratios say little.**`;
  return `# Beside others

Written by \`npm run bench:peers\`, which installs what is missing, runs everybody one after the other on this machine, and
compares. Measured on ${date.toISOString().slice(0, 10)}: ${machine}; ${pinning}; ${seconds} s each after a warm-up; Node ${process.version};
data on a real disk.${size}

**Read the guarantees before the figures.** Posthorn acks a message when it is committed and synced to disk. Of the others only
those with “synced” in their row do so too; the rest are faster at less.

## Direct messages

${work.talkers} connections in pairs, ${work.inFlight} messages each that are not acked yet, 90 bytes of text. A message counts when its receiver has
it; whoever sends goes on when it has the ack, so nobody is ahead of the acks by more than that.

${tableOf('direct', 'msg/s', entries)}

## To a group

${work.members} members, all online; ${work.speakers} of them write, with ${work.inFlightPerSpeaker} unanswered messages each, 90 bytes of text. What counts is what arrives.

${tableOf('fanout', 'frames/s', entries)}

## What was to be reached

${targetsOf(entries)}

## How it is made equal

- Each runs as a private instance on the loopback, pinned to one core with all its processes, its database among them. The load
  has the other core. Where its share comes near 1.0 the figure is a lower bound.
- The load is as lean for everybody: bytes on plain TCP, messages made by gluing texts, and of what comes only what must be counted
  is looked at. None of the systems' client libraries takes part.
- No TLS and no compression anywhere. Heartbeats are longer than the measurement.
- The configurations are in [bench/peers/config](../bench/peers/config), each tuned as its own documentation advises.
- XMPP’s senders ask for an ack behind each write, and receivers ack what the server asks them to. In a room, and in MQTT with QoS 0,
  the ack is one's own message coming back.
- ejabberd and Prosody keep two copies of a direct message when they archive, one for each side; Posthorn keeps one for both.
- Figures vary from machine to machine and from day to day. Compare within one run.
`;
}

function tableOf(scenario: ScenarioName, unit: string, entries: readonly Entry[]): string {
  const own = entries[0]?.measured[scenario];
  const rows = entries.flatMap(({ peer, version, measured }) => {
    const figure = measured[scenario];
    if (figure === undefined) return [];
    const { ack, stored, isSynced } = peer.guarantee;
    const ratio =
      own === undefined || peer === entries[0]?.peer ? '–' : ratioText(own.perSecond / figure.perSecond);
    const kept = stored === 'nowhere' ? 'not stored' : `${stored}, ${isSynced ? '**synced**' : 'not synced'}`;
    const cells = [
      `${peer.title} ${version}`,
      longNumber(figure.perSecond),
      ratio,
      scenario === 'fanout' && peer.fanoutAck !== undefined ? peer.fanoutAck : ack,
      kept,
      figure.serverCpu.toFixed(2),
      figure.loadCpu.toFixed(2),
    ];
    return [`| ${cells.join(' | ')} |`];
  });
  const head = [
    '',
    unit,
    'Posthorn is … × as fast',
    'the ack',
    'when acked the message is',
    'server’s core',
    'load’s core',
  ];
  return [
    `| ${head.join(' | ')} |`,
    `|${head.map((_, index) => (index === 0 ? '---' : '---')).join('|')}|`,
    ...rows,
  ].join('\n');
}

function targetsOf(entries: readonly Entry[]): string {
  const own = entries[0];
  const rows = TARGETS.map(({ scenario, peer, ratioAtLeast }) => {
    const [ours, theirs] = [
      own?.measured[scenario],
      entries.find((entry) => entry.peer === peer)?.measured[scenario],
    ];
    const what = `| ${scenario === 'direct' ? 'direct' : 'group'} beside ${peer.title} | ≥ ${ratioAtLeast} |`;
    if (ours === undefined || theirs === undefined) return `${what} – | not measured |`;
    const ratio = ours.perSecond / theirs.perSecond;
    return `${what} ${ratioText(ratio)} | ${ratio >= ratioAtLeast ? 'reached' : '**not reached**'} |`;
  });
  return ['| | target | ratio | |', '|---|---|---|---|', ...rows].join('\n');
}

function ratioText(ratio: number): string {
  return ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(2);
}
