import type { Clients } from '../clients.ts';
import { messageOf } from '../errors.ts';
import type { Stack } from '../model/declared.ts';
import type { Gap, Live } from '../model/live.ts';
import type { LabelledObject, ObservedObjects } from '../model/objects.ts';
import type { Scope } from '../model/scope.ts';
import type { Runtime } from '../runtime.ts';
import { observeObjects } from './kubernetes-objects.ts';
import { observeLabelled } from './labelled-objects.ts';

/** Without a way to the API server nothing is known of any object, and that is all there is to say. */
export async function observeDeclaredObjects(
  stacks: Stack[],
  { kubernetes }: Clients,
  runtime: Runtime,
): Promise<{ objects: ObservedObjects | null; gaps: Gap[] }> {
  try {
    const objects = await observeObjects(stacks, (await kubernetes()).access, { runtime });
    return { objects, gaps: objects.gaps };
  } catch (error) {
    return { objects: null, gaps: [outOfReach(error)] };
  }
}

/** The objects of the one stack that is to be taken down. */
export async function observeLeaving(
  stacks: Stack[],
  { kubernetes }: Clients,
  only: Scope['only'],
): Promise<{ objects: LabelledObject[]; gaps: Gap[] }> {
  const stack = stacks.find(({ name }) => only && 'stack' in only && name === only.stack);
  if (!stack) return { objects: [], gaps: [] };
  try {
    return await observeLabelled(stack, (await kubernetes()).access);
  } catch (error) {
    return { objects: [], gaps: [outOfReach(error)] };
  }
}

/** Nothing outside the cluster is declared, so nothing there is looked at. */
export async function observeObjectsAlone(stacks: Stack[], { kubernetes }: Clients, runtime: Runtime): Promise<Live> {
  const observedAt = runtime.now();
  // An access that is wrong is told as such: there is nothing else to report.
  const { access } = await kubernetes();
  const options = { runtime, defaultNamespace: access.namespace ?? 'default' };
  const objects = await observeObjects(stacks, access, options);
  return { ...nothing, observedAt, objects, gaps: objects.gaps };
}

function outOfReach(error: unknown): Gap {
  return { area: 'objects', part: null, why: messageOf(error) };
}

const nothing = {
  instances: [],
  managedGroups: [],
  pools: [],
  nodes: [],
  disks: [],
  forwardingRules: [],
  addresses: [],
  firewalls: [],
  healthChecks: [],
  volumes: [],
  services: [],
  pods: [],
  endpoints: [],
  health: [],
  quotas: [],
  operations: [],
} satisfies Partial<Live>;
