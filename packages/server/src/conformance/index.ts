/**
 * The conformance suites, for backends outside this repository.
 *
 * @module
 */
import { PROTOCOLS } from '../compose/protocols.ts';
import type { ProtocolCapabilities } from '../protocols/protocol.ts';

export type { TestRunner } from './runner.ts';
export { storeConformance } from './store.ts';
export type { StoreBackend } from './store.ts';
export type { OpenStore } from './store/case.ts';
export { busConformance } from './bus.ts';
export type { BusBackend } from './bus.ts';
export { blobConformance } from './blobs.ts';
export type { BlobBackend } from './blobs.ts';
export type { OpenBlobs } from './blobs/case.ts';
export { followerConformance } from './followers.ts';
export type { FollowerBackend, OpenFollowerStore } from './followers/backend.ts';
export { searchConformance } from './search.ts';
export type { IndexBackend } from './search.ts';
export type { OpenIndex } from './search/case.ts';
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

/** The capabilities of a built-in protocol, by name. */
export function capabilitiesOf(name: string): ProtocolCapabilities {
  const found = PROTOCOLS.find((protocol) => protocol.name === name);
  if (found === undefined) throw new Error(`there is no protocol "${name}"`);
  return found.capabilities;
}
