import { z } from 'zod';
import type { MountResult } from '../model/mount.ts';

const verb = z.enum(['mount', 'unmount']);
const done = z.object({
  ok: z.literal(true),
  verb,
  disk: z.string(),
  path: z.string(),
  uuid: z.string().nullable(),
  source: z.string().nullable(),
  majorMinor: z.string().nullable(),
  fstype: z.string().nullable(),
  options: z.string().nullable(),
  bootID: z.string().min(1),
  sizeBytes: z.number().nullable(),
  formatted: z.boolean(),
  resized: z.boolean(),
  fsck: z.number().nullable(),
  already: z.boolean(),
  mountPoint: z.enum(['immutable', 'guarded', 'absent', 'unknown']),
  fstab: z.enum(['written', 'kept', 'removed', 'none', 'conflict']),
  notes: z.string(),
});
const notDone = z.object({
  ok: z.literal(false),
  verb: verb.nullable(),
  disk: z.string().nullable(),
  outcome: z.enum(['blocked', 'failed', 'waiting']),
  code: z.string().min(1),
  why: z.string().min(1),
  bootID: z.string().nullable(),
});
const result = z.discriminatedUnion('ok', [done, notDone]);

/**
 * The script's own line in the log of its Pod. A log holds both streams, may begin or end anywhere, and may be empty:
 * without exactly that line nothing is known, and unknown is never success.
 */
export function readMountResult(log: string): MountResult {
  const results = log.split('\n').flatMap(readLine);
  return results.at(-1) ?? noResult(log);
}

function readLine(line: string): MountResult[] {
  const text = line.trim();
  if (!text.startsWith('{"ok":')) return [];
  try {
    const read = result.safeParse(JSON.parse(text));
    return read.success ? [read.data] : [];
  } catch {
    return [];
  }
}

function noResult(log: string): MountResult {
  const tail = log.trim().slice(-300);
  const why = tail
    ? `The mount Job told no result; its log ends with \`${tail}\``
    : 'The mount Job told no result: its log is empty. It was stopped, or its Pod never ran';
  return { ok: false, verb: null, disk: null, outcome: 'failed', code: 'no-result', why, bootID: null };
}
