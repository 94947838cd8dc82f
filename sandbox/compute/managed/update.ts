import type { InstanceGroupManager } from '../kinds.ts';
import type { World } from '../world.ts';
import type { Action, ManagedGroup, Member } from './group.ts';

interface Updated {
  versions?: { name?: string }[];
  updatePolicy?: { type?: string; minimalAction?: string; replacementMethod?: string };
}

/** Template and name: rolling restarts and replacements of gcloud change the name alone. */
export function versionOf(manager: InstanceGroupManager): string {
  return `${manager.instanceTemplate}#${(manager as Updated).versions?.[0]?.name ?? ''}`;
}

/** A proactive update changes one VM at a time: in its place, or by one of another name (SUBSTITUTE, the default). */
export function updateOne(world: World, group: ManagedGroup, manager: InstanceGroupManager): void {
  const members = [...group.members.values()];
  if ((manager as Updated).updatePolicy?.type !== 'PROACTIVE' || members.some(({ action }) => action !== 'NONE'))
    return;
  const old = members.find(({ version }) => version !== versionOf(manager));
  if (!old) return;
  old.action = actionFor(old, manager);
  old.replaces = old.action === 'RESTARTING' ? undefined : world.store.read('instances', old.path)?.id;
  old.trigger = world.runtime.uuid();
}

/** Another template always means another VM; without one the least that is asked for is done. */
function actionFor({ template }: Member, manager: InstanceGroupManager): Action {
  const { minimalAction = 'REPLACE', replacementMethod } = (manager as Updated).updatePolicy ?? {};
  if (template === manager.instanceTemplate && minimalAction !== 'REPLACE') return 'RESTARTING';
  return replacementMethod === 'RECREATE' ? 'RECREATING' : 'DELETING';
}
