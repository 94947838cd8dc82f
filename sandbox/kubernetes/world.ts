import type { Runtime } from '../../shared/runtime.ts';
import type { ServiceAddresses } from './defaults/service.ts';
import type { ObjectStore } from './object-store.ts';
import type { ResourceTable } from './resource-table.ts';

/** What the verbs and the controllers of one server share. */
export interface World {
  runtime: Runtime;
  store: ObjectStore;
  table: ResourceTable;
  addresses: ServiceAddresses;
  /** Controllers run, so there are service accounts to admit pods with. */
  hasControllers: boolean;
  /** No managed fields are kept, and what the cluster's own parts write is not checked: thousands of worlds, nobody asks. */
  isPlain: boolean;
  /** Milliseconds that the server's own clock is off. */
  clockOff: number;
  /** Of objects, whatever is asked for. */
  pageLimit: number;
}

/** RFC 3339 to the second, as metadata has it. */
export function timestamp(runtime: Runtime, secondsFromNow = 0): string {
  return new Date(runtime.now() + secondsFromNow * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
}

const letters = 'bcdfghjklmnpqrstvwxz2456789';

/** Five characters, as `generateName` ends in. */
export function randomSuffix(runtime: Runtime): string {
  return Array.from({ length: 5 }, () => letters[Math.floor(runtime.random() * letters.length)]).join('');
}
