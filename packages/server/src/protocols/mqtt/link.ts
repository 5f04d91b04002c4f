/**
 * A client’s connection, as packets.
 *
 * @module
 */
import type { ProtocolHost } from '../protocol.ts';
import { encodeWithin } from './encode.ts';
import type { ConnectPacket, MqttVersion, ServerPacket } from './packets.ts';

export class Link {
  readonly version: MqttVersion;
  readonly #host: ProtocolHost;
  /** Maximum Packet Size of the client. */
  readonly #maxBytes: number;

  constructor(host: ProtocolHost, { protocolVersion, properties }: ConnectPacket) {
    this.#host = host;
    this.version = protocolVersion;
    this.#maxBytes = properties?.maximumPacketSize ?? Infinity;
  }

  /** Undefined: the packet is larger than the client takes. */
  encode(packet: ServerPacket): Uint8Array | undefined {
    return encodeWithin(packet, this.version, this.#maxBytes);
  }

  /** False: the packet is larger than the client takes, and was not written. */
  write(packet: ServerPacket): boolean {
    const bytes = this.encode(packet);
    if (bytes === undefined) return false;
    this.#host.write(bytes);
    return true;
  }
}
