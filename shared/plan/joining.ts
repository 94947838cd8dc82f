import type { Instance, Live } from '../model/live.ts';

/** A VM needs some minutes to become a node. */
const joiningMilliseconds = 10 * 60_000;

/** Whether it should long have joined the cluster. */
export function isOverdue({ creationTimestamp }: Instance, { observedAt }: Live): boolean {
  return observedAt - Date.parse(creationTimestamp) > joiningMilliseconds;
}
