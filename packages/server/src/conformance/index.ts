/**
 * The conformance suites of the ports, for backends of one's own.
 *
 * @module
 */
export type { Runner } from './runner.ts';
export { storeConformance } from './store.ts';
export type { OpenStore, StoreBackend } from './store.ts';
export { busConformance } from './bus.ts';
export type { BusBackend } from './bus.ts';
export { protocolConformance } from './protocol.ts';
export type {
  Companion,
  Heard,
  JoinOptions,
  ProtocolBackend,
  ProtocolClient,
  ProtocolPlace,
  Target,
} from './protocol.ts';
export { CIM_CAPABILITIES } from '../protocols/cim/cim.ts';
export { EVENTS_CAPABILITIES } from '../protocols/events/events.ts';
export { NATIVE_CAPABILITIES } from '../protocols/native/native.ts';
