import { badRequest } from '../status.ts';

/** One field of a protobuf message as it is on the wire. */
export interface WireField {
  number: number;
  /** Of a length-delimited or fixed-size field. */
  bytes: Buffer;
  /** Of a varint. */
  integer: bigint;
}

export function readFields(bytes: Buffer): WireField[] {
  const reader = new WireReader(bytes);
  const fields: WireField[] = [];
  while (!reader.isAtEnd) fields.push(reader.readField());
  return fields;
}

class WireReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  readField(): WireField {
    const tag = Number(this.#readVarint());
    const number = tag >> 3;
    switch (tag & 7) {
      case 0:
        return { number, bytes: Buffer.alloc(0), integer: this.#readVarint() };
      case 1:
        return { number, bytes: this.#take(8), integer: 0n };
      case 2:
        return { number, bytes: this.#take(Number(this.#readVarint())), integer: 0n };
      case 5:
        return { number, bytes: this.#take(4), integer: 0n };
      default:
        throw badRequest(`protobuf: wire type ${tag & 7} of field ${number} is not understood`);
    }
  }

  #readVarint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#take(1)[0] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw badRequest('protobuf: a number is longer than 64 bits');
  }

  #take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw badRequest('protobuf: the body ends in mid-field');
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }
}
