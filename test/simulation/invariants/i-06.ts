import { invariant } from '../invariant.ts';
import { diskSourceOf } from '../shape.ts';
import { recordOf } from './mount-mark.ts';

export const i06 = invariant({
  name: 'I-06',
  says: 'a mount is the declared disk in its mode, with its own filesystem, at a place that is empty or right already',
  on: ['script'],
  watch:
    ({ shape, view, judged, violated }) =>
    (entry) => {
      if (entry.kind !== 'script' || entry.call.verb !== 'mount' || !entry.ok) return;
      judged();
      const { call, node, mountsBefore, mountsAfter, contentBefore, contentAfter } = entry;
      const disk = shape.disks.find(({ name, isDeclared }) => name === call.disk && isDeclared);
      if (!disk) return violated(`${call.disk} is mounted on ${node}, and nobody declared it`);
      if (call.path !== `/mnt/${disk.name}`) violated(`${call.disk} is mounted at ${call.path}`);
      if (call.isReadOnly !== Boolean(disk.isReadOnly))
        violated(`${call.disk} is mounted ${call.isReadOnly ? 'read-only' : 'read-write'} on ${node}`);
      const source = diskSourceOf(disk);
      const there = mountsAfter.filter(({ path }) => path === call.path);
      if (there.length !== 1 || there[0]?.source !== source)
        violated(`at ${call.path} on ${node} is ${there[0]?.source}`);
      const before = mountsBefore.find(({ path }) => path === call.path);
      if (before && before.source !== source) violated(`${call.path} on ${node} held ${before.source} before`);
      const { uuid } = JSON.parse(recordOf(view.object('/nodes', node), call.disk)) as { uuid?: string };
      // What was blank is another disk of the name: whether it may be formatted is I-04's.
      if (uuid && contentBefore?.kind !== 'blank' && uuid !== contentAfter?.uuid)
        violated(`${call.disk} holds the filesystem ${contentAfter?.uuid}, and held ${uuid} on ${node} before (D-08)`);
      if (contentAfter?.type !== 'ext4') violated(`${call.disk} holds ${contentAfter?.type}, declared is ext4`);
    },
});
