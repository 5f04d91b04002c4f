/**
 * The subjects of the bus. proto/bus.proto describes the messages on them.
 *
 * @module
 */

/** Subscribed by gateways with connections of this user. */
export function userSubject(user: number): string {
  return `user.${user}`;
}

/** Subscribed by gateways with members of this group; for a room, by every gateway with connections. */
export function groupSubject(conversation: number): string {
  return `group.${conversation}`;
}

/** Subscribed by gateways where somebody watches the presence of this user. */
export function presenceSubject(user: number): string {
  return `presence.${user}`;
}

/** Returns the id in one of the subjects above. */
export function idIn(subject: string): number {
  return Number(subject.slice(subject.indexOf('.') + 1));
}

/** Every gateway. */
export const GATEWAYS_SUBJECT = 'gateways';

/** Every node. */
export const NODES_SUBJECT = 'nodes';

/** Every node, asked how it is. */
export const STATUS_SUBJECT = 'status';

/** Every router. */
export const ROUTERS_SUBJECT = 'routers';

/** Every router that runs followers of the log. */
export const FOLLOWERS_SUBJECT = 'followers';

/** Subscribed by the router that issued a ticket, which redeems it. */
export function ticketsSubject(node: string): string {
  return `tickets.${node}`;
}

/** Subscribed by a node, for its ends of links. */
export function linkSubject(node: string): string {
  return `link.${node}`;
}

/** Subscribed by a node, for questions to it alone. */
export function nodeSubject(node: string): string {
  return `node.${node}`;
}
