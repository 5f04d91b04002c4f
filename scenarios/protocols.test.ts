/** Every wire protocol, by the same suite. */
import { describe, it } from 'node:test';
import { capabilitiesOf, protocolConformance } from '@posthorn/server/conformance';
import type { ProtocolBackend } from '@posthorn/server/conformance';
import { cimWayIn } from './support/peers/cim.ts';
import { eventsWayIn } from './support/peers/events.ts';
import { mqttWayIn } from './support/peers/mqtt.ts';
import { nativeWayIn, overTcp, overWebSocket } from './support/peers/native.ts';
import { openPlace } from './support/peers/place.ts';

const BACKENDS: readonly ProtocolBackend[] = [
  {
    name: 'native over TCP',
    capabilities: capabilitiesOf('native'),
    open: () => openPlace(nativeWayIn(overTcp)),
  },
  {
    name: 'native over WebSocket',
    capabilities: capabilitiesOf('native'),
    open: () => openPlace(nativeWayIn(overWebSocket)),
  },
  { name: 'event stream', capabilities: capabilitiesOf('events'), open: () => openPlace(eventsWayIn()) },
  {
    name: 'CIM',
    capabilities: capabilitiesOf('cim'),
    open: () => openPlace(cimWayIn(), { cim: true, cimPort: 0 }),
  },
  {
    name: 'MQTT',
    capabilities: capabilitiesOf('mqtt'),
    open: () => openPlace(mqttWayIn(), { mqtt: true, mqttPort: 0 }),
  },
];

for (const backend of BACKENDS) protocolConformance({ describe, it }, backend);
