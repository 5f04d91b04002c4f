/**
 * The fields of a message, as the emitters need them.
 *
 * @module
 */
import protobuf from 'protobufjs';

type Field = protobuf.Field;

export function isOptional(field: Field): boolean {
  return field.resolvedType instanceof protobuf.Type || field.hasPresence;
}

/** The oneofs of a message, without those that protobufjs makes for `optional`. */
export function unions(type: protobuf.Type): protobuf.OneOf[] {
  return type.oneofsArray.filter((union) => !union.isProto3Optional);
}

export function plainFields(type: protobuf.Type): Field[] {
  const inUnion = new Set(unions(type).flatMap((union) => union.fieldsArray));
  return type.fieldsArray.filter((field) => !inUnion.has(field));
}

/** `DEVICE_CLASS` for DeviceClass. */
export function constant(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase();
}
