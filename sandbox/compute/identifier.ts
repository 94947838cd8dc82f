import type { Runtime } from '../../shared/runtime.ts';

/** 19 digits, as the API's 64-bit ids; always a string (JSON numbers would lose digits). */
export function newId(runtime: Runtime): string {
  const high = 1 + Math.floor(runtime.random() * 8);
  return `${high}${digits(runtime, 9)}${digits(runtime, 9)}`;
}

export function newProjectNumber(runtime: Runtime): string {
  return `${1 + Math.floor(runtime.random() * 9)}${digits(runtime, 11)}`;
}

/** `operation-<epoch ms>-<13 hex>-<8 hex>-<8 hex>`; system events and repairs begin with another word. */
export function newOperationName(runtime: Runtime, kind: string, milliseconds: number): string {
  const tail = [13, 8, 8].map((length) => hexadecimal(runtime, length)).join('-');
  return `${kind}-${Math.floor(milliseconds)}-${tail}`;
}

/** The four characters at the end of the names a managed group gives. */
export function newSuffix(runtime: Runtime): string {
  const letters = 'bcdfghjklmnpqrstvwxz0123456789';
  return Array.from({ length: 4 }, () => letters[Math.floor(runtime.random() * letters.length)]).join('');
}

function digits(runtime: Runtime, length: number): string {
  return String(Math.floor(runtime.random() * 10 ** length)).padStart(length, '0');
}

function hexadecimal(runtime: Runtime, length: number): string {
  const high = Math.floor(runtime.random() * 16 ** Math.min(length, 8));
  const low = length > 8 ? Math.floor(runtime.random() * 16 ** (length - 8)) : 0;
  const tail = length > 8 ? low.toString(16).padStart(length - 8, '0') : '';
  return high.toString(16).padStart(Math.min(length, 8), '0') + tail;
}
