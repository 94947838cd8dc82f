import type { Instance } from '../../../sandbox/compute/kinds.ts';
import { type ObjectMeta, objectAt } from '../../../sandbox/kubernetes/object.ts';
import type { SentCall } from '../history.ts';
import { invariant, type Watching } from '../invariant.ts';
import type { View } from '../view.ts';
import { markOf, recordOf } from './mount-mark.ts';
import { isRepeat, readsOf, sinceIntended } from './reads.ts';
import { bodyOf, computeWrite, membersIn, nameIn, ownerPath } from './writes.ts';

export const i21 = invariant({
  name: 'I-21',
  says: 'what is so already is not done again, and no id stands for two requests',
  on: ['sent', 'resource', 'script'],
  watch: (watching) => {
    const { view, judged, violated } = watching;
    /** The boot of the node in which a script last mounted a disk there. */
    const mountedAs = new Map<string, string>();
    /** The API answers a repeated id with the first operation, whatever is asked (P-16). */
    const askedBy = new Map<string, SentCall>();
    return (entry) => {
      if (entry.kind === 'script' && entry.ok && entry.call.verb === 'mount')
        mountedAs.set(`${entry.node} ${entry.call.disk}`, bootOf(view, entry.node));
      if (entry.kind === 'resource' && entry.path.includes('/instances/'))
        for (const disk of disksIn(entry.before).filter((one) => !disksIn(entry.after).includes(one)))
          mountedAs.delete(`${nameIn(entry.path)} ${disk}`);
      if (entry.kind === 'sent' && entry.call.path.endsWith('/jobs')) judgeMount(watching, entry.call, mountedAs);
      const call = computeWrite(entry);
      if (call?.requestId) {
        const first = askedBy.get(call.requestId) ?? call;
        if (!isSameRequest(view, first, call))
          violated(`${call.method} ${call.path} goes under the id of another request`);
        askedBy.set(call.requestId, first);
      }
      if (!call || !/\/(addInstance|removeInstance)$/.test(call.path) || isRepeat(view, call)) return;
      const path = ownerPath(call);
      // Several steps of a run look at pools side by side: one of these looks was this one's.
      const looks = readsOf(view, call, path);
      const since = looks.filter(sinceIntended(view, view.runOf(call)));
      const seen = since.length > 0 ? since : looks.slice(-1);
      if (seen.length === 0 || seen.some(({ fault }) => fault === 'F-14')) return;
      judged();
      const adds = call.path.endsWith('/addInstance');
      for (const wanted of membersIn(call))
        if (seen.every((look) => isMember(view, { path, wanted, look }) === adds))
          violated(`${call.path}: ${nameIn(wanted)} was ${adds ? 'in' : 'out of'} the pool already`);
    };
  },
});

function isMember(view: View, { path, wanted, look }: { path: string; wanted: string; look: SentCall }): boolean {
  const members = view.resource('targetPools', path, view.servedPosition(look))?.instances ?? [];
  return members.some((member) => member.endsWith(wanted));
}

/** Two runs that have seen the same may ask for the same by the same id; who begins when it was answered asks for it anew. */
function isSameRequest(view: View, first: SentCall, call: SentCall): boolean {
  const [began] = view.runOf(call)?.calls ?? [];
  const isAsked = first.method === call.method && first.path === call.path && first.body === call.body;
  return isAsked && (first.run === call.run || (began?.sentAt ?? 0) <= (first.answeredAt ?? call.sentAt));
}

/** The script has mounted it since the node booted, and the node has said so from before this run. */
function judgeMount({ view, judged, violated }: Watching, call: SentCall, mountedAs: Map<string, string>): void {
  const { metadata } = bodyOf(call) as { metadata?: Pick<ObjectMeta, 'labels' | 'annotations'> };
  const { 'underpin.dev/disk': disk = '', 'underpin.dev/verb': verb } = metadata?.labels ?? {};
  const node = metadata?.annotations?.['underpin.dev/node'] ?? '';
  const run = view.runOf(call);
  const planned = run?.intents[0]?.position ?? view.position;
  // That of its plan: a pool of the same run may look at the nodes once more, side by side with the disk.
  const look = run?.calls.findLast(
    (one) => one.path === '/api/v1/nodes' && (view.servedPosition(one) ?? planned) < planned,
  );
  const from = look && view.servedPosition(look);
  if (verb !== 'mount' || from === undefined || look?.fault) return;
  const boot = mountedAs.get(`${node} ${disk}`);
  const records = [from, view.position].map((position) => recordOf(view.object('/nodes', node, position), disk));
  const isSaid = [from, view.position].every(
    (position) => markOf(view.object('/nodes', node, position), disk) === 'mounted',
  );
  // What its look saw attached nowhere is attached, and then mounted, by the same plan.
  const vm = view.list('instances', from).find(({ name }) => name === node);
  if (!vm?.disks?.some(({ source }) => nameIn(source) === disk)) return;
  // Of another attachment, for one.
  if (records[0] !== records[1]) return;
  if (boot === undefined || !isSaid || (JSON.parse(records[0] ?? '{}').bootID ?? boot) !== boot) return;
  judged();
  if (boot === bootOf(view, node, from)) violated(`${disk} is mounted on ${node} once more`);
}

function disksIn(vm: object | undefined): string[] {
  return ((vm as Partial<Instance> | undefined)?.disks ?? []).map(({ source }) => nameIn(source));
}

function bootOf(view: View, node: string, position?: number): string {
  return String(objectAt(view.object('/nodes', node, position) ?? {}, 'status', 'nodeInfo').bootID);
}
