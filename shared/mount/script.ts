import { readFileSync } from 'node:fs';

/** `mount.sh` as it is: the Job carries it, the admission policy pins it, the tests run it. A bundle ships it beside itself. */
export function readMountScript(): string {
  return readFileSync(new URL('./mount.sh', import.meta.url), 'utf8');
}
