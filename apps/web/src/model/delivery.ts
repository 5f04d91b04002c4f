/**
 * How far one's own message has come.
 *
 * @module
 */
export type Delivery = 'failed' | 'waiting' | 'sent' | 'delivered' | 'read';
