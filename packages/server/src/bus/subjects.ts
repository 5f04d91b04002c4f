/**
 * The subjects of the bus; proto/bus.proto says what travels on them.
 *
 * @module
 */

/** Where connections of a user listen. */
export function userSubject(user: number): string {
  return `user.${user}`;
}

/** Where gateways with members of a group, or anybody for a room, listen. */
export function groupSubject(conversation: number): string {
  return `group.${conversation}`;
}

/** Where gateways listen on which somebody watches this user. */
export function presenceSubject(user: number): string {
  return `presence.${user}`;
}

/** The id in one of the subjects above. */
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

/** Where a router redeems the tickets that it has issued. */
export function ticketsSubject(node: string): string {
  return `tickets.${node}`;
}

/** Where a node hears its ends of links. */
export function linkSubject(node: string): string {
  return `link.${node}`;
}

/** Where a node answers what is asked of it alone. */
export function nodeSubject(node: string): string {
  return `node.${node}`;
}
