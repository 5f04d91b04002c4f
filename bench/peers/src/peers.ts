/**
 * All peers, and our targets compared with them.
 *
 * @module
 */
import { ejabberdOff, ejabberdPostgres, ejabberdSqlite } from './ejabberd.ts';
import { mosquittoQos0, mosquittoQos1 } from './mosquitto.ts';
import type { Peer, ScenarioName } from './peer.ts';
import { posthorn } from './posthorn.ts';
import { prosodyOff, prosodySqlite } from './prosody.ts';
import { socketIo } from './socket-io.ts';

export const PEERS: readonly Peer[] = [
  posthorn,
  socketIo,
  mosquittoQos1,
  mosquittoQos0,
  ejabberdSqlite,
  ejabberdPostgres,
  ejabberdOff,
  prosodySqlite,
  prosodyOff,
];

/** The least ratio of Posthorn's figure to the peer's. */
export interface Target {
  readonly scenario: ScenarioName;
  readonly peer: Peer;
  readonly ratioAtLeast: number;
}

export const TARGETS: readonly Target[] = [
  { scenario: 'direct', peer: ejabberdSqlite, ratioAtLeast: 10 },
  { scenario: 'direct', peer: ejabberdPostgres, ratioAtLeast: 4 },
  { scenario: 'direct', peer: ejabberdOff, ratioAtLeast: 2 },
  { scenario: 'direct', peer: mosquittoQos1, ratioAtLeast: 1 },
  { scenario: 'fanout', peer: socketIo, ratioAtLeast: 3 },
  { scenario: 'fanout', peer: ejabberdOff, ratioAtLeast: 8 },
  { scenario: 'fanout', peer: mosquittoQos0, ratioAtLeast: 1 },
];
