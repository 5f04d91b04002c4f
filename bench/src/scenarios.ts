/**
 * All scenarios, in the order in which they run.
 *
 * @module
 */
import type { Scenario } from './scenario.ts';
import { attack } from './scenarios/attack.ts';
import { catchup } from './scenarios/catchup.ts';
import { cim } from './scenarios/cim.ts';
import { clusterConnections } from './scenarios/cluster-connections.ts';
import { clusterFanout } from './scenarios/cluster-fanout.ts';
import { codec } from './scenarios/codec.ts';
import { connections } from './scenarios/connections.ts';
import { databases } from './scenarios/databases.ts';
import { direct } from './scenarios/direct.ts';
import { entries } from './scenarios/entries.ts';
import { fanout } from './scenarios/fanout.ts';
import { followers } from './scenarios/followers.ts';
import { indexing } from './scenarios/indexing.ts';
import { groupSize } from './scenarios/group-size.ts';
import { lists } from './scenarios/lists.ts';
import { mqtt } from './scenarios/mqtt.ts';
import { overload } from './scenarios/overload.ts';
import { polls } from './scenarios/polls.ts';
import { rollingRestart } from './scenarios/rolling-restart.ts';
import { search } from './scenarios/search.ts';
import { stalled } from './scenarios/stalled.ts';
import { store } from './scenarios/store.ts';
import { storm } from './scenarios/storm.ts';
import { topologies } from './scenarios/topologies.ts';
import { webhooks } from './scenarios/webhooks.ts';

export const SCENARIOS: readonly Scenario[] = [
  store,
  codec,
  direct,
  entries,
  polls,
  fanout,
  groupSize,
  connections,
  storm,
  catchup,
  stalled,
  attack,
  overload,
  followers,
  indexing,
  webhooks,
  cim,
  mqtt,
  databases,
  lists,
  search,
  topologies,
  clusterConnections,
  clusterFanout,
  rollingRestart,
];
