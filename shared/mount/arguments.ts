import { RefusedError } from '../errors.ts';
import type { MountRequest } from '../model/mount.ts';
import { mountOptionPattern, mountOptionsMost } from '../model/mount-option.ts';
import { mountPathPattern, whyNotMountAt } from '../model/mount-path.ts';

interface Argument {
  /** As the script is given it: `--NAME=VALUE`. */
  name: string;
  /** Whole value, in words that both JavaScript and RE2 (the admission policy) read. */
  pattern: string;
  value: (request: MountRequest) => string;
}

const yesOrNo = '(?:yes|no)';
const options = `(?:${mountOptionPattern}(?:,${mountOptionPattern}){0,${mountOptionsMost - 1}})?`;

/**
 * Every argument of the script, always all of them and in this order, for both verbs. The admission policy is made
 * from the same table, so what cannot be built here cannot be admitted there either (I-33).
 */
export const mountArguments: readonly Argument[] = [
  { name: 'disk', pattern: '[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?', value: (request) => request.disk },
  { name: 'device-name', pattern: '[A-Za-z0-9][-_A-Za-z0-9]{0,62}', value: (request) => request.deviceName },
  { name: 'path', pattern: mountPathPattern, value: (request) => request.mountPath },
  { name: 'filesystem', pattern: '(?:ext4|xfs)', value: (request) => request.filesystem },
  { name: 'mode', pattern: '(?:READ_WRITE|READ_ONLY)', value: (request) => request.mode },
  { name: 'options', pattern: options, value: (request) => request.options.join(',') },
  { name: 'size-bytes', pattern: '[1-9][0-9]{0,15}', value: (request) => String(request.sizeBytes) },
  { name: 'serial', pattern: '[A-Za-z0-9][-_.A-Za-z0-9]{0,127}', value: (request) => request.serial },
  { name: 'format-if-blank', pattern: yesOrNo, value: (request) => sayYesOrNo(request.formatIfBlank) },
  { name: 'never-held-data', pattern: yesOrNo, value: (request) => sayYesOrNo(request.neverHeldData) },
  {
    name: 'expected-uuid',
    pattern: '(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})?',
    value: (request) => request.expectedUuid ?? '',
  },
  { name: 'wait-seconds', pattern: '[1-9][0-9]?', value: () => '30' },
];

/** Throws a RefusedError that names the field; nothing that does not match its pattern comes near a shell. */
export function scriptArguments(request: MountRequest): string[] {
  const { disk, mountPath } = request;
  const problem = whyNotMountAt(mountPath);
  if (problem) throw new RefusedError(`Disk \`${disk}\` cannot be mounted at \`${mountPath}\`: ${problem}`);
  return mountArguments.map((argument) => `--${argument.name}=${checkedValue(argument, request)}`);
}

function checkedValue({ name, pattern, value }: Argument, request: MountRequest): string {
  const text = value(request);
  if (new RegExp(`^(?:${pattern})$`).test(text)) return text;
  throw new RefusedError(
    `Disk \`${request.disk}\` cannot be mounted: ${name} is \`${text}\`, it must match ${pattern}`,
  );
}

function sayYesOrNo(flag: boolean): 'yes' | 'no' {
  return flag === true ? 'yes' : 'no';
}
