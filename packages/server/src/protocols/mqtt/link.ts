/**
 * A client’s connection, as packets.
 *
 * @module
 */
import type { ProtocolHost } from '../protocol.ts';
import { encodeWithin, withoutWords } from './encode.ts';
import type { ConnectPacket, MqttVersion, ServerPacket } from './packets.ts';

export class Link {
  readonly version: MqttVersion;
  readonly #host: ProtocolHost;
  /** Maximum Packet Size of the client. */
  readonly #maxBytes: number;
  /** Request Problem Information of the client. */
  readonly #wantsWords: boolean;

  constructor(host: ProtocolHost, { protocolVersion, properties }: ConnectPacket) {
    this.#host = host;
    this.version = protocolVersion;
    this.#maxBytes = properties?.maximumPacketSize ?? Infinity;
    this.#wantsWords = properties?.requestProblemInformation !== false;
  }

  /** Undefined: the packet is larger than the client takes. */
  encode(packet: ServerPacket): Uint8Array | undefined {
    const told = this.#wantsWords || mayHaveWords(packet) ? packet : withoutWords(packet);
    return encodeWithin(told, this.version, this.#maxBytes);
  }

  /** False: the packet is larger than the client takes, and was not written. */
  write(packet: ServerPacket): boolean {
    const bytes = this.encode(packet);
    if (bytes === undefined) return false;
    this.#host.write(bytes);
    return true;
  }

  /** The same for an encoded PUBLISH, whose words may not be left out. */
  writeBytes(publish: Uint8Array): boolean {
    if (publish.length > this.#maxBytes) return false;
    this.#host.write(publish);
    return true;
  }
}

/** [MQTT-3.1.2-29] */
function mayHaveWords({ cmd }: ServerPacket): boolean {
  return cmd === 'publish' || cmd === 'connack' || cmd === 'disconnect';
}
