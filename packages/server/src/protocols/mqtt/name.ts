/**
 * The protocol's name. It also names its port in the ready line.
 *
 * @module
 */
export const MQTT = 'mqtt';
