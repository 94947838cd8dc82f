import { createHash } from 'node:crypto';

const table = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value >>> 0;
});

/** CRC32C, big endian, base64: clients check it after each download and upload. */
export function crc32c(bytes: Uint8Array): string {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (table[(sum ^ byte) & 0xff] ?? 0) ^ (sum >>> 8);
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE((sum ^ 0xffffffff) >>> 0);
  return buffer.toString('base64');
}

export function md5(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('base64');
}
