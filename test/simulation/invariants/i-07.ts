import { invariant } from '../invariant.ts';
import { project } from '../shape.ts';
import { bodyOf, nameIn, pathIn } from './writes.ts';

export const i07 = invariant({
  name: 'I-07',
  says: 'no request leaves the declared project, and no disk is attached across zones',
  on: ['sent'],
  watch:
    ({ shape, judged, violated }) =>
    (entry) => {
      if (entry.kind !== 'sent' || entry.call.api !== 'compute') return;
      judged();
      const { call } = entry;
      if (!`${call.path}/`.startsWith(`projects/${project}/`)) violated(`${call.method} ${call.path}`);
      if (!call.path.endsWith('/attachDisk')) return;
      const source = pathIn(String(bodyOf(call).source));
      const zoneOf = (path: string) => /\/zones\/([^/]+)\//.exec(path)?.[1];
      const disk = shape.disks.find(({ name }) => name === nameIn(source));
      const zones = disk?.otherZone ? [disk.zone, disk.otherZone] : [zoneOf(source)];
      if (!zones.includes(zoneOf(call.path))) violated(`${source} is attached by ${call.path}`);
    },
});
