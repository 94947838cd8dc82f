import type { JsonObject } from '../../../shared/model/json.ts';

/** The arguments of the mount script (shared/mount/arguments.ts), read off a container. Change it here when they change. */
export interface MountCall {
  verb: string;
  disk: string;
  deviceName: string;
  path: string;
  filesystem: string;
  isReadOnly: boolean;
  options: string;
  sizeBytes: number;
  serial: string;
  formatIfBlank: boolean;
  neverHeldData: boolean;
  expectedUuid: string;
  waitSeconds: number;
}

/** `undefined` for any other container: `… sh -c SCRIPT underpin VERB --NAME=VALUE …` is ours. */
export function readMountCall(container: JsonObject): MountCall | undefined {
  const words = [container.command, container.args].flat().filter((word) => typeof word === 'string');
  const start = words.findIndex(
    (word, index) => word === 'underpin' && index > 0 && (words[index - 1] ?? '').startsWith('#!/bin/sh'),
  );
  const verb = start < 0 ? undefined : words[start + 1];
  if (verb === undefined) return undefined;
  const values = new Map(
    words.slice(start + 2).map((word) => /^--([^=]+)=(.*)$/s.exec(word)?.slice(1) ?? [word, '']) as [string, string][],
  );
  const value = (name: string) => values.get(name) ?? '';
  return {
    verb,
    disk: value('disk'),
    deviceName: value('device-name'),
    path: value('path'),
    filesystem: value('filesystem'),
    isReadOnly: value('mode') === 'READ_ONLY',
    options: value('options'),
    sizeBytes: Number(value('size-bytes')),
    serial: value('serial'),
    formatIfBlank: value('format-if-blank') === 'yes',
    neverHeldData: value('never-held-data') === 'yes',
    expectedUuid: value('expected-uuid'),
    waitSeconds: Number(value('wait-seconds')),
  };
}
