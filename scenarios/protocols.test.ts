/** Every wire protocol, by the same suite. */
import { describe, it } from 'node:test';
import {
  CIM_CAPABILITIES,
  EVENTS_CAPABILITIES,
  NATIVE_CAPABILITIES,
  protocolConformance,
} from '@posthorn/server/conformance';
import type { ProtocolBackend } from '@posthorn/server/conformance';
import { cimWayIn } from './support/peers/cim.ts';
import { eventsWayIn } from './support/peers/events.ts';
import { nativeWayIn, overTcp, overWebSocket } from './support/peers/native.ts';
import { openPlace } from './support/peers/place.ts';

const BACKENDS: readonly ProtocolBackend[] = [
  {
    name: 'native over TCP',
    capabilities: NATIVE_CAPABILITIES,
    open: () => openPlace(nativeWayIn(overTcp)),
  },
  {
    name: 'native over WebSocket',
    capabilities: NATIVE_CAPABILITIES,
    open: () => openPlace(nativeWayIn(overWebSocket)),
  },
  { name: 'event stream', capabilities: EVENTS_CAPABILITIES, open: () => openPlace(eventsWayIn()) },
  {
    name: 'CIM',
    capabilities: CIM_CAPABILITIES,
    open: () => openPlace(cimWayIn(), { cim: true, cimPort: 0 }),
  },
];

for (const backend of BACKENDS) protocolConformance({ describe, it }, backend);
