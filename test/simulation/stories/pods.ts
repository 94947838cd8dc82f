import type { Script } from '../script.ts';
import {
  afterwards,
  aGroup,
  aPool,
  aStory,
  fault,
  forGood,
  hasty,
  meanwhile,
  oneNode,
  type Told,
  twoGroups,
  withDisk,
} from './a-story.ts';

const twoNodes = { groups: [aGroup(2)], pools: [aPool({ filled: 2 })] };

/** What runs on a disk, or beside it, and may be restarted. */
export const podStories: Record<string, Script> = {
  'pods run where their disk is not, and no Job may mount it': aStory(
    { ...withDisk({ begins: 'attached' }), ...hasty, ...twoNodes },
    [{ kind: 'edit an object', pick: 0.9 }, 'plan and apply'],
    { faults: forGood('F-08', 'POST /apis/batch') },
  ),
  'a pod comes again and again where its disk is not': aStory(
    { ...withDisk({ begins: 'attached' }), ...hasty, ...twoNodes },
    ['cordon a node', ...[1, 2, 3, 4, 5, 6].map((): Told => afterwards('send an event', 12))],
  ),
  'a pod was faster than its disk, and who mounted it died before it was written down': aStory(
    { ...withDisk({ begins: 'attached' }), ...hasty, ...oneNode },
    ['send an event', afterwards('send an event', 15)],
    { faults: [fault('crash before send', 'PATCH /api/v1/nodes/')] },
  ),
  'a pod that was faster than its disk is made anew under its name before it would be restarted': aStory(
    { ...withDisk({ begins: 'attached' }), ...hasty, ...oneNode, hasNamedPods: true },
    ['send an event', meanwhile('let the pods go', 'PUT /apis/coord', { nth: 3 })],
    { faults: [{ ...fault('F-19', 'PUT /apis/coord', 5), nth: 3 }] },
  ),
  'pods are made anew, and a proxy finds no Job that mounted their disk': aStory(
    { ...withDisk({ begins: 'attached' }), ...hasty, ...oneNode, hasNamedPods: true },
    ['send an event', meanwhile('let the pods go', 'PUT /apis/coord', { nth: 3 })],
    { faults: [{ ...fault('F-12', 'GET /apis/batch'), status: 404 }] },
  ),
  'a pod has the path of a disk on a node of another group': aStory(
    { ...twoGroups, ...withDisk({ begins: 'mounted' }), ...hasty },
    ['send an event', 'plan and apply'],
  ),
};
