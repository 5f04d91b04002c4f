/**
 * The limits that both sides know. docs/protocol.md has the same table; a test compares the two.
 *
 * @module
 */
export const PROTOCOL_VERSION = 1;

export const LIMITS = {
  /** Largest frame before a session is attached. */
  preLoginFrameBytes: 4096,
  /** Largest frame from a client by default. A server may change it and says so in Welcome. */
  maxFrameBytes: 262_144,
  /** Largest frame from a server. */
  maxServerFrameBytes: 4_194_304,
  maxTextBytes: 65_536,
  maxCustomTypeBytes: 128,
  maxCustomDataBytes: 131_072,
  maxMentions: 100,
  maxAttachments: 20,
  maxFileNameChars: 255,
  maxAltChars: 1000,
  maxClientIdBytes: 64,
  maxDeviceIdBytes: 64,
  maxLabelChars: 100,
  maxNameChars: 64,
  maxDisplayNameChars: 100,
  maxStatusChars: 200,
  maxUrlChars: 2048,
  maxPasswordChars: 256,
  maxTitleChars: 100,
  maxTopicChars: 500,
  /** Users named in one request. */
  maxUsersPerRequest: 200,
  maxRangesPerPull: 100,
  maxMessagesPerPull: 1000,
  /** Most bytes of messages, with what became of them, in one answer to a Pull. */
  maxPullBytes: 1_048_576,
  maxCursorsPerMove: 200,
  defaultPageItems: 50,
  maxPageItems: 200,
  maxHeadsPerPage: 1000,
  maxWatchedUsers: 1000,
} as const;
